//! A function of the means of several coordinates.

use std::fmt;
use std::ops;

use weak_to_strong::evidence::{Interval, asymptotic_sequence, unit_interval_sequence};
use weak_to_strong::numeric::JointMoments;

use super::Range;
use super::linear_part::LinearPart;

/// A function of the means of some coordinates of an observation. These coordinates are called its own.
pub trait FunctionOfMeans: Send + Sync {
    /// Returns the estimate. `at` gives the places of its own coordinates; `moments.mean()[at]` are their means.
    fn value(&self, moments: &JointMoments, at: ops::Range<usize>) -> f64;

    /// Returns the derivative of the function with respect to each of its own means.
    fn gradient(&self, means: &[f64]) -> Vec<f64>;

    /// Returns bounds on the function while the means of its own coordinates lie in a box.
    ///
    /// By default the bounds are −∞ and ∞; override it for coordinates in [0, 1], see [`OfMeans::in_unit_interval`].
    fn over_box(&self, _means: &[Interval]) -> Interval {
        Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY }
    }
}

/// Estimates a number by a function of means. The standard error comes from the delta method.
pub struct OfMeans {
    at: ops::Range<usize>,
    range: Range,
    function: Box<dyn FunctionOfMeans>,
}

impl OfMeans {
    /// Takes a function of the means of the coordinates `at`. Its value is treated as asymptotically normal.
    pub fn new(at: ops::Range<usize>, function: impl FunctionOfMeans + 'static) -> Self {
        Self { at, range: Range::Unknown, function: Box::new(function) }
    }

    /// Returns the same estimator for coordinates that lie in [0, 1]. Its interval is the range of the function over a box for their means.
    ///
    /// The delta method fails where the function is not differentiable or has a derivative of 0. The box does not fail there.
    pub fn in_unit_interval(self) -> Self {
        Self { range: Range::UnitInterval, ..self }
    }

    pub(super) fn linear_part(&self, moments: &JointMoments) -> LinearPart {
        let gradient = self.function.gradient(&moments.mean()[self.at.clone()]);
        let slopes = self.at.clone().zip(gradient).collect();
        LinearPart::by_delta_method(self.function.value(moments, self.at.clone()), slopes, moments)
    }

    /// The error probability is divided equally among the sides of the box.
    pub(super) fn interval(&self, moments: &JointMoments, error: f64) -> Interval {
        match self.range {
            Range::Unknown => asymptotic_sequence(&self.linear_part(moments).scaled(), error),
            Range::UnitInterval => {
                let part = error / self.at.len() as f64;
                let means = self.at.clone().map(|at| unit_interval_sequence(moments, at, part));
                self.function.over_box(&means.collect::<Vec<_>>())
            }
        }
    }
}

impl fmt::Debug for OfMeans {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.debug_struct("OfMeans").field("at", &self.at).field("range", &self.range).finish_non_exhaustive()
    }
}

/// Returns the greatest difference between the gradient and the central differences of the value, at these means of all coordinates.
#[cfg(test)]
pub(crate) fn gradient_gap(function: &dyn FunctionOfMeans, means: &[f64]) -> f64 {
    const STEP: f64 = 1e-6;
    let value = |coordinate: usize, moved: f64| {
        let mut at = means.to_vec();
        at[coordinate] += moved;
        let mut moments = JointMoments::new(at.len());
        moments.push(&at);
        function.value(&moments, 0..at.len())
    };
    let slope = |coordinate: usize| (value(coordinate, STEP) - value(coordinate, -STEP)) / (2.0 * STEP);
    let gaps = function.gradient(means).into_iter().enumerate().map(|(i, derivative)| (derivative - slope(i)).abs());
    gaps.fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::{Inference, Mean};

    /// x̄·ȳ, of means that are not negative.
    struct Product;

    impl FunctionOfMeans for Product {
        fn value(&self, moments: &JointMoments, at: ops::Range<usize>) -> f64 {
            moments.mean()[at].iter().product()
        }

        fn gradient(&self, means: &[f64]) -> Vec<f64> {
            vec![means[1], means[0]]
        }

        fn over_box(&self, means: &[Interval]) -> Interval {
            Interval { lower: means[0].lower * means[1].lower, upper: means[0].upper * means[1].upper }
        }
    }

    /// Observations (9, 0, 1) and (9, 2, 5): the last two have means 1 and 3, and the covariances of the means are ½·(2, 4; 4, 8).
    fn moments() -> JointMoments {
        let mut moments = JointMoments::new(3);
        [[9.0, 0.0, 1.0], [9.0, 2.0, 5.0]].iter().for_each(|observation| moments.push(observation));
        moments
    }

    /// Rounding of values near 1 by 1e-16 moves a central difference by 1e-10.
    #[test]
    fn a_wrong_gradient_is_seen() {
        struct Wrong;
        impl FunctionOfMeans for Wrong {
            fn value(&self, moments: &JointMoments, at: ops::Range<usize>) -> f64 {
                Product.value(moments, at)
            }
            fn gradient(&self, means: &[f64]) -> Vec<f64> {
                vec![means[1], means[0] + 1e-3]
            }
        }
        assert!(gradient_gap(&Product, &[0.5, 2.0]) < 1e-9);
        assert!(gradient_gap(&Wrong, &[0.5, 2.0]) > 9e-4);
    }

    #[test]
    fn the_delta_method_by_hand() {
        let inference = Inference::of([OfMeans::new(1..3, Product)]);
        let estimate = inference.estimates(&moments())[0];
        // Along the gradient (3, 1): 9·1 + 2·3·2 + 4 = 25.
        assert_eq!((estimate.mean, estimate.standard_error), (3.0, 5.0));
        assert_eq!(inference.intervals(&moments(), 0.1)[0].upper, f64::INFINITY);
    }

    /// The covariance of x̄·ȳ and x̄ is 3·1 + 1·2.
    #[test]
    fn it_varies_with_other_estimates() {
        let together = [OfMeans::new(1..3, Product).into(), crate::inference::Estimator::from(Mean::of(1))];
        let covariances = Inference::of(together).covariances(&moments());
        assert_eq!(covariances, nalgebra::dmatrix![25.0, 5.0; 5.0, 1.0]);
    }

    #[test]
    fn a_box_has_an_equal_part_of_the_error_a_side() {
        let mut moments = JointMoments::new(2);
        (0..2000).for_each(|i| moments.push(&[f64::from(i % 2), f64::from(i % 4) / 4.0]));
        let interval = OfMeans::new(0..2, Product).in_unit_interval().interval(&moments, 0.01);
        let sides = [0, 1].map(|at| unit_interval_sequence(&moments, at, 0.005));
        assert_eq!(interval, Product.over_box(&sides));
        assert!(interval.lower > 0.0 && interval.upper < 1.0, "{interval:?}");
    }
}
