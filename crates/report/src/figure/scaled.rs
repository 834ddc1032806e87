//! The values that a figure shows if it multiplies them by a scale, and without it.

use std::borrow::Cow;

use weak_to_strong::evidence::Interval;
use weak_to_strong_lab::claim::{ClaimOutcome, Measurement};

/// Returns the outcome with every mean, interval, expected value and reference multiplied by the scale of its cell. Returns the same outcome if there
/// is no scale.
pub(super) fn scaled(outcome: &ClaimOutcome) -> Cow<'_, ClaimOutcome> {
    if outcome.figure.scale().is_none() {
        return Cow::Borrowed(outcome);
    }
    let mut outcome = outcome.clone();
    // A fit and a place are not in units of the measurements.
    let in_units = !outcome.shape.has_curve();
    for cell in outcome.cells.iter_mut().filter(|_| in_units) {
        let factor = cell.measurement.scale;
        cell.expected *= factor;
        cell.expected_interval = cell.expected_interval.map(|interval| times(interval, factor));
        cell.difference.value *= factor;
        cell.difference.interval = times(cell.difference.interval, factor);
        scale(&mut cell.measurement);
    }
    outcome.points.iter_mut().for_each(scale);
    for point in outcome.figure.computed.curves.iter_mut().flat_map(|curve| &mut curve.points) {
        point.expected = point.expected.map(|height| height * point.scale);
        point.references.values_mut().for_each(|reference| *reference *= point.scale);
    }
    outcome.figure.range = range_of_multiples(outcome.figure.range);
    Cow::Owned(outcome)
}

/// What positive multiples of the numbers of a range can be.
pub(crate) fn range_of_multiples(range: Interval) -> Interval {
    let lower = if range.lower >= 0.0 { 0.0 } else { f64::NEG_INFINITY };
    Interval { lower, upper: if range.upper <= 0.0 { 0.0 } else { f64::INFINITY } }
}

/// Returns the outcome as it was measured, without its scale.
pub(super) fn unscaled(mut outcome: Cow<'_, ClaimOutcome>) -> Cow<'_, ClaimOutcome> {
    if outcome.figure.scale().is_some() {
        let plain = outcome.to_mut();
        plain.figure.spec.iter_mut().for_each(|spec| spec.scaled_by = None);
        plain.cells.iter_mut().for_each(|cell| cell.measurement.scale = 1.0);
        plain.points.iter_mut().for_each(|point| point.scale = 1.0);
    }
    outcome
}

fn scale(measurement: &mut Measurement) {
    let scale = measurement.scale;
    measurement.estimate.mean *= scale;
    measurement.estimate.standard_error *= scale;
    measurement.interval = times(measurement.interval, scale);
    measurement.references.values_mut().for_each(|reference| *reference *= scale);
}

/// An interval times a positive factor.
fn times(interval: Interval, factor: f64) -> Interval {
    Interval { lower: interval.lower * factor, upper: interval.upper * factor }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example;

    #[test]
    fn all_of_a_cell_is_scaled_and_a_fit_is_not() {
        let mut outcome = example::decay();
        assert!(matches!(scaled(&outcome), Cow::Borrowed(_)));
        if let Some(spec) = &mut outcome.figure.spec {
            spec.scaled_by = Some("1e9".into());
        }
        for point in &mut outcome.points {
            (point.scale, point.references) = (1e9, [("0.5".to_owned(), 0.5)].into());
        }
        let shown = scaled(&outcome);
        for (point, plain) in shown.points.iter().zip(&outcome.points) {
            let factor = |of: f64, plain: f64| assert!((of / plain / 1e9 - 1.0).abs() < 1e-12, "{point:?}");
            factor(point.estimate.mean, plain.estimate.mean);
            factor(point.estimate.standard_error, plain.estimate.standard_error);
            factor(point.interval.lower, plain.interval.lower);
            factor(point.interval.upper, plain.interval.upper);
            factor(point.references["0.5"], 0.5);
        }
        assert_eq!(shown.cells, outcome.cells);
    }
}
