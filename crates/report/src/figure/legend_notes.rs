//! What the legend says of a series as a whole: what is stated of its curve, and what was found.

use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, Comparison, Stating, Verdict};
use weak_to_strong_lab::functional::Place;

use super::number::{decimal, decimals_for, number, with_error};
use crate::place::{changes_text, place_in};

/// The lines under the name of a series whose curve is judged as a whole.
pub(super) fn notes(outcome: &ClaimOutcome, whole: &CellOutcome) -> Vec<String> {
    let shape = &outcome.shape;
    if let Stating::Shape(predicate) = &shape.relation {
        let stated = format!("stated: {}", predicate.name);
        return [stated].into_iter().chain(where_it_fails_or_turns(whole)).collect();
    }
    match shape.functional.and_then(|functional| functional.place) {
        Some(place) => of_place(outcome, whole, place),
        None => vec![stated(outcome, whole), found(outcome, whole)],
    }
}

/// What is stated of a place, and where it lies. What kind of place it is stands at the strip.
fn of_place(outcome: &ClaimOutcome, whole: &CellOutcome, place: Place) -> Vec<String> {
    let found = place_in(place, whole.measurement.interval, &|value| number(value, 4));
    let changes = whole.sign_changes.filter(|changes| *changes != 1).map(changes_text);
    let right = number(whole.expected, 4);
    let stated = match outcome.shape.comparison() {
        Comparison::Equal => format!("theory: {right}"),
        comparison @ (Comparison::AtLeast | Comparison::AtMost) => format!("stated: {} {right}", comparison.sign()),
    };
    [stated, format!("found: {found}")].into_iter().chain(changes).collect()
}

fn where_it_fails_or_turns(whole: &CellOutcome) -> Option<String> {
    let places = whole.places.iter().map(|place| number(*place, 4)).collect::<Vec<_>>().join(", ");
    let verb = if whole.verdict == Verdict::Violated { "fails" } else { "turns" };
    (!places.is_empty()).then(|| format!("{verb} at {places}"))
}

/// What is stated of the number: `theory: exponent 0.0912`, `stated: limit ≤ 0.5`.
fn stated(outcome: &ClaimOutcome, whole: &CellOutcome) -> String {
    let shape = &outcome.shape;
    let decimals = decimals_for(error_of(whole));
    let right = match (whole.expected_interval, decimals) {
        (Some(right), _) => {
            with_error(whole.expected, (right.upper - whole.expected).max(whole.expected - right.lower))
        }
        (None, Some(decimals)) if whole.expected.abs() < 1e6 => decimal(whole.expected, decimals.max(3)),
        (None, _) => number(whole.expected, 4),
    };
    // The least and the greatest value have a line of their own in the plot.
    let is_number_of_curve = shape.has_curve() || shape.right_is_measured;
    match &shape.relation {
        Stating::Compare(comparison) if *comparison == Comparison::Equal || !is_number_of_curve => {
            format!("theory: {} {right}", shape.noun())
        }
        Stating::Compare(comparison) => format!("stated: {} {} {right}", shape.noun(), comparison.sign()),
        Stating::Own(_) | Stating::Shape(_) | Stating::Uniform => format!("theory: {} {right}", shape.noun()),
    }
}

fn found(outcome: &ClaimOutcome, whole: &CellOutcome) -> String {
    let is_fitted = outcome.shape.is_fitted();
    if is_fitted && (whole.doubt.is_some() || whole.measurement.estimate.mean.is_nan()) {
        return "not fitted".to_owned();
    }
    let found = with_error(whole.measurement.estimate.mean, error_of(whole));
    match outcome.shape.functional.map(|functional| functional.name) {
        Some(_) if is_fitted => format!("fit {found}"),
        Some("max") => format!("greatest {found}"),
        Some(_) | None => format!("least {found}"),
    }
}

/// The larger half of the interval.
fn error_of(whole: &CellOutcome) -> f64 {
    let (mean, interval) = (whole.measurement.estimate.mean, whole.measurement.interval);
    (interval.upper - mean).max(mean - interval.lower)
}
