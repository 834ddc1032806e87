//! What is said of the law of one replicate.

use super::OfSample;
use crate::sentence::Relation;

/// A number that the law of one replicate has.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// The probability that two numbers compare like this.
    Probability {
        /// How they compare.
        relation: Relation,
        /// The number on the left.
        left: OfSample,
        /// The number on the right.
        right: OfSample,
        /// Whether the random number is counted in buckets beside its indicator, so that its distribution is known too.
        counted: bool,
    },
    /// The mean.
    Mean(OfSample),
    /// The variance.
    Variance(OfSample),
    /// The least number that is not exceeded with this probability, or a greater one.
    Quantile(OfSample, f64),
    /// The largest distance of the distribution function from that of the uniform law on [0, 1], on the grid 1/20, 2/20, …, 19/20.
    DistanceFromUniform(OfSample),
}

impl Law {
    /// Whether it depends on the observable at this place.
    pub(super) fn uses(&self, place: usize) -> bool {
        match self {
            Self::Probability { left, right, .. } => left.uses(place) || right.uses(place),
            Self::Mean(of) | Self::Variance(of) | Self::Quantile(of, _) | Self::DistanceFromUniform(of) => {
                of.uses(place)
            }
        }
    }
}
