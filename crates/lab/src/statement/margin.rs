//! The margin by which a comparison holds, from estimates.

use super::compared::Compared;
use super::judgement::{Margin, Number};
use super::measurements::Measurements;
use super::node::{Curve, Node};
use crate::comparison::Comparison;
use crate::functional::place_range;

/// The margin of two sides that are compared to the resolution `r`, as [`Margin`] says.
pub(super) fn margin(
    sides: &Compared,
    left: &Number,
    right: &Number,
    r: f64,
    measured: &Measurements,
) -> Option<Margin> {
    let (a, b) = (left.estimate.mean, right.estimate.mean);
    if let (Node::Found(curve), Some(_)) = (&sides.left, sides.right.as_known())
        && curve.functional.is_place()
    {
        return of_place(curve, sides.comparison, a, b);
    }
    let distance = match sides.comparison {
        Comparison::AtLeast => a - b,
        Comparison::AtMost => b - a,
        Comparison::Equal => r - (a - b).abs(),
    };
    let of_difference = measured.estimate(&sides.difference).standard_error;
    let of_sides = left.estimate.standard_error.hypot(right.estimate.standard_error);
    Margin::of(distance, if of_difference.is_finite() { of_difference } else { of_sides }, a, b)
}

/// A place beyond the grid counts as the end of the grid, since nothing is known of what lies beyond. A place equals a number if it lies between the number's
/// neighbours on the grid, so that its distance from the nearer of them counts.
fn of_place(curve: &Curve, comparison: Comparison, place: f64, expected: f64) -> Option<Margin> {
    let (first, last) = (curve.at.first()?, curve.at.last()?);
    let place = place.max(*first).min(*last);
    let range = place_range(comparison, expected, &curve.at);
    Margin::of((place - range.lower).min(range.upper - place), 0.0, place, expected)
}
