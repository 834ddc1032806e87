//! `increasing`: along a variable a number never falls.

use super::descriptor::Predicate;
use super::steps::{differences, monotone};

/// The number never falls from one point to the next. Equal values are allowed.
pub(super) static INCREASING: Predicate = Predicate {
    name: "increasing",
    meaning: "along a variable the number never falls",
    example: "increasing(refined.mse over samples)",
    contrasts: |at| differences(at.len(), 1.0),
    judged: |points, relative, absolute| monotone(points, 1.0, relative, absolute),
};
