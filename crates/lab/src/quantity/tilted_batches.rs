//! Batches from tilted laws, which mislead the source more often, with the posterior after each of them.

use weak_to_strong::model::{ConceptPosterior, TransferProblem};
use weak_to_strong::random::Stream;
use weak_to_strong::sample::{GROUP, Tilt, TiltedSampler};

/// Draws batches from a mixture of tilted laws. See [`TiltedSampler`].
pub(super) struct TiltedBatches {
    problem: TransferProblem,
    sampler: TiltedSampler,
}

impl TiltedBatches {
    /// Takes one tilt for each wrong concept. Returns `None` if there is no way to draw from the tilted laws.
    pub(super) fn new(problem: &TransferProblem, batch: usize, tilts: &[Tilt]) -> Option<Self> {
        Some(Self { problem: problem.clone(), sampler: TiltedSampler::new(problem, batch, tilts)? })
    }

    /// Returns log B, where B is the Chernoff bound at the θ of the tilts.
    pub(super) fn log_bound(&self) -> f64 {
        self.sampler.log_bound()
    }

    /// Draws a group of batches. Shows the posterior of each replicate with log Σ rₖ^θₖ, where rₖ are the posterior odds of the wrong concepts. The
    /// weight of the replicate is B/Σ rₖ^θₖ.
    pub(super) fn draw(&self, stream: &mut Stream, mut show: impl FnMut(usize, &ConceptPosterior, f64)) {
        let mut residual_squares = vec![0.0; self.problem.concept_count() * GROUP];
        let mut log_odds_sums = [0.0; GROUP];
        self.sampler.draw(&mut residual_squares, &mut log_odds_sums, stream);
        let mut own = vec![0.0; self.problem.concept_count()];
        for (replicate, log_odds_sum) in log_odds_sums.iter().enumerate() {
            own.iter_mut().zip(residual_squares.iter().skip(replicate).step_by(GROUP)).for_each(|(x, y)| *x = *y);
            show(replicate, &ConceptPosterior::new(&self.problem, &own), *log_odds_sum);
        }
    }
}

/// The exponential of a number that exceeds 0 only by rounding. NaN stays NaN.
pub(super) fn at_most_one(logarithm: f64) -> f64 {
    let number = logarithm.exp();
    if number > 1.0 && number < 1.0 + 1e-9 { 1.0 } else { number }
}
