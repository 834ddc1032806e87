//! Misalignment that is too rare for plain sampling.

use super::tilted_batches::{TiltedBatches, at_most_one};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::Stream;
use weak_to_strong::sample::GROUP;
use weak_to_strong::theory::AlignmentRate;

/// Plain sampling is used above this Chernoff bound.
///
/// M and M² are at most 1. So the relative variance of a plain replicate of mean E is at most 1/E, and that of a tilted replicate is at most B/E. The
/// tilted law thus saves a factor B, and it takes up to ten times as long.
const RARE: f64 = 0.1;

/// Floating-point numbers lose their precision below this Chernoff bound, and soon underflow to 0.
const LEAST: f64 = 1e-300;

/// Measures E M or E M² on tilted batches.
///
/// Let rₖ be the posterior odds of the wrong concepts. An observation is M·dp/dq/B = M/Σ rₖ^θₖ, and for the square it is M²/((K − 1)·Σ rₖ^θₖ), with
/// θₖ up to 2. It lies in [0, 1] for every batch. So an interval for the mean of the bounded observations, times the bound B or (K − 1)·B, is an
/// interval for the quantity, however rare misalignment is. Source: ours, `docs/theory.md`.
pub(super) struct RareMisalignment {
    target: usize,
    batches: TiltedBatches,
    power: Power,
    /// The logarithm of the factor by which the observations were divided.
    log_bound: f64,
    /// The logarithm of K − 1 for the square, or 0 for misalignment itself.
    log_wrong_count: f64,
}

/// The power of misalignment that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Power {
    First,
    Square,
}

impl Power {
    pub(super) fn of(self, misalignment: f64) -> f64 {
        match self {
            Self::First => misalignment,
            Self::Square => misalignment * misalignment,
        }
    }

    /// Returns the exponent p. It is also the largest θ for which min(1, r)ᵖ ≤ r^θ.
    fn exponent(self) -> f64 {
        match self {
            Self::First => 1.0,
            Self::Square => 2.0,
        }
    }
}

impl RareMisalignment {
    /// Makes the experiment if misalignment after a batch of this size is rare and there is a tilted law to draw from. Returns `None` otherwise; then
    /// plain sampling is used. Plain sampling is also used if the Chernoff bound is below 1e-300: it reports 0, with an upper limit.
    pub(super) fn new(problem: &TransferProblem, batch: usize, power: Power) -> Option<Self> {
        let target = problem.target_concept()?;
        let tilts = AlignmentRate::new(problem).ok()?.tilts(batch, power.exponent()).ok()?;
        let log_wrong_count = if power == Power::Square { (tilts.len() as f64).ln() } else { 0.0 };
        let batches = TiltedBatches::new(problem, batch, &tilts)?;
        let log_bound = log_wrong_count + batches.log_bound();
        let rare = (LEAST.ln()..RARE.ln()).contains(&log_bound);
        rare.then_some(Self { target, batches, power, log_bound, log_wrong_count })
    }

    /// Returns the bound of which the observations are shares.
    pub(super) fn bound(&self) -> f64 {
        self.log_bound.exp()
    }

    /// Draws the observations of a group, as shares of the bound.
    pub(super) fn draw(&self, shares: &mut [f64; GROUP], stream: &mut Stream) {
        self.batches.draw(stream, |replicate, posterior, log_odds_sum| {
            let log_misalignment = self.power.exponent() * posterior.log_misalignment(self.target);
            shares[replicate] = at_most_one(log_misalignment - log_odds_sum - self.log_wrong_count);
        });
    }
}
