//! `>=`, `<=` and `==`: the mean at each cell.

use super::{Functional, Judging, RightSide};
use crate::claim::Comparison;

/// The quantity itself, the mean over replicates, at every cell.
pub(in crate::claim) static MEAN: Functional = Functional {
    words: &[(">=", Comparison::AtLeast), ("<=", Comparison::AtMost), ("==", Comparison::Equal)],
    judging: Judging::Cell,
    right_side: RightSide::Expression,
    unit: None,
    resolution: 0.01,
    absolute_resolution: 0.0,
    noun: "bound",
};
