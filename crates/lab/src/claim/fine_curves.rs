//! Computes the curves of a figure between the points of a sweep.
//!
//! A formula is drawn through up to 200 values over the whole axis, and not as chords between the points of the sweep. Where it is nearly straight fewer
//! values are computed, since some formulas take integrals. A number that is taken along a variable is left out: it needs points of the sweep.

use indexmap::IndexMap;
use rayon::prelude::*;
use toml::Value;

use super::computed::{Computed, ComputedCurve, ComputedMap, ComputedPoint};
use super::fine_axis::FineAxis;
use super::plan::Plan;
use super::{Claim, FigureContext, FigureSpec, Scale};
use crate::statement::{
    Place, PlanFault, Planner, Side, Statement, free_variables, number_in, planned_condition, shown,
};

/// Nobody tells more curves apart, so no more are computed.
const MOST_CURVES: usize = 64;
/// How many values a heat map has along each axis.
const MAP_POINTS: usize = 49;

/// What is computed for the figure of a claim. What cannot be computed between the points of the sweep is left out.
pub(super) fn computed(claim: &Claim, plan: &Plan, context: &FigureContext) -> Computed {
    let figure = context.spec.as_ref().filter(|figure| !figure.x.is_empty() && claim.file.claim.most.is_none());
    let Some(figure) = figure else { return Computed::default() };
    match &figure.y {
        Some(y) => Computed { curves: Vec::new(), map: map(claim, plan, figure, y) },
        None => Computed { curves: curves(claim, plan, figure, context), map: None },
    }
}

fn curves(claim: &Claim, plan: &Plan, figure: &FigureSpec, context: &FigureContext) -> Vec<ComputedCurve> {
    let curve = Curve::of(claim, figure);
    let bases = bases(claim, plan, &[&figure.x]);
    let (Some(axis), Some(first)) = (axis(claim, &figure.x, figure.x_scale), bases.first()) else { return Vec::new() };
    if curve.is_empty() || bases.len() > MOST_CURVES {
        return Vec::new();
    }
    let marks: Vec<f64> = context.marks.iter().map(|(_, mark)| *mark).collect();
    let values = axis.values(figure.x_range, &marks, axis.is_whole() && curve.needs_whole(first, &axis));
    let most = context.range.upper;
    let along = |base: &Place| {
        // A planner keeps its problems, so each value has its own.
        let point = |value: f64| curve.point(&mut claim.planner(&claim.grid), base, value);
        ComputedCurve { setting: shown(base), points: axis.points(&values, most, point) }
    };
    let has_value = |point: &ComputedPoint| point.expected.is_some() || !point.references.is_empty();
    bases.par_iter().map(along).filter(|curve| curve.points.iter().any(has_value)).collect()
}

fn map(claim: &Claim, plan: &Plan, figure: &FigureSpec, y: &String) -> Option<ComputedMap> {
    let contours = claim
        .stated
        .references
        .iter()
        .filter(|(text, side)| figure.contours.contains(text) && is_computed_at_a_point(side));
    let contours: Vec<&(String, Side)> = contours.collect();
    let [base] = bases(claim, plan, &[&figure.x, y]).try_into().ok()?;
    let across = axis(claim, &figure.x, figure.x_scale)?.cells(MAP_POINTS);
    let up = axis(claim, y, figure.y_scale)?.cells(MAP_POINTS);
    let row = |at: &f64| -> Vec<Vec<Option<f64>>> {
        let column = |value: &f64| {
            let mut planner = claim.planner(&claim.grid);
            let place = placed(&mut planner, &base, &[(&figure.x, *value), (y, *at)]);
            contours.iter().map(|(_, side)| number(&mut planner, side, place.as_ref()?).ok()?).collect()
        };
        across.iter().map(column).collect()
    };
    let rows: Vec<Vec<Vec<Option<f64>>>> = up.par_iter().map(row).collect();
    let of = |which: usize| rows.iter().map(|row| row.iter().map(|values| values[which]).collect()).collect();
    let values = contours.iter().enumerate().map(|(which, (text, _))| (text.clone(), of(which))).collect();
    Some(ComputedMap { x: across, y: up, values })
}

/// What is computed along the horizontal axis of a figure of lines.
struct Curve<'a> {
    claim: &'a Claim,
    x: &'a String,
    /// The right side, if it is computed.
    expected: Option<&'a Side>,
    references: Vec<&'a (String, Side)>,
    scale: Option<&'a Side>,
}

impl<'a> Curve<'a> {
    fn of(claim: &'a Claim, figure: &'a FigureSpec) -> Self {
        let stated = &claim.stated;
        let right = match &stated.statement {
            Statement::Compare(_, _, right) | Statement::Own(_, _, right) => Some(right),
            Statement::Shape(..) | Statement::Uniform(_) => None,
        };
        let references = stated.references.iter().filter(|(_, side)| is_computed_at_a_point(side)).collect();
        let scale = stated.scale.as_ref().map(|(_, side)| side);
        Self { claim, x: &figure.x, expected: right.filter(|side| is_computed_at_a_point(side)), references, scale }
    }

    fn is_empty(&self) -> bool {
        self.expected.is_none() && self.references.is_empty()
    }

    /// Whether only whole numbers have a meaning on the axis: between the first two values of the sweep something is at fault that is not at the first.
    fn needs_whole(&self, base: &Place, axis: &FineAxis) -> bool {
        let mut planner = self.claim.planner(&self.claim.grid);
        let mut is_at_fault = |value: f64| match placed(&mut planner, base, &[(self.x, value)]) {
            Some(place) => self.numbers(&mut planner, &place).is_err(),
            None => true,
        };
        is_at_fault(axis.between_first_two()) && !is_at_fault(axis.known[0])
    }

    /// The numbers at a value. Where one of them is at fault there is none.
    fn point(&self, planner: &mut Planner, base: &Place, at: f64) -> ComputedPoint {
        let place = placed(planner, base, &[(self.x, at)]);
        let scale = place.as_ref().map_or(Some(1.0), |place| match self.scale {
            Some(side) => number(planner, side, place).ok()?.filter(|scale| *scale > 0.0),
            None => Some(1.0),
        });
        let numbers = place.filter(|_| scale.is_some()).and_then(|place| self.numbers(planner, &place).ok());
        let (expected, references) = numbers.unwrap_or_default();
        ComputedPoint { at, expected, references, scale: scale.unwrap_or(1.0) }
    }

    fn numbers(&self, planner: &mut Planner, place: &Place) -> Result<(Option<f64>, IndexMap<String, f64>), PlanFault> {
        let mut references = IndexMap::new();
        for (text, side) in &self.references {
            // A reference that needs a variable that the sentence binds has no value here.
            let is_here = free_variables(side, planner.grid).iter().all(|name| place.contains_key(name));
            if let Some(value) = if is_here { number(planner, side, place)? } else { None } {
                references.insert(text.clone(), value);
            }
        }
        let expected = match self.expected {
            Some(side) if self.claim.may_be_stated(planner, place)? => number(planner, side, place)?,
            Some(_) | None => None,
        };
        Ok((expected, references))
    }
}

impl Claim {
    /// Whether its assumptions are met at a place, and its condition is not known to be false there.
    fn may_be_stated(&self, planner: &mut Planner, place: &Place) -> Result<bool, PlanFault> {
        let unmet = self.unmet_at(planner, place)?;
        let condition = self.stated.condition.as_ref();
        let condition = condition.map(|condition| planned_condition(planner, condition, place)).transpose()?;
        Ok(self.needed(&unmet).next().is_none() && condition.is_none_or(|condition| !condition.is_out()))
    }
}

/// The values that a variable has in the sweep; `None` if these are words, or fewer than two numbers.
fn axis(claim: &Claim, name: &str, scale: Scale) -> Option<FineAxis> {
    let values: Option<Vec<f64>> = claim.grid.points().iter().map(|place| number_in(place, name)).collect();
    FineAxis::of(&values?, scale)
}

/// The places of the cells without these variables, and without those that follow from them. If another variable varies together with one of them, a place
/// may belong to one cell alone. Nothing is known beside it, so it is left out.
fn bases(claim: &Claim, plan: &Plan, along: &[&String]) -> Vec<Place> {
    let grid = &claim.grid;
    let goes = |name: &String| along.iter().any(|one| grid.bases_of(name).contains(one) || name == *one);
    let mut bases: Vec<(Place, usize)> = Vec::new();
    for cell in &plan.cells {
        let base: Place =
            cell.place.iter().filter(|(name, _)| !goes(name)).map(|(n, value)| (n.clone(), value.clone())).collect();
        // A cell whose sentence binds the variable stands for all of its values.
        let cells = if along.iter().all(|name| cell.place.contains_key(*name)) { 1 } else { 2 };
        match bases.iter_mut().find(|(known, _)| *known == base) {
            Some((_, count)) => *count += cells,
            None => bases.push((base, cells)),
        }
    }
    bases.into_iter().filter(|(_, count)| *count > 1).map(|(base, _)| base).collect()
}

/// A place with these values, and with the variables that follow from them; `None` if one of those has no value.
fn placed(planner: &mut Planner, base: &Place, values: &[(&String, f64)]) -> Option<Place> {
    let mut place = base.clone();
    for (name, value) in values {
        let is_whole = value.fract() == 0.0 && value.abs() < 1e15;
        let value = if is_whole { Value::Integer(*value as i64) } else { Value::Float(*value) };
        place.insert((*name).clone(), value);
    }
    let following = planner.grid.following().clone();
    for (number, name) in following.keys().enumerate() {
        if !place.contains_key(name) && planner.grid.bases_of(name).iter().all(|base| place.contains_key(base)) {
            let value = planner.follower(number, &place).ok()?.ok()?;
            place.insert(name.clone(), Value::Float(value));
        }
    }
    Some(place)
}

/// The value of a computed number, if it has one that is finite.
fn number(planner: &mut Planner, side: &Side, place: &Place) -> Result<Option<f64>, PlanFault> {
    Ok(planner.computed(side, place)?.ok().filter(|value| value.is_finite()))
}

/// Whether nothing in a side is measured, or taken along a variable.
fn is_computed_at_a_point(side: &Side) -> bool {
    let mut is_computed = true;
    side.visit(&mut |part| {
        is_computed &= match part {
            Side::Number(_)
            | Side::Variable { .. }
            | Side::Unknown
            | Side::Formula(..)
            | Side::Negative(_)
            | Side::Arithmetic(..)
            | Side::Apply(..)
            | Side::Zero(_) => true,
            Side::Measured(..) | Side::Observed(..) | Side::Recorded(..) | Side::Along(_) | Side::Law(_) => false,
        };
    });
    is_computed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::ClaimFile;
    use crate::claim::example::PROBLEM;
    use crate::claim::figure_context::figure_context;
    use crate::setting::SettingValue;

    fn computed_of(rest: &str) -> Computed {
        let file = ClaimFile::parse("mine", &format!("{PROBLEM}{rest}")).expect("a file");
        let claim = Claim::new("mine".to_owned(), file).expect("a claim");
        let plan = claim.plan(false, 1).expect("a plan");
        computed(&claim, &plan, &figure_context(&claim, &plan))
    }

    /// The right side is computed between the points of the sweep, with the variables that follow, and only where it is stated.
    #[test]
    fn a_curve_is_computed_between_the_points() {
        let sweep = "[sweep]\npenalty = [0.1, 1, 10]\nsamples = [16, 64]\n\"weak.noise\" = \"penalty / 2\"\n";
        let rest = "[claim]\nstates = \"naive.mse >= 3 * weak.noise + penalty\"\nwhen = \"penalty >= 0.5\"\n[figure]\nx = \"penalty\"\nreferences = [\"penalty * samples\"]\n";
        let Computed { curves, map } = computed_of(&format!("{sweep}{rest}"));
        assert!(map.is_none() && curves.len() == 2);
        for curve in &curves {
            let SettingValue::Number(samples) = curve.setting["samples"] else { panic!("a number") };
            assert_eq!(curve.setting.len(), 1);
            assert!(curve.points.len() > 50 && curve.points[0].at < 0.1);
            for point in &curve.points {
                let expected = (point.at >= 0.5).then_some(2.5 * point.at);
                let is_near = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-12;
                assert!(point.expected.zip(expected).map_or(point.expected == expected, |(a, b)| is_near(a, b)));
                assert!(is_near(point.references["penalty * samples"], point.at * samples));
            }
        }
    }

    #[test]
    fn counts_are_whole_and_what_needs_points_of_the_sweep_is_left_out() {
        let sweep = "[sweep]\nsamples = [4, 16]\n[claim]\n";
        let of =
            |states: &str| computed_of(&format!("{sweep}states = \"{states}\"\n[figure]\nx = \"samples\"\n")).curves;
        let curves = of("naive.mse[penalty = 0.1] >= finite_sample_bound");
        assert!(curves[0].points.iter().all(|point| point.at.fract() == 0.0) && curves[0].points.len() > 12);
        // A bound that is no number of fewer than one label has no value there.
        assert!(curves[0].points.iter().all(|point| point.at >= 1.0 || point.expected.is_none()));
        let along = "samples = [32, 64]\npenalty = [0.1, 1]\n[claim]\nstates = \"min(naive.mse over penalty) >= min(ridge_risk over penalty) / 2\"";
        assert_eq!(computed_of(&format!("[sweep]\n{along}\n[figure]\nx = \"samples\"\n")).curves, []);
    }

    #[test]
    fn a_map_is_computed_on_a_finer_grid() {
        let sweep = "[sweep]\npenalty = [0.1, 1, 10]\nnoise = [0.2, 0.4]\n\"weak.noise\" = \"noise\"\n[claim]\nstates = \"naive.mse[samples = 9] >= 0\"\n";
        let figure =
            "[figure]\nkind = \"heat_map\"\nx = \"penalty\"\ny = \"noise\"\ncontours = [\"penalty - weak.noise\"]\n";
        let map = computed_of(&format!("{sweep}{figure}")).map.expect("a map");
        let values = &map.values["penalty - weak.noise"];
        assert_eq!((values.len(), values[0].len()), (MAP_POINTS, MAP_POINTS));
        assert!(values[7][9].is_some_and(|value| (value - (map.x[9] - map.y[7])).abs() < 1e-12));
    }
}
