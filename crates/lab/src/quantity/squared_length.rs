//! The squared length of a mean vector, from the means of its coordinates.

use std::ops::Range;

use weak_to_strong::evidence::Interval;
use weak_to_strong::numeric::JointMoments;

/// Returns Σ yⱼ² corrected for the upward bias of a squared mean. yⱼ = `value`(j, x̄ⱼ) is an affine function, with slope `slope`(j), of the mean x̄ⱼ of
/// the j-th of the coordinates `at`.
pub(super) fn squared_length(
    moments: &JointMoments,
    at: Range<usize>,
    value: impl Fn(usize, f64) -> f64,
    slope: impl Fn(usize) -> f64,
) -> f64 {
    let replicates = moments.count().max(1) as f64;
    let square = |(axis, coordinate): (usize, usize)| {
        let bias = slope(axis).powi(2) * moments.covariance(coordinate, coordinate) / replicates;
        value(axis, moments.mean()[coordinate]).powi(2) - bias
    };
    at.enumerate().map(square).sum()
}

/// Returns the squares of the numbers in an interval.
pub(super) fn range_of_square(numbers: Interval) -> Interval {
    let Interval { lower, upper } = numbers;
    Interval { lower: lower.max(-upper).max(0.0).powi(2), upper: lower.powi(2).max(upper.powi(2)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// y = 2x̄ + 1 at the observations 0 and 1: (2·½ + 1)² less the variance 4·½/2 of ȳ.
    #[test]
    fn the_bias_of_a_square_is_taken_off() {
        let mut moments = JointMoments::new(2);
        [[9.0, 0.0], [9.0, 1.0]].iter().for_each(|observation| moments.push(observation));
        assert_eq!(squared_length(&moments, 1..2, |_, x| 2.0 * x + 1.0, |_| 2.0), 3.0);
    }

    #[test]
    fn squares_of_an_interval() {
        let square = |lower: f64, upper: f64| {
            let Interval { lower, upper } = range_of_square(Interval { lower, upper });
            (lower, upper)
        };
        assert_eq!([square(1.0, 2.0), square(-2.0, -1.0), square(-2.0, 1.0)], [(1.0, 4.0), (1.0, 4.0), (0.0, 4.0)]);
    }
}
