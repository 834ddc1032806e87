//! `limit`: the limit along a variable.

use super::descriptor::{Functional, Kind};
use super::fit_along::{CurveForm, FitAlong};

/// The limit L of L + c/x along a variable x of the sweep, beside that of L + c/x + e/x².
pub(super) static LIMIT: Functional = Functional {
    name: "limit",
    meaning: "the limit along a variable that grows",
    example: "limit(naive.mse over samples) == segment_bound",
    noun: "limit",
    relative_resolution: 0.01,
    absolute_resolution: 0.0,
    place: None,
    parameters: &[],
    kind: Kind::Fit(FitAlong {
        forms: |_| {
            [
                CurveForm { words: "L + c/x", terms: &[|_| 1.0, |x| 1.0 / x] },
                CurveForm { words: "L + c/x + e/x²", terms: &[|_| 1.0, |x| 1.0 / x, |x| 1.0 / (x * x)] },
            ]
        },
        wanted: 0,
        of_logarithms: false,
        known: |_, _| 0.0,
        curve: None,
    }),
};
