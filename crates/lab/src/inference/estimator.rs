//! The kinds of estimators.

use weak_to_strong::evidence::Enclosure;
use weak_to_strong::numeric::JointMoments;

use super::linear_part::LinearPart;
use super::{Importance, Mean, OfMeans, Range, Weighted};

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
}

impl Estimator {
    /// Returns the estimate, and its derivatives with respect to the means of the coordinates.
    pub(super) fn linear_part(&self, moments: &JointMoments) -> LinearPart {
        match self {
            Self::Exact(value) => LinearPart::exact(*value, moments.count()),
            Self::Mean(mean) => mean.linear_part(moments),
            Self::Weighted(weighted) => weighted.mean().linear_part(moments),
            Self::OfMeans(of_means) => of_means.linear_part(moments),
        }
    }

    /// Returns the interval of a confidence sequence, with the warrants of its ends.
    pub(super) fn enclosure(&self, moments: &JointMoments, error: f64) -> Enclosure {
        match self {
            Self::Exact(value) => Enclosure::exact(*value),
            Self::Mean(mean) => mean.enclosure(moments, error),
            Self::Weighted(weighted) => weighted.mean().enclosure(moments, error),
            Self::OfMeans(of_means) => of_means.enclosure(moments, error),
        }
    }

    /// Returns the coordinates whose extreme values are needed.
    pub(super) fn watched(&self) -> Vec<usize> {
        match self {
            Self::Exact(_) => Vec::new(),
            Self::Mean(mean) => mean.watched().into_iter().collect(),
            Self::Weighted(weighted) => weighted.mean().watched().into_iter().collect(),
            Self::OfMeans(of_means) => of_means.watched(),
        }
    }

    /// Whether the estimate depends on this coordinate.
    pub(super) fn uses(&self, coordinate: usize) -> bool {
        match self {
            Self::Exact(_) => false,
            Self::Mean(mean) => mean.at() == coordinate,
            Self::Weighted(weighted) => weighted.mean().at() == coordinate,
            Self::OfMeans(of_means) => of_means.uses(coordinate),
        }
    }

    /// Returns the coordinates of which something is proved, each with that.
    pub(super) fn declared(&self) -> Vec<(usize, Range)> {
        match self {
            Self::Exact(_) => Vec::new(),
            Self::Mean(mean) => vec![mean.declared()],
            Self::Weighted(weighted) => vec![weighted.mean().declared()],
            Self::OfMeans(of_means) => of_means.declared(),
        }
    }

    /// Returns how far the estimate can be relied on, or `None` if it is not from importance sampling.
    pub(super) fn importance(&self, moments: &JointMoments) -> Option<Importance> {
        match self {
            Self::Weighted(weighted) => Some(weighted.importance(moments)),
            Self::Exact(_) | Self::Mean(_) | Self::OfMeans(_) => None,
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
