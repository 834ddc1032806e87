//! What is proved beforehand of the values of a coordinate.

use weak_to_strong::evidence::{
    Enclosure, End, Interval, Side, Warrant, asymptotic_sequence, bounded_variance_sequence,
};
use weak_to_strong::evidence::{lower_limit, student_interval, tail_doubt, upper_limit};
use weak_to_strong::numeric::{Estimate, JointMoments, Summary};

/// What is proved of the values of a coordinate of an observation, on the problem at hand. It decides how the mean of the coordinate is enclosed, and
/// with which warrant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// No value is below this; −∞ if nothing is proved.
    pub least: f64,
    /// No value is above this; ∞ if nothing is proved.
    pub greatest: f64,
    /// The variance of the values is at most this; ∞ if nothing is proved.
    pub variance: f64,
    /// The values are taken to be normal, together with all others of which this is said, and looked at once. Nobody proved it: ends have the warrant
    /// [`Warrant::Model`].
    pub is_normal: bool,
}

impl Range {
    /// Nothing is proved.
    pub const UNKNOWN: Self =
        Self { least: f64::NEG_INFINITY, greatest: f64::INFINITY, variance: f64::INFINITY, is_normal: false };

    /// The values are taken to be normal.
    pub const NORMAL: Self = Self { is_normal: true, ..Self::UNKNOWN };

    /// The values lie in [0, 1].
    pub const UNIT: Self = Self::between(0.0, 1.0);

    /// The values are at least `least`.
    pub const fn at_least(least: f64) -> Self {
        Self { least, ..Self::UNKNOWN }
    }

    /// The values lie in [`least`, `greatest`].
    pub const fn between(least: f64, greatest: f64) -> Self {
        Self { least, greatest, ..Self::UNKNOWN }
    }

    /// The same, with this bound on the variance too.
    pub const fn with_variance(self, variance: f64) -> Self {
        Self { variance, ..self }
    }

    /// The interval in which the values lie.
    pub fn interval(&self) -> Interval {
        Interval { lower: self.least, upper: self.greatest }
    }

    /// Whether an end of the mean's interval has only an asymptotic warrant.
    pub(super) fn is_asymptotic(&self, side: Side) -> bool {
        self.end(side).is_infinite() && self.variance.is_infinite() && !self.is_normal
    }

    fn end(&self, side: Side) -> f64 {
        match side {
            Side::Lower => self.least,
            Side::Upper => self.greatest,
        }
    }

    /// What is proved by both.
    pub(super) fn and(&self, other: &Self) -> Self {
        Self {
            least: self.least.max(other.least),
            greatest: self.greatest.min(other.greatest),
            variance: self.variance.min(other.variance),
            is_normal: self.is_normal || other.is_normal,
        }
    }

    /// A number of the order of the values.
    pub(super) fn unit(&self) -> f64 {
        let width = self.greatest - self.least;
        if width > 0.0 && width.is_finite() { width } else { 1.0 }
    }

    /// Encloses the mean of a coordinate. Each end misses with probability at most `error`/2 at any number of replicates.
    pub(super) fn enclosure(&self, moments: &JointMoments, coordinate: usize, error: f64) -> Enclosure {
        if self.is_normal {
            return Enclosure::of(student_interval(&estimate(moments, coordinate), error), Warrant::Model);
        }
        let summary = moments.summary(coordinate);
        let end = |side| {
            self.proved_end(&summary, side, error).unwrap_or_else(|| asymptotic(moments, coordinate, side, error))
        };
        let (lower, upper) = (end(Side::Lower), end(Side::Upper));
        // The true mean lies above one end and below the other, up to an error of one of them.
        Enclosure { lower, upper: upper.moved_to(upper.at.max(lower.at)) }
    }

    fn proved_end(&self, summary: &Summary, side: Side, error: f64) -> Option<End> {
        let at = if self.end(side).is_finite() {
            match side {
                Side::Lower => lower_limit(summary, self.least, self.unit(), 0.5 * error),
                Side::Upper => upper_limit(summary, self.greatest, self.unit(), 0.5 * error),
            }
        } else if self.variance.is_finite() {
            let interval = bounded_variance_sequence(summary, self.variance, error);
            match side {
                Side::Lower => interval.lower,
                Side::Upper => interval.upper,
            }
        } else {
            return None;
        };
        Some(End::new(at, Warrant::FiniteSample))
    }
}

/// An end that treats the mean as asymptotically normal, with what the tail that it faces says against that.
fn asymptotic(moments: &JointMoments, coordinate: usize, side: Side, error: f64) -> End {
    let interval = asymptotic_sequence(&estimate(moments, coordinate), error);
    let at = match side {
        Side::Lower => interval.lower,
        Side::Upper => interval.upper,
    };
    let doubt = moments.extremes(coordinate);
    let doubt = doubt.and_then(|extremes| tail_doubt(&moments.summary(coordinate), extremes, side));
    End { at, warrant: Warrant::Asymptotic, doubt }
}

/// The mean of a coordinate with its standard error.
fn estimate(moments: &JointMoments, coordinate: usize) -> Estimate {
    let Summary { mean, count, .. } = moments.summary(coordinate);
    let standard_error = (moments.covariance(coordinate, coordinate) / count.max(1) as f64).sqrt();
    Estimate { mean, standard_error, replicates: count }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weak_to_strong::evidence::LEAST_REPLICATES;

    /// Zeros and ones in equal number, watched.
    fn coins() -> JointMoments {
        let mut moments = JointMoments::watching(1, &[0]);
        (0..2 * LEAST_REPLICATES).for_each(|i| moments.push(&[f64::from(u8::from(i % 2 == 0))]));
        moments
    }

    #[test]
    fn each_end_has_the_warrant_of_what_is_proved() {
        let warrants = |range: Range| {
            let Enclosure { lower, upper } = range.enclosure(&coins(), 0, 1e-3);
            (lower.warrant, upper.warrant)
        };
        let (proved, not) = (Warrant::FiniteSample, Warrant::Asymptotic);
        assert_eq!(warrants(Range::UNKNOWN), (not, not));
        assert_eq!(warrants(Range::UNIT), (proved, proved));
        assert_eq!(warrants(Range::at_least(0.0)), (proved, not));
        assert_eq!(warrants(Range::at_least(0.0).with_variance(0.25)), (proved, proved));
        assert_eq!(warrants(Range::UNKNOWN.with_variance(0.25)), (proved, proved));
    }

    /// A bounded variance gives nearly the asymptotic interval, a range a wider one; all hold ½.
    #[test]
    fn what_is_proved_costs_width() {
        let width = |range: Range| {
            let found = range.enclosure(&coins(), 0, 1e-3).interval();
            assert!(found.lower < 0.5 && found.upper > 0.5);
            found.upper - found.lower
        };
        let (asymptotic, variance) = (width(Range::UNKNOWN), width(Range::UNKNOWN.with_variance(0.25)));
        assert!(variance < 1.1 * asymptotic && width(Range::UNIT) < 1.5 * asymptotic);
    }

    /// A far value once in 2,000 carries the variance.
    #[test]
    fn a_doubtful_tail_is_told_where_it_matters() {
        let mut moments = JointMoments::watching(1, &[0]);
        (0..2000).for_each(|i| moments.push(&[if i == 0 { 1e4 } else { f64::from(i % 7) }]));
        let found = Range::at_least(0.0).enclosure(&moments, 0, 1e-3);
        assert!(found.lower.doubt.is_none() && found.upper.doubt.is_some());
    }
}
