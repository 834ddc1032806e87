//! The points of a claim: its sweep, with the variables that follow from others.

use std::sync::Arc;

use indexmap::IndexMap;
use toml::Table;

use super::file::DefineSpec;
use super::stated::{definitions, fault};
use super::{ClaimFault, ClaimFile};
use crate::data::DataTable;
use crate::registry::Registry;
use crate::setting::SettingValue;
use crate::statement::{Following, Grid, Names, Place, Planner, Resolution, Side, dependencies, resolved_expression};
use crate::study::{SweepGrid, sweep_grid};

/// The points of a claim file's sweep. The settings of a data file that the sweep does not name have all the values of the file.
pub(super) fn points_of(file: &ClaimFile, registry: &Registry, data: Option<&DataTable>) -> Result<Grid, ClaimFault> {
    let SweepGrid { mut points, mut axes, following } = sweep_grid(&file.sweep, registry.limits())?;
    let recorded = data.map_or_else(Vec::new, |data| data.spec().settings.clone());
    let is_swept = |name: &String| points.iter().any(|point| point.contains_key(name)) || following.contains_key(name);
    let missing: Vec<String> = recorded.iter().filter(|name| !is_swept(name)).cloned().collect();
    if let Some(data) = data.filter(|_| !missing.is_empty()) {
        points = points.iter().flat_map(|point| with_rows(data, point, &missing)).collect();
        axes.push(missing);
    }
    let problem = (&file.problem, &file.define);
    Ok(with_following(problem, registry, points, axes, &following)?.with_recorded(recorded))
}

/// The points of a sweep of a problem, with the variables that follow from others.
///
/// # Errors
///
/// [`ClaimFault`] if the sweep is none, or if an expression in it cannot be read or has no value.
pub fn points_of_sweep(problem: &Table, sweep: &Table, registry: &Registry) -> Result<Vec<Place>, ClaimFault> {
    let SweepGrid { points, axes, following } = sweep_grid(sweep, registry.limits())?;
    let grid = with_following((problem, &IndexMap::new()), registry, points, axes, &following)?;
    Ok(grid.points().to_vec())
}

/// A point at each cell of a data file that agrees with it.
fn with_rows(data: &DataTable, point: &Place, missing: &[String]) -> Vec<Place> {
    let agrees = |settings: &IndexMap<String, SettingValue>| {
        let given = |(name, value): (&String, &SettingValue)| {
            point.get(name).is_none_or(|known| SettingValue::shown(known) == *value)
        };
        settings.iter().all(given)
    };
    let mut places: Vec<Place> = Vec::new();
    for cell in data.cells().filter(|cell| agrees(cell.settings())) {
        let mut place = point.clone();
        for name in missing {
            let value = match &cell.settings()[name] {
                SettingValue::Number(number) => toml::Value::Float(*number),
                SettingValue::Word(word) => toml::Value::String(word.clone()),
            };
            place.insert(name.clone(), value);
        }
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// Computes the variables that follow from others at each point. A problem comes with the definitions that the expressions may use.
pub(super) fn with_following(
    (problem, define): (&Table, &IndexMap<String, DefineSpec>),
    registry: &Registry,
    points: Vec<Place>,
    axes: Vec<Vec<String>>,
    following: &IndexMap<String, String>,
) -> Result<Grid, ClaimFault> {
    let base: Vec<String> = points.first().map(|point| point.keys().cloned().collect()).unwrap_or_default();
    let mut swept = base.clone();
    swept.extend(following.keys().cloned());
    let definitions = definitions(define, &swept, registry, None)?;
    let names = Names { registry, swept: &swept, definitions: &definitions, data: None };
    let mut sides = Vec::new();
    for (name, text) in following {
        let side = resolved_expression(text, names).map_err(|error| fault(&format!("sweep.{name}"), error))?;
        sides.push((name.clone(), side));
    }
    let ordered = in_order(sides)?;
    let following = ordered.into_iter().map(|(name, side)| {
        let bases = dependencies(&side, &swept);
        (name, Following { side, bases })
    });
    let following = Arc::new(following.collect::<IndexMap<_, _>>());
    // Their expressions may have brackets, inside which the variables before them follow too.
    let unplaced = Grid::new(Vec::new(), Vec::new(), following.clone());
    let complete = |mut point: Place| -> Result<Place, ClaimFault> {
        for (number, name) in following.keys().enumerate() {
            let value = value_at(problem, registry, &unplaced, number, name, &point)?;
            point.insert(name.clone(), value);
        }
        Ok(point)
    };
    let points = points.into_iter().map(complete).collect::<Result<_, _>>()?;
    Ok(Grid::new(points, axes, following))
}

fn value_at(
    problem: &Table,
    registry: &Registry,
    grid: &Grid,
    number: usize,
    name: &str,
    point: &Place,
) -> Result<toml::Value, ClaimFault> {
    let resolution = Resolution { relative: 0.0, absolute: 0.0 };
    let mut planner = Planner::new(problem, grid, registry, &[], resolution);
    let key = format!("sweep.{name}");
    let unusable =
        |problem: String| ClaimFault::Follows { key: key.clone(), setting: super::point::described(point), problem };
    match planner.follower(number, point) {
        Ok(Ok(value)) => Ok(toml::Value::Float(value)),
        Ok(Err(reason)) => Err(unusable(reason.to_string())),
        Err(error) => Err(unusable(error.to_string())),
    }
}

/// The variables in an order in which each comes after those that it follows from.
fn in_order(mut left: Vec<(String, Side)>) -> Result<Vec<(String, Side)>, ClaimFault> {
    let mut ordered: Vec<(String, Side)> = Vec::new();
    while !left.is_empty() {
        let waiting: Vec<String> = left.iter().map(|(name, _)| name.clone()).collect();
        let is_ready = |(_, side): &(String, Side)| dependencies(side, &waiting).is_empty();
        let Some(next) = left.iter().position(is_ready) else {
            let circle = match waiting.as_slice() {
                [one] => format!("{one} follows from itself; name another variable"),
                several => format!("{} follow from each other; break the circle", several.join(", ")),
            };
            return Err(ClaimFault::Follows {
                key: format!("sweep.{}", waiting[0]),
                setting: "every point".to_owned(),
                problem: circle,
            });
        };
        ordered.push(left.remove(next));
    }
    Ok(ordered)
}
