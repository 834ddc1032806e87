//! The figure of a claim that describes none.

use super::plan::{Plan, PlannedCell};
use super::{Claim, FigureKind, FigureSpec, OneOrMore};
use crate::sentence::Relation;
use crate::setting::SettingValue;
use crate::statement::{LawSide, Side, Statement, number_in};

/// The figure of a claim: the one that its file describes, or the default one.
pub(super) fn figure_of(claim: &Claim, plan: &Plan) -> Option<FigureSpec> {
    claim.file.figure.clone().or_else(|| default_figure(claim, plan))
}

/// The largest number of cells of which a claim about a probability or a quantile shows the distributions by default.
const MOST_DISTRIBUTIONS: usize = 6;

/// A figure of a claim that describes none: the distributions of a few cells, if a probability or a quantile is stated; else lines along the variable of its
/// sentence, or along that with the most values. Up to three other variables distinguish the lines. Returns `None` if no variable has two numbers as values.
fn default_figure(claim: &Claim, plan: &Plan) -> Option<FigureSpec> {
    let is_simple = claim.inner_variables().next().is_none();
    if is_simple && has_distribution(claim) && (1..=MOST_DISTRIBUTIONS).contains(&plan.cells.len()) {
        return Some(FigureSpec { kind: FigureKind::Distribution, ..FigureSpec::lines(String::new()) });
    }
    let names: Vec<String> = plan.cells.first()?.point.keys().cloned().collect();
    let tried = claim.file.claim.exists.0.iter().find(|name| trials_are_drawn(claim, plan, name));
    let values = |name: &str| {
        let mut values: Vec<&SettingValue> = Vec::new();
        for value in plan.cells.iter().filter_map(|cell| cell.point.get(name)) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        values
    };
    let count = |name: &str| values(name).len();
    let is_numeric = |name: &str| {
        values(name).iter().all(|value| matches!(value, SettingValue::Number(number) if number.is_finite()))
    };
    let along = tried.cloned().or_else(|| claim.shape().along.filter(|name| along_is_drawn(claim, name)));
    let numeric = |name: &&String| is_numeric(name) && count(name) > 1;
    let x = along.or_else(|| names.iter().filter(numeric).max_by_key(|name| count(name)).cloned())?;
    let together = claim.grid.bound_with(&x);
    let series = names.iter().filter(|name| !together.contains(name) && (2..=12).contains(&count(name)));
    Some(FigureSpec { series: OneOrMore(series.take(3).cloned().collect()), ..FigureSpec::lines(x) })
}

/// Whether the left side is a probability of one side of a threshold, or a quantile.
pub(super) fn has_distribution(claim: &Claim) -> bool {
    let Statement::Compare(_, Side::Law(law), right) = &claim.stated.statement else { return false };
    let is_drawn = match &**law {
        LawSide::Probability(relation, ..) => *relation != Relation::Equal,
        LawSide::Quantile(..) => true,
        LawSide::Mean(_) | LawSide::Variance(_) | LawSide::DistanceFromUniform(_) => false,
    };
    is_drawn && !right.is_measured() && claim.file.claim.most.is_none()
}

/// The largest number of lines along a variable of `exists`; with more of them the witnesses are shown along another variable.
const MOST_TRIALS: usize = 6;

/// Whether what was tried for a variable of `exists` makes a few lines.
fn trials_are_drawn(claim: &Claim, plan: &Plan, name: &str) -> bool {
    if !claim.tries_along(name) || claim.shape().along.is_some() || !along_is_drawn(claim, name) {
        return false;
    }
    let lines = |cell: &PlannedCell| {
        let others = cell.inner.iter().map(|inner| {
            let others = inner.place.iter().filter(|(other, _)| *other != name);
            format!("{:?}", others.collect::<Vec<_>>())
        });
        others.collect::<std::collections::HashSet<_>>().len()
    };
    plan.cells.iter().map(lines).sum::<usize>() <= MOST_TRIALS
}

/// Whether a variable along which something is taken has two finite numbers as values.
fn along_is_drawn(claim: &Claim, name: &str) -> bool {
    let numbers = || claim.grid.points().iter().filter_map(|place| number_in(place, name));
    let is_finite = claim.grid.points().iter().all(|place| number_in(place, name).is_some_and(f64::is_finite));
    is_finite && numbers().any(|number| Some(number) != numbers().next())
}
