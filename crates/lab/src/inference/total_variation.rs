//! Half the sum of absolute differences that have standard errors of their own.

use std::fmt;

use weak_to_strong::evidence::{Enclosure, Interval, Warrant, asymptotic_sequence};
use weak_to_strong::numeric::{Estimate, JointMoments};

use super::linear_part::LinearPart;

/// A number that is estimated by a function of the means of all coordinates.
#[derive(Clone, Debug, PartialEq)]
pub struct EstimatedDifference {
    /// Its value at the means.
    pub value: f64,
    /// Its derivatives with respect to the means, one for each coordinate of an observation.
    pub gradient: Vec<f64>,
}

/// A function from the moments to the differences. It returns `None` if the differences are not defined.
type Differences = Box<dyn Fn(&JointMoments) -> Option<Vec<EstimatedDifference>> + Send + Sync>;

/// Estimates ½ Σ |δₖ| from estimates of the differences δₖ.
///
/// The standard error is half the sum of the standard errors of the differences, so it is never too small. The interval is the range over a box for
/// the differences, because total variation is not differentiable at 0.
pub struct TotalVariation {
    differences: Differences,
}

impl TotalVariation {
    /// Takes the function that computes the differences. Each difference is treated as asymptotically normal. If the function returns `None`, the
    /// estimate is NaN.
    pub fn new(
        differences: impl Fn(&JointMoments) -> Option<Vec<EstimatedDifference>> + Send + Sync + 'static,
    ) -> Self {
        Self { differences: Box::new(differences) }
    }

    pub(super) fn linear_part(&self, moments: &JointMoments) -> LinearPart {
        let Some(differences) = (self.differences)(moments) else {
            let share = Estimate { mean: f64::NAN, standard_error: f64::NAN, replicates: moments.count() };
            return LinearPart { scale: 1.0, share, slopes: Vec::new() };
        };
        let half_sum = |terms: &mut dyn Iterator<Item = f64>| 0.5 * terms.sum::<f64>();
        let share = Estimate {
            mean: half_sum(&mut differences.iter().map(|difference| difference.value.abs())),
            standard_error: half_sum(&mut differences.iter().map(|one| one.estimate(moments).standard_error)),
            replicates: moments.count(),
        };
        let slope = |at: usize| half_sum(&mut differences.iter().map(|one| one.value.signum() * one.gradient[at]));
        LinearPart { scale: 1.0, share, slopes: (0..moments.mean().len()).map(|at| (at, slope(at))).collect() }
    }

    pub(super) fn enclosure(&self, moments: &JointMoments, error: f64) -> Enclosure {
        Enclosure::of(self.interval(moments, error), Warrant::Asymptotic)
    }

    fn interval(&self, moments: &JointMoments, error: f64) -> Interval {
        let Some(differences) = (self.differences)(moments) else {
            return Interval { lower: 0.0, upper: f64::INFINITY };
        };
        let part = error / differences.len() as f64;
        let (mut lower, mut upper) = (0.0, 0.0);
        for difference in &differences {
            let range = asymptotic_sequence(&difference.estimate(moments), part);
            lower += 0.5 * range.lower.max(-range.upper).max(0.0);
            upper += 0.5 * range.upper.max(-range.lower);
        }
        Interval { lower, upper }
    }
}

impl EstimatedDifference {
    fn estimate(&self, moments: &JointMoments) -> Estimate {
        Estimate {
            mean: self.value,
            standard_error: moments.standard_error_along(&self.gradient),
            replicates: moments.count(),
        }
    }
}

impl fmt::Debug for TotalVariation {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.debug_struct("TotalVariation").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::{Estimator, Inference, Mean};

    /// The differences x̄ − 3 and 2ȳ − 2.
    fn differences(moments: &JointMoments) -> Option<Vec<EstimatedDifference>> {
        let [x, y] = [moments.mean()[0], moments.mean()[1]];
        Some(vec![
            EstimatedDifference { value: x - 3.0, gradient: vec![1.0, 0.0] },
            EstimatedDifference { value: 2.0 * y - 2.0, gradient: vec![0.0, 2.0] },
        ])
    }

    /// Means 1 and 3, covariances of the means ½·(2, 4; 4, 8).
    #[test]
    fn standard_errors_add_up_by_hand() {
        let mut moments = JointMoments::new(2);
        [[0.0, 1.0], [2.0, 5.0]].iter().for_each(|observation| moments.push(observation));
        let inference = Inference::of([Estimator::from(TotalVariation::new(differences)), Mean::of(0).into()]);
        let estimate = inference.estimates(&moments)[0];
        // ½(2 + 4), and ½(1 + 2·2).
        assert_eq!((estimate.mean, estimate.standard_error), (3.0, 2.5));
        // Derivatives −½ and 1: the covariance with x̄ is −½·1 + 1·2.
        assert_eq!(inference.covariances(&moments), nalgebra::dmatrix![6.25, 1.5; 1.5, 1.0]);
    }

    #[test]
    fn the_interval_is_the_range_over_a_box() {
        let mut moments = JointMoments::new(2);
        (0..2000).for_each(|i| moments.push(&[f64::from(i % 2), 1.0 + f64::from(i % 2)]));
        let interval = TotalVariation::new(differences).interval(&moments, 0.01);
        let sides: Vec<Interval> = differences(&moments)
            .expect("defined everywhere")
            .iter()
            .map(|difference| asymptotic_sequence(&difference.estimate(&moments), 0.005))
            .collect();
        // x̄ − 3 lies about −2½, 2ȳ − 2 about 1.
        assert_eq!(interval.lower, 0.5 * -sides[0].upper + 0.5 * sides[1].lower);
        assert_eq!(interval.upper, 0.5 * -sides[0].lower + 0.5 * sides[1].upper);
    }

    #[test]
    fn what_is_not_defined_is_no_number() {
        let nowhere = TotalVariation::new(|_| None);
        let moments = JointMoments::new(1);
        assert!(nowhere.linear_part(&moments).share.mean.is_nan());
        assert_eq!(nowhere.interval(&moments, 0.1), Interval { lower: 0.0, upper: f64::INFINITY });
    }
}
