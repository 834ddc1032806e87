//! `uniform`: the distance of a law from the uniform one.

use super::{Functional, Judging, RightSide};
use crate::claim::Comparison;
use crate::unit::Unit;

/// The distance from the uniform law that a quantity measures, at every cell.
pub(super) static UNIFORM: Functional = Functional {
    words: &[("uniform", Comparison::Equal)],
    judging: Judging::Cell,
    right_side: RightSide::DistanceFrom("the uniform law"),
    unit: Some(Unit::DistanceFromUniform),
    resolution: 0.01,
    // No probability of an interval [0, u] is off by more than two in a hundred.
    absolute_resolution: 0.02,
    noun: "bound",
};
