//! The mean of one coordinate, moved and scaled.

use weak_to_strong::evidence::{Enclosure, End, Side, TailDoubt, Warrant};
use weak_to_strong::numeric::JointMoments;

use super::linear_part::LinearPart;
use super::{Dominating, Range};

/// Estimates a number from the mean x̄ of a coordinate:
///
/// ```text
/// scale·(x̄ + shift)
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    at: usize,
    pub(super) shift: f64,
    pub(super) scale: f64,
    pub(super) range: Range,
    pub(super) dominating: Option<Dominating>,
    /// Whether the coordinate is known to have no variance.
    pub(super) without_variance: bool,
    /// The true number can exceed the expectation of the estimate by at most this.
    pub(super) beyond: f64,
    /// The true number is at most this.
    pub(super) greatest: f64,
    /// A coordinate whose values are counted beside this one.
    pub(super) counted: Option<usize>,
}

impl Mean {
    /// Estimates the mean of the coordinate `at`; nothing is proved of its values.
    pub fn of(at: usize) -> Self {
        Self {
            at,
            shift: 0.0,
            scale: 1.0,
            range: Range::UNKNOWN,
            dominating: None,
            without_variance: false,
            beyond: 0.0,
            greatest: f64::INFINITY,
            counted: None,
        }
    }

    /// Returns the same estimator for a coordinate of which this is proved.
    pub fn ranging(self, range: Range) -> Self {
        Self { range, ..self }
    }

    /// Returns the same estimator for a coordinate that lies in [0, 1].
    pub fn in_unit_interval(self) -> Self {
        self.ranging(Range::UNIT)
    }

    /// Returns the same estimator for a coordinate that another one with a known mean dominates. Its upper end follows from that, whatever the range is.
    pub fn dominated_by(self, dominating: Dominating) -> Self {
        Self { dominating: Some(dominating), ..self }
    }

    /// Returns the same estimator for a coordinate that is known to have no variance. An end that would be asymptotic is doubted.
    pub fn without_variance(self) -> Self {
        Self { without_variance: true, ..self }
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

    /// Returns the same estimator with another coordinate whose values are counted beside this one. The estimate does not depend on it.
    pub fn counting(self, coordinate: usize) -> Self {
        Self { counted: Some(coordinate), ..self }
    }

    /// Returns the number of which the estimate is the mean, for one observation.
    pub(super) fn of_observation(&self, observation: &[f64]) -> f64 {
        self.scale * (observation[self.at] + self.shift)
    }

    /// Returns the place of the coordinate in an observation.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Returns the coordinate with what is proved of it.
    pub(super) fn declared(&self) -> (usize, Range) {
        (self.at, self.range)
    }

    /// Returns the coordinate if its extreme values are needed.
    pub(super) fn watched(&self) -> Option<usize> {
        let upper = self.dominating.is_none() && self.range.is_asymptotic(Side::Upper);
        (upper || self.range.is_asymptotic(Side::Lower)).then_some(self.at)
    }

    pub(super) fn linear_part(&self, moments: &JointMoments) -> LinearPart {
        let mean = moments.mean()[self.at] + self.shift;
        LinearPart { scale: self.scale, ..LinearPart::by_delta_method(mean, vec![(self.at, 1.0)], moments) }
    }

    pub(super) fn enclosure(&self, moments: &JointMoments, error: f64) -> Enclosure {
        let mut found = self.range.enclosure(moments, self.at, error);
        if let Some(dominating) = &self.dominating {
            let limit = dominating.upper_limit(moments, self.at, 0.5 * error).max(found.lower.at);
            found.upper = End::new(limit, Warrant::FiniteSample);
        }
        let own = |end: End| {
            let doubted = self.without_variance && end.warrant == Warrant::Asymptotic;
            let doubt = if doubted { Some(TailDoubt::NoVariance) } else { end.doubt };
            End { at: self.scale * (end.at + self.shift), doubt, ..end }
        };
        let upper = own(found.upper);
        let whole = Enclosure { lower: own(found.lower), upper: upper.moved_to(upper.at + self.beyond) };
        whole.within(f64::NEG_INFINITY, self.greatest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weak_to_strong::evidence::{Interval, LEAST_REPLICATES};

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

    /// The ends for a known range and for an unknown range, moved and scaled.
    #[test]
    fn intervals_are_moved_and_scaled_too() {
        let (moments, error) = (coins(), 1e-3);
        let mean = Mean::of(1).shifted(-0.5).scaled(2.0);
        let moved = |range: Range| {
            let Interval { lower, upper } = range.enclosure(&moments, 1, error).interval();
            Interval { lower: 2.0 * (lower - 0.5), upper: 2.0 * (upper - 0.5) }
        };
        for range in [Range::UNIT, Range::UNKNOWN] {
            assert_eq!(mean.ranging(range).enclosure(&moments, error).interval(), moved(range));
        }
    }

    #[test]
    fn what_is_cut_off_is_added_up_to_the_greatest() {
        let (moments, error) = (coins(), 1e-3);
        let mean = Mean::of(1).in_unit_interval().scaled(4.0);
        let Interval { lower, upper } = mean.enclosure(&moments, error).interval();
        let cut = mean.cut_off(0.125, 100.0).enclosure(&moments, error);
        assert_eq!(cut.interval(), Interval { lower, upper: upper + 0.125 });
        assert_eq!(mean.cut_off(0.125, 2.0).enclosure(&moments, error).upper.at, 2.0);
    }

    /// Coordinate 0 is always 7, so a coin never exceeds a seventh of it.
    #[test]
    fn a_dominating_variable_gives_the_upper_end() {
        let dominating = Dominating { at: 0, factor: 1.0 / 7.0, mean: 7.0, plus: 0.0 };
        let mean = Mean::of(1).ranging(Range::at_least(0.0));
        let found = mean.dominated_by(dominating).enclosure(&coins(), 1e-3);
        let in_unit_interval = mean.in_unit_interval().enclosure(&coins(), 1e-3);
        assert!((found.upper.at - in_unit_interval.upper.at).abs() < 1e-4, "{found:?}");
        assert_eq!(found.upper.warrant, Warrant::FiniteSample);
        assert_eq!((mean.watched(), mean.dominated_by(dominating).watched()), (Some(1), None));
    }

    #[test]
    fn a_missing_variance_is_a_doubt_of_asymptotic_ends_only() {
        let found = Mean::of(1).ranging(Range::at_least(0.0)).without_variance().enclosure(&coins(), 1e-3);
        assert_eq!((found.lower.doubt, found.upper.doubt), (None, Some(TailDoubt::NoVariance)));
    }
}
