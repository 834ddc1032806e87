//! A function of the means of several coordinates.

use std::fmt;
use std::ops;

use weak_to_strong::evidence::{Enclosure, End, Interval, Side, TailDoubt, Warrant, asymptotic_sequence, tail_doubt};
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
    /// By default the bounds are −∞ and ∞; override it where ranges of the coordinates are proved, see [`OfMeans::ranging`].
    fn over_box(&self, _means: &[Interval]) -> Interval {
        Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY }
    }
}

/// Estimates a number by a function of means. The standard error comes from the delta method.
pub struct OfMeans {
    at: ops::Range<usize>,
    /// What is proved of the coordinates; `None` if the interval comes from the delta method.
    ranges: Option<Vec<Range>>,
    /// The true number lies here.
    within: Interval,
    function: Box<dyn FunctionOfMeans>,
}

impl OfMeans {
    /// Takes a function of the means of the coordinates `at`. Its value is treated as asymptotically normal.
    pub fn new(at: ops::Range<usize>, function: impl FunctionOfMeans + 'static) -> Self {
        let within = Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY };
        Self { at, ranges: None, within, function: Box::new(function) }
    }

    /// Returns the same estimator for coordinates of which this is proved. Its interval is the range of the function over a box for their means.
    ///
    /// The delta method fails where the function is not differentiable or has a derivative of 0. The box does not fail there.
    pub fn ranging(self, range: Range) -> Self {
        let ranges = vec![range; self.at.len()];
        self.with_ranges(ranges)
    }

    /// The same, with a range for each of the coordinates.
    ///
    /// # Panics
    ///
    /// If there are more or fewer ranges than coordinates.
    pub fn with_ranges(self, ranges: Vec<Range>) -> Self {
        assert_eq!(ranges.len(), self.at.len(), "a range for each coordinate");
        Self { ranges: Some(ranges), ..self }
    }

    /// Returns the same estimator for coordinates that lie in [0, 1].
    pub fn in_unit_interval(self) -> Self {
        self.ranging(Range::UNIT)
    }

    /// Returns the same estimator of a number that is proved to lie between these two.
    pub fn within(self, least: f64, greatest: f64) -> Self {
        Self { within: Interval { lower: least, upper: greatest }, ..self }
    }

    /// Returns the interval in which the number is proved to lie, whatever is observed.
    pub(super) fn proved(&self) -> Interval {
        self.within
    }

    /// Whether the ends of the interval have only an asymptotic warrant.
    pub(super) fn is_asymptotic(&self) -> bool {
        !self.watched().is_empty()
    }

    pub(super) fn uses(&self, coordinate: usize) -> bool {
        self.at.contains(&coordinate)
    }

    /// Returns the coordinates of which something is proved, each with that.
    pub(super) fn declared(&self) -> Vec<(usize, Range)> {
        self.at.clone().zip(self.ranges.iter().flatten().copied()).collect()
    }

    /// Returns the coordinates whose extreme values are needed.
    pub(super) fn watched(&self) -> Vec<usize> {
        let both = [Side::Lower, Side::Upper];
        let is_watched = |place: usize| match &self.ranges {
            None => true,
            Some(ranges) => both.iter().any(|side| ranges[place].is_asymptotic(*side)),
        };
        self.at.clone().enumerate().filter(|(place, _)| is_watched(*place)).map(|(_, at)| at).collect()
    }

    pub(super) fn linear_part(&self, moments: &JointMoments) -> LinearPart {
        let gradient = self.function.gradient(&moments.mean()[self.at.clone()]);
        let slopes = self.at.clone().zip(gradient).collect();
        LinearPart::by_delta_method(self.function.value(moments, self.at.clone()), slopes, moments)
    }

    /// The error probability is divided equally among the sides of the box. Both ends have the weakest warrant and the doubt of any side.
    pub(super) fn enclosure(&self, moments: &JointMoments, error: f64) -> Enclosure {
        let found = match &self.ranges {
            None => self.by_delta_method(moments, error),
            Some(ranges) => self.over_box(ranges, moments, error),
        };
        found.within(self.within.lower, self.within.upper)
    }

    /// Returns what the tails of its own coordinates say against the delta method.
    pub(super) fn tail_doubt(&self, moments: &JointMoments) -> Option<TailDoubt> {
        let tails = self.at.clone().flat_map(|at| {
            let (summary, extremes) = (moments.summary(at), moments.extremes(at));
            [Side::Lower, Side::Upper].map(|side| extremes.and_then(|extremes| tail_doubt(&summary, extremes, side)))
        });
        tails.flatten().next()
    }

    fn by_delta_method(&self, moments: &JointMoments, error: f64) -> Enclosure {
        let doubt = self.tail_doubt(moments);
        let Interval { lower, upper } = asymptotic_sequence(&self.linear_part(moments).scaled(), error);
        let end = |at| End { at, warrant: Warrant::Asymptotic, doubt };
        Enclosure { lower: end(lower), upper: end(upper) }
    }

    fn over_box(&self, ranges: &[Range], moments: &JointMoments, error: f64) -> Enclosure {
        let part = error / self.at.len() as f64;
        let sides: Vec<Enclosure> =
            self.at.clone().zip(ranges).map(|(at, range)| range.enclosure(moments, at, part)).collect();
        let ends = || sides.iter().flat_map(|side| [side.lower, side.upper]);
        let warrant = ends().map(|end| end.warrant).max().unwrap_or(Warrant::Exact);
        let doubt = ends().find_map(|end| end.doubt);
        let means: Vec<Interval> = sides.iter().map(Enclosure::interval).collect();
        let Interval { lower, upper } = self.function.over_box(&means);
        let end = |at| End { at, warrant, doubt };
        Enclosure { lower: end(lower), upper: end(upper) }
    }
}

impl fmt::Debug for OfMeans {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.debug_struct("OfMeans").field("at", &self.at).field("ranges", &self.ranges).finish_non_exhaustive()
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
    use weak_to_strong::evidence::unit_interval_sequence;

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
        assert_eq!(inference.enclosures(&moments(), 0.1)[0].upper.at, f64::INFINITY);
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
        let product = || OfMeans::new(0..2, Product).in_unit_interval();
        let found = product().enclosure(&moments, 0.01);
        let sides = [0, 1].map(|at| unit_interval_sequence(&moments, at, 0.005));
        assert_eq!(found.interval(), Product.over_box(&sides));
        assert!(found.lower.at > 0.0 && found.upper.at < 1.0, "{found:?}");
        assert_eq!(found.upper.warrant, Warrant::FiniteSample);
        assert_eq!((product().watched(), OfMeans::new(0..2, Product).watched()), (vec![], vec![0, 1]));
        // What is known of the number itself is kept.
        assert_eq!(product().within(0.0, 0.2).enclosure(&moments, 0.01).upper.at, 0.2);
    }
}
