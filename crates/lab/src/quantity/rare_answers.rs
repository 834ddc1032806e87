//! Answers under a wrong concept that are too rare for plain sampling.

use super::answer_strategy::Strategy;
use super::rare_misalignment::{Power, RareMisalignment};
use super::tilted_batches::{TiltedBatches, at_most_one};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::Stream;
use weak_to_strong::sample::GROUP;
use weak_to_strong::theory::AlignmentRate;

/// Plain sampling is used above this bound on the probability that the most probable concept is wrong. It is B of `inferred_bound`.
///
/// The relative variance of a plain replicate is near 1/B, and that of a tilted one is a few units. A tilted replicate takes up to ten times as long.
const RARE: f64 = 0.1;

/// Floating-point numbers lose their precision below this bound, and soon underflow to 0.
const LEAST: f64 = 1e-300;

/// Measures the probability that a strategy answers under a wrong concept, on tilted batches.
pub(super) enum RareAnswers {
    /// Refine: the probability of a wrong concept is misalignment.
    Refined(RareMisalignment),
    /// Infer and respond: the most probable concept is wrong.
    Inferred(RareMistake),
}

impl RareAnswers {
    /// Makes the experiment if such answers are rare after a batch of this size and there is a tilted law to draw from. Returns `None` otherwise; then
    /// plain sampling is used. It is used for ask to improve, which reads no batch.
    pub(super) fn new(problem: &TransferProblem, batch: usize, strategy: Strategy) -> Option<Self> {
        match strategy {
            Strategy::Refine => RareMisalignment::new(problem, batch, Power::First).map(Self::Refined),
            Strategy::InferAndRespond => RareMistake::new(problem, batch).map(Self::Inferred),
            Strategy::AskToImprove => None,
        }
    }

    /// Returns the bound of which the observations are shares.
    pub(super) fn bound(&self) -> f64 {
        match self {
            Self::Refined(rare) => rare.bound(),
            Self::Inferred(rare) => rare.batches.log_bound().exp(),
        }
    }

    /// Draws the observations of a group, as shares of the bound.
    pub(super) fn draw(&self, shares: &mut [f64; GROUP], stream: &mut Stream) {
        match self {
            Self::Refined(rare) => rare.draw(shares, stream),
            Self::Inferred(rare) => rare.draw(shares, stream),
        }
    }
}

/// Measures how often the most probable concept is wrong.
///
/// Let rₖ be the posterior odds of the wrong concepts. If the most probable concept is wrong, some rₖ is at least 1. So the observation
/// 1{argmax α̂ ≠ k*}/Σ rₖ^θₖ lies in [0, 1] for every θ ≥ 0. Its mean times B is the probability. Source: ours, `docs/theory.md`.
pub(super) struct RareMistake {
    batches: TiltedBatches,
    target: usize,
}

impl RareMistake {
    fn new(problem: &TransferProblem, batch: usize) -> Option<Self> {
        let target = problem.target_concept()?;
        let tilts = AlignmentRate::new(problem).ok()?.inferred_tilts(batch).ok()?;
        let batches = TiltedBatches::new(problem, batch, &tilts)?;
        (LEAST.ln()..RARE.ln()).contains(&batches.log_bound()).then_some(Self { batches, target })
    }

    fn draw(&self, shares: &mut [f64; GROUP], stream: &mut Stream) {
        self.batches.draw(stream, |replicate, posterior, log_odds_sum| {
            let wrong = 1.0 - posterior.most_probable()[self.target];
            shares[replicate] = at_most_one(wrong.ln() - log_odds_sum);
        });
    }
}
