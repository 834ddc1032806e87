//! `tends_to`: the limit along a variable.

use super::fit::{CurveForm, FitAlong};
use super::{Functional, Judging, RightSide};
use crate::claim::Comparison;

/// The limit L of L + c/x along a variable x of the sweep, beside that of L + c/x + e/x².
pub(super) static LIMIT: Functional = Functional {
    words: &[("tends_to", Comparison::Equal)],
    judging: Judging::Fit(FitAlong {
        forms: [
            CurveForm { words: "L + c/x", terms: &[|_| 1.0, |x| 1.0 / x] },
            CurveForm { words: "L + c/x + e/x²", terms: &[|_| 1.0, |x| 1.0 / x, |x| 1.0 / (x * x)] },
        ],
        wanted: 0,
        of_logarithms: false,
        log_power: None,
        curve: None,
    }),
    right_side: RightSide::Expression,
    unit: None,
    resolution: 0.01,
    absolute_resolution: 0.0,
    noun: "limit",
};
