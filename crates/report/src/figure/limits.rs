//! Intervals are drawn within the range that what is measured has: what cannot be negative has no interval below 0.

use std::borrow::Cow;

use weak_to_strong::evidence::Interval;
use weak_to_strong_lab::claim::{ClaimOutcome, Measurement};

/// The outcome with the intervals of measurements cut off at the ends of the range of what is measured. The same outcome if its range is not known.
pub(super) fn within_range(outcome: &ClaimOutcome) -> Cow<'_, ClaimOutcome> {
    let range = outcome.figure.range;
    if range.lower.is_infinite() && range.upper.is_infinite() {
        return Cow::Borrowed(outcome);
    }
    let mut outcome = outcome.clone();
    // A number of a whole curve, such as an exponent, has another range.
    if !outcome.shape.has_curve() {
        outcome.cells.iter_mut().for_each(|cell| cut(&mut cell.measurement, range));
    }
    outcome.points.iter_mut().for_each(|point| cut(point, range));
    Cow::Owned(outcome)
}

fn cut(measurement: &mut Measurement, range: Interval) {
    let own = &mut measurement.interval;
    *own = Interval { lower: own.lower.max(range.lower), upper: own.upper.min(range.upper) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example;

    #[test]
    fn what_cannot_be_negative_has_no_interval_below_zero() {
        let mut outcome = example::naive();
        outcome.cells[0].measurement.interval.lower = -1.0;
        assert_eq!(within_range(&outcome).cells[0].measurement.interval.lower, 0.0);
        outcome.figure.range = Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY };
        assert!(matches!(within_range(&outcome), Cow::Borrowed(_)));
    }
}
