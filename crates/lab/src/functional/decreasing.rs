//! `decreasing`: along a variable a number never rises.

use super::descriptor::Predicate;
use super::steps::{differences, monotone};

/// The number never rises from one point to the next. Equal values are allowed.
pub(super) static DECREASING: Predicate = Predicate {
    name: "decreasing",
    meaning: "along a variable the number never rises",
    example: "decreasing(refined.misalignment over batch)",
    contrasts: |at| differences(at.len(), -1.0),
    judged: |points, relative, absolute| monotone(points, -1.0, relative, absolute),
};
