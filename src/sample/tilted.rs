//! Importance sampling of batches that mislead the source.

use super::tilt::Tilt;
use super::tilted_by_rejection::RejectionTilts;
use super::tilted_gaussian::GaussianTilts;
use super::{GROUP, draw_concept};
use crate::model::{Shape, TransferProblem};
use crate::numeric::log_sum_exp;
use crate::random::Stream;

/// Draws batches of one concept from a mixture of tilted laws.
///
/// ```text
/// q = Σₖ λₖ pₖ,   dpₖ/dp = exp(−θₖLₖ)/φₖ(θₖ)^m,   λₖ = (αₖ/αₖ*)^θₖ φₖ(θₖ)^m / B,   B = Σₖ (αₖ/αₖ*)^θₖ φₖ(θₖ)^m
/// ```
///
/// where p is the law of a batch of m examples and Lₖ = Σ ℓₖ its log-likelihood ratio. With the posterior odds rₖ = (αₖ/αₖ*)·exp(−Lₖ)
/// the weight of a batch is
///
/// ```text
/// dp/dq = B / Σₖ rₖ^θₖ
/// ```
///
/// and misalignment M ≤ Σ min(1, rₖ) ≤ Σ rₖ^θₖ, so M·dp/dq lies in [0, B] for every batch. Source: ours, `docs/theory.md`.
#[derive(Clone, Debug)]
pub struct TiltedSampler {
    laws: Laws,
    batch: usize,
    terms: Vec<Term>,
    /// λₖ, in the order of the tilts.
    shares: Vec<f64>,
    /// log B.
    log_bound: f64,
    target: usize,
    /// 1/(2σ²).
    half_precision: f64,
}

/// The tilted laws, in the order of the tilts.
#[derive(Clone, Debug)]
enum Laws {
    Gaussian(GaussianTilts),
    Rejected(RejectionTilts),
}

/// What the sum Σ rₖ^θₖ needs of one tilt.
#[derive(Clone, Copy, Debug)]
struct Term {
    concept: usize,
    theta: f64,
    /// log (αₖ/αₖ*).
    log_prior_ratio: f64,
}

/// Above this many concepts the tilted laws take too much room.
const MOST_CONCEPTS: usize = 64;

impl TiltedSampler {
    /// A sampler of batches of the target concept. There is one tilt for each wrong concept.
    ///
    /// None where there is no way to draw from a tilted law: the label noise has heavy tails, the source misjudges its noise, a tilt is
    /// beyond where φ is finite, exponents of other prompts are not bounded or rejection would hardly ever accept, or there are more than 64 concepts.
    ///
    /// # Panics
    ///
    /// If the target is not a single concept, or if a tilt names a concept that does not exist.
    pub fn new(problem: &TransferProblem, batch: usize, tilts: &[Tilt]) -> Option<Self> {
        let target = problem.target_concept();
        assert!(target.is_some(), "tilts are against the wrong concepts of a single target");
        let target = target?;
        let normal_noise = problem.weak_degrees_of_freedom() == f64::INFINITY;
        let noise_known = problem.believed_noise() == problem.noise();
        if !normal_noise || !noise_known || tilts.is_empty() || problem.concept_count() > MOST_CONCEPTS {
            return None;
        }
        let (laws, log_moments) = match problem.prompts().shape() {
            Shape::Normal(_) => {
                let (tilted, log_moments) = GaussianTilts::new(problem, target, tilts)?;
                (Laws::Gaussian(tilted), log_moments)
            }
            // Rejection refuses exponents that are not bounded.
            Shape::Independent(_) | Shape::Sphere => {
                let log_moments = tilts.iter().map(|tilt| tilt.log_moment).collect();
                (Laws::Rejected(RejectionTilts::new(problem, target, tilts)?), log_moments)
            }
        };
        let prior = problem.source_prior().probabilities();
        let term = |tilt: &Tilt| Term {
            concept: tilt.concept,
            theta: tilt.theta,
            log_prior_ratio: (prior[tilt.concept] / prior[target]).ln(),
        };
        let terms: Vec<Term> = tilts.iter().map(term).collect();
        let log_shares: Vec<f64> = terms
            .iter()
            .zip(&log_moments)
            .map(|(term, log_moment): (&Term, &f64)| term.theta * term.log_prior_ratio + batch as f64 * log_moment)
            .collect();
        let log_bound = log_sum_exp(&log_shares);
        let shares = log_shares.iter().map(|log_share| (log_share - log_bound).exp()).collect();
        let half_precision = 0.5 / problem.noise().powi(2);
        Some(Self { laws, batch, terms, shares, log_bound, target, half_precision })
    }

    /// log B, where B is the Chernoff bound at the θ of the tilts.
    pub fn log_bound(&self) -> f64 {
        self.log_bound
    }

    /// Draws [`GROUP`] batches and writes their residual sums of squares, with RSSⱼ of replicate l at j·GROUP + l.
    ///
    /// Also writes log Σ rₖ^θₖ of each batch. The weight of a batch is B/Σ rₖ^θₖ.
    pub fn draw(&self, residual_squares: &mut [f64], log_odds_sums: &mut [f64; GROUP], stream: &mut Stream) {
        let tilts = [(); GROUP].map(|()| draw_concept(&self.shares, stream));
        let mut own = vec![0.0; residual_squares.len() / GROUP];
        for tilt in 0..self.terms.len() {
            let replicates: Vec<usize> = (0..GROUP).filter(|replicate| tilts[*replicate] == tilt).collect();
            match &self.laws {
                Laws::Rejected(laws) => laws.draw(tilt, self.batch, &replicates, residual_squares, stream),
                Laws::Gaussian(laws) => {
                    for replicate in replicates {
                        laws.draw(tilt, self.batch, &mut own, stream);
                        residual_squares.iter_mut().skip(replicate).step_by(GROUP).zip(&own).for_each(|(x, y)| *x = *y);
                    }
                }
            }
        }
        for (replicate, log_odds_sum) in log_odds_sums.iter_mut().enumerate() {
            own.iter_mut().zip(residual_squares.iter().skip(replicate).step_by(GROUP)).for_each(|(x, y)| *x = *y);
            *log_odds_sum = self.log_odds_sum(&own);
        }
    }

    /// log Σ rₖ^θₖ of a batch with these residual sums of squares.
    fn log_odds_sum(&self, residual_squares: &[f64]) -> f64 {
        let log_odds = |term: &Term| {
            let ratio = self.half_precision * (residual_squares[term.concept] - residual_squares[self.target]);
            term.theta * (term.log_prior_ratio - ratio)
        };
        log_sum_exp(&self.terms.iter().map(log_odds).collect::<Vec<_>>())
    }
}
