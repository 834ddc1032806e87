//! Intervals of means that are normal in many replicates, and what speaks against them.

use super::trial::Refuted;
use crate::evidence::{Interval, Side, asymptotic_sequence, tail_doubt};
use crate::numeric::{Estimate, JointMoments};

/// The interval of the mean of a number.
pub(super) fn interval_of(moments: &JointMoments, error: f64) -> Interval {
    let estimate = Estimate {
        mean: moments.mean()[0],
        standard_error: moments.standard_error_along(&[1.0]),
        replicates: moments.count(),
    };
    asymptotic_sequence(&estimate, error)
}

/// The refutation, if the tails of these observations allow to treat their means as normal.
pub(super) fn unless_doubted(refuted: Refuted, observations: &[JointMoments], sides: &[Side]) -> Refuted {
    let is_doubted = |moments: &JointMoments| {
        let varies = moments.covariance(0, 0) > 0.0;
        let doubt =
            |side: &Side| moments.extremes(0).and_then(|extremes| tail_doubt(&moments.summary(0), extremes, *side));
        varies && sides.iter().any(|side| doubt(side).is_some())
    };
    if !observations.iter().any(is_doubted) {
        return refuted;
    }
    Refuted::Inapplicable(
        "the observations have a heavy tail, so their mean tells nothing; take more samples, or a penalty that keeps estimates from growing large"
            .to_owned(),
    )
}
