//! Several estimates from the same observations, and how they vary together.

use nalgebra::DMatrix;
use weak_to_strong::evidence::{Enclosure, Interval};
use weak_to_strong::numeric::{Estimate, Histogram, JointMoments};

use super::linear_part::LinearPart;
use super::{Estimator, Importance, Mean, Range};

/// Turns the moments of observations into estimates and intervals. It holds one estimator for each estimate, in order.
///
/// ```
/// use weak_to_strong::numeric::JointMoments;
/// use weak_to_strong_lab::inference::{Inference, Mean};
/// let mut moments = JointMoments::new(1);
/// [1.0, 3.0].iter().for_each(|x| moments.push(&[*x]));
/// let estimate = Inference::of([Mean::of(0).scaled(10.0)]).estimates(&moments)[0];
/// assert_eq!((estimate.mean, estimate.standard_error), (20.0, 10.0));
/// ```
#[derive(Debug)]
pub struct Inference {
    estimators: Vec<Estimator>,
}

impl Inference {
    /// Makes an inference from these estimators.
    pub fn of<E: Into<Estimator>>(estimators: impl IntoIterator<Item = E>) -> Self {
        Self { estimators: estimators.into_iter().map(Into::into).collect() }
    }

    /// Estimates the means of the first `width` coordinates; nothing is proved of their values.
    pub fn means(width: usize) -> Self {
        Self::means_ranging(width, Range::UNKNOWN)
    }

    /// Estimates the means of the first `width` coordinates, which lie in [0, 1].
    pub fn unit_means(width: usize) -> Self {
        Self::means_ranging(width, Range::UNIT)
    }

    /// Estimates the means of the first `width` coordinates, of each of which this is proved.
    pub fn means_ranging(width: usize, range: Range) -> Self {
        Self::of((0..width).map(|at| Mean::of(at).ranging(range)))
    }

    /// The moments of no observations of this width. They keep the extreme values of the coordinates for which nothing is proved, and count the values of
    /// those of which a quantile is estimated, or the probability of an interval.
    pub fn empty_moments(&self, width: usize) -> JointMoments {
        let distinct = |mut coordinates: Vec<usize>| {
            coordinates.sort_unstable();
            coordinates.dedup();
            coordinates
        };
        let watched = distinct(self.estimators.iter().flat_map(Estimator::watched).collect());
        let counted = distinct(self.estimators.iter().filter_map(Estimator::counted).collect());
        JointMoments::watching(width, &watched).counting(&counted)
    }

    /// The counts of the random number that an estimate is about: that of a quantile or of a probability. `None` for any other estimate.
    pub fn histogram<'m>(&self, moments: &'m JointMoments, estimate: usize) -> Option<&'m Histogram> {
        moments.histogram(self.estimators.get(estimate)?.counted()?)
    }

    /// The range in which each coordinate of an observation of this width must lie.
    pub fn ranges(&self, width: usize) -> Vec<Interval> {
        let anything = Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY };
        let mut ranges = vec![anything; width];
        for (at, range) in self.estimators.iter().flat_map(Estimator::declared) {
            ranges[at].lower = ranges[at].lower.max(range.least);
            ranges[at].upper = ranges[at].upper.min(range.greatest);
        }
        ranges
    }

    /// The place of the first estimate that depends on a coordinate; `None` if none does.
    pub fn estimate_that_uses(&self, coordinate: usize) -> Option<usize> {
        self.estimators.iter().position(|estimator| estimator.uses(coordinate))
    }

    /// What one observation gives for the estimate at a place: of a mean the number of which the estimate is the mean, else the coordinates that it takes.
    pub fn of_observation(&self, place: usize, observation: &[f64]) -> Vec<f64> {
        self.estimators[place].of_observation(observation)
    }

    /// Returns the estimates, in the order of the estimators.
    pub fn estimates(&self, moments: &JointMoments) -> Vec<Estimate> {
        self.linear_parts(moments).iter().map(LinearPart::scaled).collect()
    }

    /// Returns the joint covariance matrix of the estimates. The diagonal holds their squared standard errors; the other entries come from the delta
    /// method.
    pub fn covariances(&self, moments: &JointMoments) -> DMatrix<f64> {
        let parts = self.linear_parts(moments);
        DMatrix::from_fn(parts.len(), parts.len(), |i, j| {
            if i == j {
                return parts[i].scaled().standard_error.powi(2);
            }
            parts[i].scale * (parts[j].scale * parts[i].covariance_with(&parts[j], moments))
        })
    }

    /// Returns the joint covariance matrix of the estimates' logarithms, to first order: cov(Êᵢ, Êⱼ)/(Êᵢ·Êⱼ).
    ///
    /// The scales of the estimators are cancelled first, so that a product of two small scales cannot underflow.
    pub fn relative_covariances(&self, moments: &JointMoments) -> DMatrix<f64> {
        let parts = self.linear_parts(moments);
        DMatrix::from_fn(parts.len(), parts.len(), |i, j| {
            let (own, other) = (&parts[i], &parts[j]);
            let covariance =
                if i == j { own.share.standard_error.powi(2) } else { own.covariance_with(other, moments) };
            covariance / (own.share.mean * other.share.mean)
        })
    }

    /// Returns one confidence interval for each estimate, with the warrants of its ends.
    ///
    /// For each estimate, the probability is at most `error` that the interval misses the true number at any number of replicates. Where a warrant is
    /// asymptotic, this is true in the limit.
    pub fn enclosures(&self, moments: &JointMoments, error: f64) -> Vec<Enclosure> {
        self.estimators.iter().map(|estimator| estimator.enclosure(moments, error)).collect()
    }

    /// Returns how far each estimate can be relied on, or `None` for an estimate that is not from importance sampling.
    pub fn importances(&self, moments: &JointMoments) -> Vec<Option<Importance>> {
        self.estimators.iter().map(|estimator| estimator.importance(moments)).collect()
    }

    /// The estimators, in order.
    pub(super) fn estimators(&self) -> &[Estimator] {
        &self.estimators
    }

    fn linear_parts(&self, moments: &JointMoments) -> Vec<LinearPart> {
        self.estimators.iter().map(|estimator| estimator.linear_part(moments)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::Weighted;

    /// Observations (0, 1) and (2, 5): means 1 and 3, covariances of the means ½·(2, 4; 4, 8).
    fn moments() -> JointMoments {
        let mut moments = JointMoments::new(2);
        [[0.0, 1.0], [2.0, 5.0]].iter().for_each(|observation| moments.push(observation));
        moments
    }

    #[test]
    fn means_by_hand() {
        let (inference, moments) = (Inference::means(2), moments());
        let estimates = inference.estimates(&moments);
        assert_eq!(estimates[0], Estimate { mean: 1.0, standard_error: 1.0, replicates: 2 });
        assert_eq!(estimates[1], Estimate { mean: 3.0, standard_error: 2.0, replicates: 2 });
        assert_eq!(inference.covariances(&moments), nalgebra::dmatrix![1.0, 2.0; 2.0, 4.0]);
        let relative = nalgebra::dmatrix![1.0, 2.0 / 3.0; 2.0 / 3.0, 4.0 / 9.0];
        assert_eq!(inference.relative_covariances(&moments), relative);
        assert_eq!(inference.importances(&moments), [None, None]);
    }

    #[test]
    fn a_coordinate_belongs_to_the_estimate_that_uses_it() {
        let exact = Estimator::Exact(1.0);
        let inference = Inference::of([exact, Mean::of(3).into(), Mean::of(1).into()]);
        assert_eq!([0, 1, 3].map(|at| inference.estimate_that_uses(at)), [None, Some(2), Some(1)]);
    }

    #[test]
    fn scales_multiply_covariances_and_leave_relative_ones() {
        let inference = Inference::of([Mean::of(1).scaled(0.5), Mean::of(0).scaled(8.0)]);
        assert_eq!(inference.covariances(&moments()), nalgebra::dmatrix![1.0, 8.0; 8.0, 64.0]);
        let relative = nalgebra::dmatrix![4.0 / 9.0, 2.0 / 3.0; 2.0 / 3.0, 1.0];
        assert_eq!(inference.relative_covariances(&moments()), relative);
    }

    /// The square of 1e-200 is rounded to 0.
    #[test]
    fn relative_covariances_do_not_underflow() {
        let inference = Inference::of([Weighted::new(0, 1e-200), Weighted::new(1, 1e-200)]);
        assert_eq!(inference.covariances(&moments()), DMatrix::zeros(2, 2));
        let relative = nalgebra::dmatrix![1.0, 2.0 / 3.0; 2.0 / 3.0, 4.0 / 9.0];
        assert_eq!(inference.relative_covariances(&moments()), relative);
    }

    #[test]
    fn no_replicates_are_no_fault() {
        let nothing = JointMoments::new(1);
        assert_eq!(Inference::means(1).estimates(&nothing)[0].replicates, 0);
        assert_eq!(Inference::means(1).enclosures(&nothing, 0.01)[0].upper.at, f64::INFINITY);
        let unit = Inference::unit_means(1).enclosures(&nothing, 0.01)[0];
        assert_eq!((unit.lower.at, unit.upper.at), (0.0, 1.0));
    }
}
