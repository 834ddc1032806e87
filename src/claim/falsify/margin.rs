//! By how much a claim holds at a problem.

use serde::Serialize;

use crate::claim::{CellOutcome, Claim, Relation};

/// The signed distance to a violation: positive where the claim holds, below zero where it is violated.
///
/// | relation                      | margin |
/// | ----------------------------- | ------ |
/// | `>=`                          | measured ÷ expected − 1 |
/// | `<=`                          | 1 − measured ÷ expected |
/// | `==`, fitted and others       | 1 − \|measured − expected\| ÷ resolution |
///
/// For an expected value of 0 the absolute resolution (1 if there is none) takes its place in the first two rows, so that the margin is
/// the difference in its units.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Margin {
    /// The margin.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
}

impl Margin {
    /// The margin of a judged cell; none if it could not be measured, or if there is nothing to measure it with.
    pub(super) fn of(claim: &Claim, cell: &CellOutcome) -> Option<Self> {
        let estimate = &cell.measurement.estimate;
        let excess = estimate.mean - cell.expected;
        let (unit, value) = match claim.file.claim.relation {
            Relation::AtLeast => (scale(claim, cell), excess / scale(claim, cell)),
            Relation::AtMost => (scale(claim, cell), -excess / scale(claim, cell)),
            _ => (claim.resolution_at(cell.expected), 1.0 - excess.abs() / claim.resolution_at(cell.expected)),
        };
        let margin = Self { value, standard_error: estimate.standard_error / unit };
        (margin.value.is_finite() && margin.standard_error.is_finite()).then_some(margin)
    }

    /// What candidates are ranked by: high noise must not look like a small margin.
    pub(super) fn cautious(&self) -> f64 {
        self.value + self.standard_error
    }

    /// Whether chance alone hardly explains that there is a margin at all.
    pub(super) fn is_clear(&self) -> bool {
        self.value > CLEAR * self.standard_error
    }
}

/// Standard errors beyond which a margin is clear enough for no second look.
const CLEAR: f64 = 3.0;

fn scale(claim: &Claim, cell: &CellOutcome) -> f64 {
    match cell.expected.abs() {
        0.0 => claim.file.claim.absolute_resolution.unwrap_or(1.0),
        expected => expected,
    }
}
