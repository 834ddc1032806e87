//! The margin by which a claim holds at a problem.

use serde::Serialize;

use crate::claim::{CellOutcome, Claim, Relation};

/// The signed distance to a violation: positive where the claim holds, below zero where it is violated.
///
/// | relation                      | margin |
/// | ----------------------------- | ------ |
/// | `>=`                          | measured ÷ expected − 1 |
/// | `<=`                          | 1 − measured ÷ expected |
/// | own                           | distance of measured to the nearer end of the range ÷ expected |
/// | `==`, fitted and others       | 1 − \|measured − expected\| ÷ resolution |
///
/// If the expected value is 0, the first three rows divide by the absolute resolution instead (by 1 if there is none). The margin is then the
/// difference in units of that resolution.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Margin {
    /// The margin.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
}

impl Margin {
    /// The margin of a judged cell; `None` if the margin or its standard error is not finite.
    pub(super) fn of(claim: &Claim, cell: &CellOutcome) -> Option<Self> {
        let estimate = &cell.measurement.estimate;
        let unit = match cell.expected.abs() {
            0.0 => claim.file.claim.absolute_resolution.unwrap_or(1.0),
            size => size,
        };
        let resolution = claim.resolution_at(cell.expected);
        let (value, unit) = margin(&claim.relation, estimate.mean, cell.expected, unit, resolution);
        let margin = Self { value, standard_error: estimate.standard_error / unit };
        (margin.value.is_finite() && margin.standard_error.is_finite()).then_some(margin)
    }

    /// The number by which candidates are ranked. High noise must not look like a small margin.
    pub(super) fn cautious(&self) -> f64 {
        self.value + self.standard_error
    }

    /// Whether the margin is clearly positive, so that chance alone hardly explains it.
    pub(super) fn is_clear(&self) -> bool {
        self.value > CLEAR * self.standard_error
    }
}

/// A margin of more than this many standard errors is clear and needs no second look.
const CLEAR: f64 = 3.0;

/// The margin, and the unit that it is in.
fn margin(relation: &Relation, measured: f64, expected: f64, unit: f64, resolution: f64) -> (f64, f64) {
    if relation.has_stated_ends() {
        let range = relation.range(expected, resolution);
        ((measured - range.lower).min(range.upper - measured) / unit, unit)
    } else {
        (1.0 - (measured - expected).abs() / resolution, resolution)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::OwnRelation;
    use weak_to_strong::evidence::Interval;

    /// Expected 2, resolution 0.1.
    #[test]
    fn margins_are_negative_where_the_claim_fails() {
        let at = |relation: &Relation, measured: f64| margin(relation, measured, 2.0, 2.0, 0.1).0;
        let of = |word, measured| at(&Relation::by_word(word).expect("known"), measured);
        assert_eq!((of(">=", 3.0), of(">=", 1.0)), (0.5, -0.5));
        assert_eq!((of("<=", 3.0), of("<=", 1.0)), (-0.5, 0.5));
        assert!((of("==", 1.95) - 0.5).abs() < 1e-12);
        assert!((of("tends_to", 2.2) + 1.0).abs() < 1e-12);
        let range = |expected| Interval { lower: 0.5 * expected, upper: 2.0 * expected };
        let own = OwnRelation::new("own", "", range).into();
        assert_eq!((at(&own, 1.5), at(&own, 3.5), at(&own, 0.5), at(&own, 5.0)), (0.25, 0.25, -0.25, -0.5));
    }

    #[test]
    fn noise_does_not_look_like_a_small_margin() {
        let (noisy, clear) = (Margin { value: -0.1, standard_error: 0.5 }, Margin { value: 0.0, standard_error: 0.01 });
        assert!(clear.cautious() < noisy.cautious());
        assert!(!noisy.is_clear() && Margin { value: 0.1, standard_error: 0.01 }.is_clear());
    }
}
