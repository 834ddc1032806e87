//! The mean of one coordinate, moved and scaled.

use weak_to_strong::evidence::{Interval, asymptotic_sequence, unit_interval_sequence};
use weak_to_strong::numeric::JointMoments;

use super::Range;
use super::linear_part::LinearPart;

/// Estimates a number from the mean x̄ of a coordinate:
///
/// ```text
/// scale·(x̄ + shift)
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    at: usize,
    shift: f64,
    scale: f64,
    range: Range,
    /// The true number can exceed the expectation of the estimate by at most this.
    beyond: f64,
    /// The true number is at most this.
    greatest: f64,
}

impl Mean {
    /// Estimates the mean of the coordinate `at`; nothing is known about its range.
    pub fn of(at: usize) -> Self {
        Self { at, shift: 0.0, scale: 1.0, range: Range::Unknown, beyond: 0.0, greatest: f64::INFINITY }
    }

    /// Returns the same estimator for a coordinate that lies in [0, 1].
    pub fn in_unit_interval(self) -> Self {
        Self { range: Range::UnitInterval, ..self }
    }

    /// Returns the same estimator with `shift` added to the mean before the mean is scaled.
    pub fn shifted(self, shift: f64) -> Self {
        Self { shift, ..self }
    }

    /// Returns the same estimator multiplied by `scale`.
    ///
    /// # Panics
    ///
    /// If the scale is not above 0.
    pub fn scaled(self, scale: f64) -> Self {
        assert!(scale > 0.0, "a scale above 0");
        Self { scale, ..self }
    }

    /// Returns the same estimator for observations that were cut off. The true number exceeds the expectation of the estimate by at most `beyond`,
    /// and it is at most `greatest`.
    pub fn cut_off(self, beyond: f64, greatest: f64) -> Self {
        Self { beyond, greatest, ..self }
    }

    /// Returns the place of the coordinate in an observation.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn linear_part(&self, moments: &JointMoments) -> LinearPart {
        let mean = moments.mean()[self.at] + self.shift;
        LinearPart { scale: self.scale, ..LinearPart::by_delta_method(mean, vec![(self.at, 1.0)], moments) }
    }

    pub(super) fn interval(&self, moments: &JointMoments, error: f64) -> Interval {
        let Interval { lower, upper } = match self.range {
            Range::Unknown => asymptotic_sequence(&self.linear_part(moments).scaled(), error),
            Range::UnitInterval => {
                let Interval { lower, upper } = unit_interval_sequence(moments, self.at, error);
                Interval { lower: self.scale * (lower + self.shift), upper: self.scale * (upper + self.shift) }
            }
        };
        Interval { lower, upper: (upper + self.beyond).min(self.greatest) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weak_to_strong::evidence::LEAST_REPLICATES;

    /// Zeros and ones in equal number, enough for asymptotic intervals.
    fn coins() -> JointMoments {
        let mut block = JointMoments::new(2);
        (0..2 * LEAST_REPLICATES).for_each(|i| block.push(&[7.0, f64::from(u8::from(i % 2 == 0))]));
        let mut moments = JointMoments::new(2);
        moments.merge(&block);
        moments
    }

    #[test]
    fn a_mean_is_moved_and_then_scaled() {
        let part = Mean::of(1).shifted(-0.25).scaled(8.0).linear_part(&coins());
        assert!((part.share.mean - 0.25).abs() < 1e-12, "{part:?}");
        assert!((part.scaled().mean - 2.0).abs() < 1e-12);
        // The variance of a coin is ¼.
        let standard_error = 0.5 / (2.0 * LEAST_REPLICATES as f64).sqrt();
        assert!((part.scaled().standard_error / (8.0 * standard_error) - 1.0).abs() < 1e-3);
        assert_eq!(part.slopes, [(1, 1.0)]);
    }

    /// The intervals for a known range and for an unknown range are those of the two sequences, moved and scaled.
    #[test]
    fn intervals_are_moved_and_scaled_too() {
        let (moments, error) = (coins(), 1e-3);
        let mean = Mean::of(1).shifted(-0.5).scaled(2.0);
        let unit = unit_interval_sequence(&moments, 1, error);
        let interval = mean.in_unit_interval().interval(&moments, error);
        assert_eq!(interval, Interval { lower: 2.0 * (unit.lower - 0.5), upper: 2.0 * (unit.upper - 0.5) });
        let asymptotic = asymptotic_sequence(&mean.linear_part(&moments).scaled(), error);
        assert_eq!(mean.interval(&moments, error), asymptotic);
        assert!(asymptotic.lower > interval.lower, "the range costs width");
    }

    #[test]
    fn what_is_cut_off_is_added_up_to_the_greatest() {
        let (moments, error) = (coins(), 1e-3);
        let mean = Mean::of(1).in_unit_interval().scaled(4.0);
        let Interval { lower, upper } = mean.interval(&moments, error);
        let cut = mean.cut_off(0.125, 100.0).interval(&moments, error);
        assert_eq!(cut, Interval { lower, upper: upper + 0.125 });
        assert_eq!(mean.cut_off(0.125, 2.0).interval(&moments, error).upper, 2.0);
    }
}
