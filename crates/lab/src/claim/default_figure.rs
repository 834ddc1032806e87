//! The figure of a claim that describes none.

use super::plan::Plan;
use super::{Claim, FigureSpec, OneOrMore};
use crate::setting::SettingValue;
use crate::statement::number_in;

/// A figure of a claim that describes none: along the variable of its sentence, or along that with the most values. Up to three other variables
/// distinguish the lines. Returns `None` if no variable has two numbers as values.
pub(super) fn default_figure(claim: &Claim, plan: &Plan) -> Option<FigureSpec> {
    let names: Vec<String> = plan.cells.first()?.point.keys().cloned().collect();
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
    let along = claim.shape().along.filter(|name| along_is_drawn(claim, name));
    let numeric = |name: &&String| is_numeric(name) && count(name) > 1;
    let x = along.or_else(|| names.iter().filter(numeric).max_by_key(|name| count(name)).cloned())?;
    let together = claim.grid.bound_with(&x);
    let series = names.iter().filter(|name| !together.contains(name) && (2..=12).contains(&count(name)));
    Some(FigureSpec { series: OneOrMore(series.take(3).cloned().collect()), ..FigureSpec::lines(x) })
}

/// Whether a variable along which something is taken has two finite numbers as values.
fn along_is_drawn(claim: &Claim, name: &str) -> bool {
    let numbers = || claim.grid.points().iter().filter_map(|place| number_in(place, name));
    let is_finite = claim.grid.points().iter().all(|place| number_in(place, name).is_some_and(f64::is_finite));
    is_finite && numbers().any(|number| Some(number) != numbers().next())
}
