//! How much work a run likely has left.
//!
//! A cell is judged after 256, 512, 1024, … replicates until it is decided. The radius of its interval shrinks about as 1/√n. After n replicates
//! it is `radius`; its estimate lies `off` from the nearest number that would decide it the other way. So it is decided when the radius is below
//! `off`, at about
//!
//! ```text
//! m = n · (radius / off)²
//! ```
//!
//! replicates. The estimate is noisy: with s its standard error, `off` is taken as √(off² + 0.45·s²), which is the median of |off + s·Z| where the estimate
//! is 0. The sample ends at the first look n·2ᵏ ≥ m. As log₂(m/n) lies anywhere between k − 1 and k, the forecast is k = log₂(m/n) + ½, and at least 1;
//! rounding it up would be off by a whole factor of two where m lies near a look. A sample does not go beyond its budget.
//!
//! Near its bound a cell is decided by the noise, so that the forecast for one cell may be off by more than a factor of two. Over many cells such errors
//! cancel. `tests/progress.py` measures how good it is.
//!
//! If nothing tells m (a doubtful tail, a place along a variable, a fit without an interval), each further look is taken to be equally likely the
//! last. The time follows from that of the sample's replicates so far.

use std::time::Duration;

use crate::statement::{Doubt, Judgement};
use crate::study::{BLOCK, Work};
use weak_to_strong::evidence::LEAST_REPLICATES;
use weak_to_strong::numeric::Estimate;

/// Replicates at the first look; each further one doubles them. Proved ends decide at any number.
pub(super) const FIRST_LOOK: u64 = BLOCK;

/// When a sample likely needs no more replicates. What nothing tells comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Expected {
    /// When it has about so many.
    At(u64),
    /// Nothing tells when.
    Unknown,
}

/// Where a sample stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// Its replicates so far.
    pub(super) drawn: u64,
    /// The most that it may take.
    pub(super) budget: u64,
    /// Seconds of one processor that its replicates took.
    pub(super) seconds: f64,
}

/// The square of 0.67, the median of |Z| for a standard normal Z.
const SQUARED_MEDIAN: f64 = 0.45;

impl Expected {
    /// Of a judgement that is not decided.
    pub(super) fn of(judgement: &Judgement) -> Self {
        match judgement.doubt {
            Some(Doubt::FewReplicates) => Self::At(LEAST_REPLICATES),
            Some(_) => Self::Unknown,
            None => Self::of_radius(judgement),
        }
    }

    /// From the radius of the interval of left − right, and how far the estimate is from what decides.
    fn of_radius(judgement: &Judgement) -> Self {
        let Judgement { left, right, difference, margin, .. } = judgement;
        let replicates = [left, right].map(|number| number.estimate.replicates);
        let Some(drawn) = replicates.into_iter().filter(|count| *count > 0).min() else { return Self::Unknown };
        let radius = 0.5 * (difference.interval.upper - difference.interval.lower);
        let off = match judgement.replicates_needed {
            Some(needed) => radius / (needed as f64 / drawn as f64).sqrt(),
            None => difference.value.abs(),
        };
        let size = left.estimate.mean.abs() + right.estimate.mean.abs();
        let error = margin.map_or(0.0, |margin| margin.standard_error * if size > 0.0 { size } else { 1.0 });
        let needed = drawn as f64 * radius.powi(2) / (off.powi(2) + SQUARED_MEDIAN * error.powi(2));
        // A number beyond all budgets becomes the largest there is.
        if needed.is_nan() { Self::Unknown } else { Self::At(needed.ceil() as u64) }
    }

    /// Of an estimate that is shown, until its standard error is this share of its mean.
    pub(super) fn at_precision(estimate: &Estimate, precision: f64) -> Self {
        let share = estimate.standard_error / (precision * estimate.mean.abs());
        let needed = estimate.replicates as f64 * share.powi(2);
        if needed.is_finite() { Self::At((needed.ceil() as u64).max(LEAST_REPLICATES)) } else { Self::Unknown }
    }
}

/// When a false neighbour is likely caught at a cell. Where its estimate is on the right side of it, that is never.
pub(super) fn expected_violation(judgement: &Judgement) -> Expected {
    if judgement.margin.is_some_and(|margin| margin.value < 0.0) { Expected::of(judgement) } else { Expected::Unknown }
}

impl Standing {
    /// The work until the budget ends.
    pub(super) fn most(self) -> Work {
        self.until(self.budget as f64)
    }

    /// The work that is likely left.
    pub(super) fn likely(self, expected: Expected) -> Work {
        let from = self.drawn.max(FIRST_LOOK / 2) as f64;
        let looks = (self.budget as f64 / from).log2().max(0.0);
        let further = match expected {
            Expected::At(needed) => ((needed as f64 / from).log2() + 0.5).max(1.0),
            Expected::Unknown => 1.0 + 0.5 * (looks - 1.0).max(0.0),
        };
        self.until(from * further.min(looks).exp2())
    }

    /// The work until the sample has this many replicates.
    fn until(self, end: f64) -> Work {
        let replicates = (end - self.drawn as f64).max(0.0);
        let each = if self.drawn == 0 { 0.0 } else { self.seconds / self.drawn as f64 };
        let time = Duration::try_from_secs_f64(replicates * each).unwrap_or(Duration::MAX);
        Work { blocks: (replicates / BLOCK as f64).ceil() as u64, time }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWN: Standing = Standing { drawn: 1024, budget: 1 << 20, seconds: 2.0 };

    fn likely(expected: Expected) -> u64 {
        DRAWN.likely(expected).blocks
    }

    /// After 4 blocks, with m in the middle between two looks on a logarithmic scale the forecast is the second of them.
    #[test]
    fn the_forecast_is_a_look() {
        assert_eq!(likely(Expected::At(1024)), 4);
        assert_eq!(likely(Expected::At(1400)), 4);
        let between = (4096.0 * 2f64.sqrt()) as u64;
        assert!((28..=29).contains(&likely(Expected::At(between))), "{}", likely(Expected::At(between)));
        assert_eq!(likely(Expected::At(u64::MAX)), DRAWN.most().blocks);
        assert!(likely(Expected::Unknown) < DRAWN.most().blocks && likely(Expected::Unknown) > 4);
    }

    #[test]
    fn the_time_is_that_of_the_replicates_so_far() {
        let work = DRAWN.likely(Expected::At(2048));
        assert!((work.time.as_secs_f64() - 2.0 * 2f64.sqrt() * 2.0 + 2.0).abs() < 1e-9, "{work:?}");
        assert_eq!(Standing { drawn: 0, ..DRAWN }.most().time, Duration::ZERO);
        assert_eq!(Standing { drawn: 1 << 20, ..DRAWN }.likely(Expected::Unknown), Work::default());
    }

    #[test]
    fn what_nothing_tells_comes_last() {
        assert!(Expected::Unknown > Expected::At(u64::MAX) && Some(Expected::At(0)) > None);
    }
}
