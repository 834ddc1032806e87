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
    /// Returns the random numbers of one sample that it is about: both sides of a comparison, if both are random.
    pub fn numbers(&self) -> Vec<&OfSample> {
        let all = match self {
            Self::Probability { left, right, .. } => vec![left, right],
            Self::Mean(of) | Self::Variance(of) | Self::Quantile(of, _) | Self::DistanceFromUniform(of) => vec![of],
        };
        all.into_iter().filter(|number| number.is_random()).collect()
    }

    /// Returns whether a sample counts for a probability; `None` for another law, and if a number has no value in the sample.
    pub fn counts(&self, sample: &[f64]) -> Option<bool> {
        let Self::Probability { relation, left, right, .. } = self else { return None };
        let order = left.value(sample).partial_cmp(&right.value(sample))?;
        Some(match relation {
            Relation::Below => order.is_lt(),
            Relation::AtMost => order.is_le(),
            Relation::Equal => order.is_eq(),
            Relation::AtLeast => order.is_ge(),
            Relation::Above => order.is_gt(),
        })
    }

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
