//! Misalignment that is too rare to be seen by plain sampling.

use weak_to_strong::model::{ConceptPosterior, TransferProblem};
use weak_to_strong::random::Stream;
use weak_to_strong::sample::{GROUP, TiltedSampler};
use weak_to_strong::theory::AlignmentRate;

/// Plain sampling serves above this Chernoff bound.
///
/// M and M² are at most 1, so the relative variance of a plain replicate of mean E is at most 1/E, and that of a tilted one at most B/E:
/// B is the saving. Below 0.01 it is far more than what rejection costs, and the 10,000 replicates that a measurement takes by default would
/// see fewer than a hundred events.
const RARE: f64 = 0.01;

/// Below this Chernoff bound numbers lose their precision, and soon there are none.
const LEAST: f64 = 1e-300;

/// Measures E M or E M² on tilted batches.
///
/// With the posterior odds rₖ of the wrong concepts, an observation is M·dp/dq/B = M/Σ rₖ^θₖ, which lies in [0, 1] for every batch, and
/// for the square M²/((K − 1)·Σ rₖ^θₖ), θₖ up to 2. So an interval for the mean of bounded observations, times the bound B or (K − 1)·B,
/// is one for the quantity, however rare it is. Source: ours, `docs/theory.md`.
pub(super) struct RareMisalignment {
    problem: TransferProblem,
    target: usize,
    sampler: TiltedSampler,
    power: Power,
    /// log of the factor that the observations were divided by.
    log_bound: f64,
    /// log of K − 1 for the square, 0 for misalignment itself.
    log_wrong_count: f64,
}

/// Which power of misalignment is measured.
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

    /// As a number: also the largest θ for which min(1, r)ᵖ ≤ r^θ.
    fn exponent(self) -> f64 {
        match self {
            Self::First => 1.0,
            Self::Square => 2.0,
        }
    }
}

impl RareMisalignment {
    /// The experiment, where misalignment after a batch of this size is rare and there is a tilted law to draw from; plain sampling serves
    /// elsewhere. Where the Chernoff bound is below 1e-300 plain sampling must serve too: it reports 0, with an upper limit.
    pub(super) fn new(problem: &TransferProblem, batch: usize, power: Power) -> Option<Self> {
        let target = problem.target_concept()?;
        let tilts = AlignmentRate::new(problem).ok()?.tilts(batch, power.exponent()).ok()?;
        let log_wrong_count = if power == Power::Square { (tilts.len() as f64).ln() } else { 0.0 };
        let sampler = TiltedSampler::new(problem, batch, &tilts)?;
        let log_bound = log_wrong_count + sampler.log_bound();
        let rare = (LEAST.ln()..RARE.ln()).contains(&log_bound);
        rare.then(|| Self { problem: problem.clone(), target, sampler, power, log_bound, log_wrong_count })
    }

    /// The bound that the observations are shares of.
    pub(super) fn bound(&self) -> f64 {
        self.log_bound.exp()
    }

    /// Draws the observations of a group, shares of the bound.
    pub(super) fn draw(&self, shares: &mut [f64; GROUP], stream: &mut Stream) {
        let mut residual_squares = vec![0.0; self.problem.concept_count() * GROUP];
        self.sampler.draw(&mut residual_squares, shares, stream);
        let mut own = vec![0.0; self.problem.concept_count()];
        for (replicate, share) in shares.iter_mut().enumerate() {
            own.iter_mut().zip(residual_squares.iter().skip(replicate).step_by(GROUP)).for_each(|(x, y)| *x = *y);
            let posterior = ConceptPosterior::new(&self.problem, &own);
            let log_misalignment = self.power.exponent() * posterior.log_misalignment(self.target);
            // At most 1 but for rounding.
            *share = (log_misalignment - *share - self.log_wrong_count).exp().min(1.0);
        }
    }
}
