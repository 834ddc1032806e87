//! The mean of one coordinate of weighted replicates.

use weak_to_strong::numeric::JointMoments;

use super::{Importance, Mean};

/// Estimates a number from importance sampling. The number is the mean of a coordinate; the coordinate is a share, in [0, 1], of the greatest
/// weighted observation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighted {
    share: Mean,
}

impl Weighted {
    /// Takes the coordinate `at`, which holds the observations as shares of `bound`.
    pub fn new(at: usize, bound: f64) -> Self {
        Self { share: Mean::of(at).in_unit_interval().scaled(bound) }
    }

    pub(super) fn mean(&self) -> &Mean {
        &self.share
    }

    pub(super) fn importance(&self, moments: &JointMoments) -> Importance {
        Importance::of_shares(moments, self.share.at())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::Inference;
    use weak_to_strong::evidence::{Interval, unit_interval_sequence};

    /// Shares ½ and 0 of a bound 1e-3: a mean of 2.5e-4, as precise as one of half as many equal observations.
    #[test]
    fn shares_of_a_bound_by_hand() {
        let mut moments = JointMoments::new(1);
        [0.5, 0.0].iter().for_each(|share| moments.push(&[*share]));
        let inference = Inference::of([Weighted::new(0, 1e-3)]);
        let estimate = inference.estimates(&moments)[0];
        assert_eq!((estimate.mean, estimate.standard_error), (2.5e-4, 2.5e-4));
        let importance = Importance { effective_sample_size: 1.0, share_of_bound: 0.25 };
        assert_eq!(inference.importances(&moments), [Some(importance)]);
        let Interval { lower, upper } = unit_interval_sequence(&moments, 0, 0.01);
        let expected = Interval { lower: 1e-3 * lower, upper: 1e-3 * upper };
        assert_eq!(inference.enclosures(&moments, 0.01)[0].interval(), expected);
    }
}
