//! The points of a claim: its sweep, with the variables that follow from others.

use indexmap::IndexMap;
use rayon::prelude::*;

use super::stated::fault;
use super::{ClaimFault, ClaimFile};
use crate::registry::Registry;
use crate::statement::{Grid, Names, Place, Planner, Resolution, Side, dependencies, resolved_expression};
use crate::study::{SweepGrid, sweep_grid};

/// The points of a claim file's sweep.
pub(super) fn points_of(file: &ClaimFile, registry: &Registry) -> Result<Grid, ClaimFault> {
    let SweepGrid { points, axes, following } = sweep_grid(&file.sweep, registry.limits())?;
    with_following(file, registry, points, axes, &following)
}

/// Computes the variables that follow from others at each point.
pub(super) fn with_following(
    file: &ClaimFile,
    registry: &Registry,
    points: Vec<Place>,
    axes: Vec<Vec<String>>,
    following: &IndexMap<String, String>,
) -> Result<Grid, ClaimFault> {
    let base: Vec<String> = points.first().map(|point| point.keys().cloned().collect()).unwrap_or_default();
    let mut swept = base.clone();
    swept.extend(following.keys().cloned());
    let none = IndexMap::new();
    let names = Names { registry, swept: &swept, definitions: &none };
    let mut sides = Vec::new();
    for (name, text) in following {
        let side = resolved_expression(text, names).map_err(|error| fault(&format!("sweep.{name}"), error))?;
        sides.push((name.clone(), side));
    }
    let ordered = in_order(sides)?;
    let bases = ordered.iter().map(|(name, side)| (name.clone(), dependencies(side, &swept))).collect();
    let complete = |mut point: Place| -> Result<Place, ClaimFault> {
        for (name, side) in &ordered {
            let value = value_at(file, registry, name, side, &point)?;
            point.insert(name.clone(), value);
        }
        Ok(point)
    };
    let points: Vec<Result<Place, ClaimFault>> = points.into_par_iter().map(complete).collect();
    Ok(Grid::new(points.into_iter().collect::<Result<_, _>>()?, axes, bases))
}

fn value_at(
    file: &ClaimFile,
    registry: &Registry,
    name: &str,
    side: &Side,
    point: &Place,
) -> Result<toml::Value, ClaimFault> {
    let grid = Grid::default();
    let resolution = Resolution { relative: 0.0, absolute: 0.0 };
    let mut planner = Planner::new(&file.problem, &grid, registry, &[], resolution);
    let key = format!("sweep.{name}");
    let unusable =
        |problem: String| ClaimFault::Follows { key: key.clone(), setting: super::plan::described(point), problem };
    match planner.computed(side, point) {
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
            let circle = waiting.join(", ");
            return Err(ClaimFault::Follows {
                key: format!("sweep.{}", waiting[0]),
                setting: "every point".to_owned(),
                problem: format!("{circle} follow from each other; break the circle"),
            });
        };
        ordered.push(left.remove(next));
    }
    Ok(ordered)
}
