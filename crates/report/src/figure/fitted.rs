//! Which curve a figure draws through measurements along a variable, if it draws one.

use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, Comparison, Stating};

/// Whether nothing that is stated has a height in the figure: neither a place along a variable nor a shape.
pub(super) fn is_about_places(outcome: &ClaimOutcome) -> bool {
    let is_place = outcome.shape.functional.is_some_and(|functional| functional.is_place());
    is_place || matches!(outcome.shape.relation, Stating::Shape(_))
}

/// The number with which a fitted curve is drawn: the fitted one, or the expected one if the curve of the theory is drawn.
pub(super) fn drawn_number(outcome: &ClaimOutcome, whole: &CellOutcome) -> f64 {
    match (draws_fit(outcome), whole.doubt) {
        (true, None) => whole.measurement.estimate.mean,
        (true, Some(_)) => f64::NAN,
        (false, _) => whole.expected,
    }
}

/// Whether the fitted curve is drawn: it is a power law, or the theory states no curve but a bound for a number of it.
pub(super) fn draws_fit(outcome: &ClaimOutcome) -> bool {
    let has_curve = outcome.shape.fit().is_some_and(|fit| fit.curve.is_some());
    let is_bound = outcome.shape.comparison() != Comparison::Equal || outcome.shape.right_is_measured;
    has_curve && (is_bound || is_power_law(outcome))
}

/// Whether a power law is fitted, which is straight if both axes are logarithmic.
pub(super) fn is_power_law(outcome: &ClaimOutcome) -> bool {
    outcome.shape.functional.is_some_and(|functional| functional.name == "exponent")
}
