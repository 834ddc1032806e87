//! The figure of a claim that describes none.

use super::{Claim, FigureSpec, OneOrMore};
use crate::statement::{Place, number_in};

/// A figure of a claim that describes none: along the variable of its sentence, or along that with the most values. Up to three other variables
/// distinguish the lines. Returns `None` if no variable has two numbers as values.
pub(super) fn default_figure(claim: &Claim) -> Option<FigureSpec> {
    let grid = &claim.grid;
    let count = |name: &str| {
        let mut values: Vec<String> = grid
            .points()
            .iter()
            .filter_map(|place: &Place| place.get(name))
            .map(|value| format!("{value:?}"))
            .collect();
        values.sort();
        values.dedup();
        values.len()
    };
    let is_numeric = |name: &str| grid.points().iter().all(|place| number_in(place, name).is_some_and(f64::is_finite));
    let bound = claim.bound_variables();
    let along = claim.shape().along;
    let numeric = |name: &&String| is_numeric(name) && count(name) > 1;
    let free = || grid.variables().iter().filter(|name| !bound.contains(name) || along.as_ref() == Some(*name));
    let own = along.as_ref().filter(|name| is_numeric(name) && count(name) > 1);
    let x = own.cloned().or_else(|| free().filter(numeric).max_by_key(|name| count(name)).cloned())?;
    let together = grid.bound_with(&x);
    let series = free().filter(|name| **name != x && !together.contains(name) && count(name) > 1 && count(name) <= 12);
    Some(FigureSpec { series: OneOrMore(series.take(3).cloned().collect()), ..FigureSpec::lines(x) })
}
