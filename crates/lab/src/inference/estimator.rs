//! The kinds of estimators.

use weak_to_strong::evidence::Enclosure;
use weak_to_strong::numeric::JointMoments;

use super::linear_part::LinearPart;
use super::{Importance, Mean, OfMeans, Quantile, Range, Variance, Weighted};

/// Turns the moments of observations into one estimate.
#[derive(Debug)]
pub enum Estimator {
    /// A number that is known, possibly ∞. It does not depend on the observations.
    Exact(f64),
    /// The mean of a coordinate.
    Mean(Mean),
    /// The mean of a coordinate from importance sampling.
    Weighted(Weighted),
    /// A function of the means of coordinates.
    OfMeans(OfMeans),
    /// A quantile of a coordinate.
    Quantile(Quantile),
    /// The variance of a number.
    Variance(Variance),
}

impl Estimator {
    /// Returns the estimate, and its derivatives with respect to the means of the coordinates.
    pub(super) fn linear_part(&self, moments: &JointMoments) -> LinearPart {
        match self {
            Self::Exact(value) => LinearPart::exact(*value, moments.count()),
            Self::Mean(mean) => mean.linear_part(moments),
            Self::Weighted(weighted) => weighted.mean().linear_part(moments),
            Self::OfMeans(of_means) => of_means.linear_part(moments),
            Self::Quantile(quantile) => quantile.linear_part(moments),
            Self::Variance(variance) => variance.linear_part(moments),
        }
    }

    /// Returns the interval of a confidence sequence, with the warrants of its ends.
    pub(super) fn enclosure(&self, moments: &JointMoments, error: f64) -> Enclosure {
        match self {
            Self::Exact(value) => Enclosure::exact(*value),
            Self::Mean(mean) => mean.enclosure(moments, error),
            Self::Weighted(weighted) => weighted.mean().enclosure(moments, error),
            Self::OfMeans(of_means) => of_means.enclosure(moments, error),
            Self::Quantile(quantile) => quantile.enclosure(moments, error),
            Self::Variance(variance) => variance.enclosure(moments, error),
        }
    }

    /// Returns what one observation gives for the estimate: of a mean the number of which the estimate is the mean, else the coordinates that it takes.
    pub(super) fn of_observation(&self, observation: &[f64]) -> Vec<f64> {
        match self {
            Self::Exact(value) => vec![*value],
            Self::Mean(mean) => vec![mean.of_observation(observation)],
            Self::Weighted(weighted) => vec![weighted.mean().of_observation(observation)],
            Self::Quantile(quantile) => vec![observation[quantile.at()]],
            Self::OfMeans(_) | Self::Variance(_) => {
                (0..observation.len()).filter(|at| self.uses(*at)).map(|at| observation[at]).collect()
            }
        }
    }

    /// Returns the coordinates whose extreme values are needed.
    pub(super) fn watched(&self) -> Vec<usize> {
        match self {
            Self::Exact(_) => Vec::new(),
            Self::Mean(mean) => mean.watched().into_iter().collect(),
            Self::Weighted(weighted) => weighted.mean().watched().into_iter().collect(),
            Self::OfMeans(of_means) => of_means.watched(),
            Self::Quantile(_) => Vec::new(),
            Self::Variance(variance) => variance.watched(),
        }
    }

    /// Returns the coordinate whose values must be counted in buckets.
    pub(super) fn counted(&self) -> Option<usize> {
        match self {
            Self::Quantile(quantile) => Some(quantile.at()),
            Self::Mean(mean) => mean.counted,
            Self::Exact(_) | Self::Weighted(_) | Self::OfMeans(_) | Self::Variance(_) => None,
        }
    }

    /// Whether the estimate depends on this coordinate.
    pub(super) fn uses(&self, coordinate: usize) -> bool {
        match self {
            Self::Exact(_) => false,
            Self::Mean(mean) => mean.at() == coordinate,
            Self::Weighted(weighted) => weighted.mean().at() == coordinate,
            Self::OfMeans(of_means) => of_means.uses(coordinate),
            Self::Quantile(quantile) => quantile.at() == coordinate,
            Self::Variance(variance) => variance.uses(coordinate),
        }
    }

    /// Returns the coordinates of which something is proved, each with that.
    pub(super) fn declared(&self) -> Vec<(usize, Range)> {
        match self {
            Self::Exact(_) => Vec::new(),
            Self::Mean(mean) => vec![mean.declared()],
            Self::Weighted(weighted) => vec![weighted.mean().declared()],
            Self::OfMeans(of_means) => of_means.declared(),
            Self::Quantile(quantile) => vec![quantile.declared()],
            Self::Variance(variance) => variance.declared().into(),
        }
    }

    /// Returns how far the estimate can be relied on, or `None` if it is not from importance sampling.
    pub(super) fn importance(&self, moments: &JointMoments) -> Option<Importance> {
        match self {
            Self::Weighted(weighted) => Some(weighted.importance(moments)),
            Self::Exact(_) | Self::Mean(_) | Self::OfMeans(_) | Self::Quantile(_) | Self::Variance(_) => None,
        }
    }
}

impl From<Mean> for Estimator {
    fn from(mean: Mean) -> Self {
        Self::Mean(mean)
    }
}

impl From<Weighted> for Estimator {
    fn from(weighted: Weighted) -> Self {
        Self::Weighted(weighted)
    }
}

impl From<OfMeans> for Estimator {
    fn from(of_means: OfMeans) -> Self {
        Self::OfMeans(of_means)
    }
}

impl From<Quantile> for Estimator {
    fn from(quantile: Quantile) -> Self {
        Self::Quantile(quantile)
    }
}

impl From<Variance> for Estimator {
    fn from(variance: Variance) -> Self {
        Self::Variance(variance)
    }
}
