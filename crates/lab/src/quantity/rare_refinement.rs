//! The error of refinement with many labels where wrong concepts are too rare for plain sampling.

use std::ops::Range;

use nalgebra::{DMatrix, DVector};

use super::tilted_batches::{TiltedBatches, at_most_one};
use super::{Draw, Experiment, Made};
use crate::inference::{FunctionOfMeans, Inference, OfMeans, Weighted};
use crate::setting::{BATCHES, PENALTY, Settings};
use weak_to_strong::evidence::Interval;
use weak_to_strong::model::{ConceptPosterior, TransferProblem};
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::sample::{Composition, GROUP};
use weak_to_strong::theory::AlignmentRate;

/// Plain sampling is used above this Chernoff bound B.
///
/// The relative variance of a plain replicate is near 1/B, and that of a tilted one is a few units. A tilted replicate takes up to ten times as long.
const RARE: f64 = 0.1;

/// Plain sampling is used below this Chernoff bound. The square of a squared error near it is still a floating-point number.
const LEAST: f64 = 1e-70;

/// Makes the experiment for infinitely many labels without a penalty, if wrong concepts are rare after a batch of this size and there is a tilted law to
/// draw from. Returns `None` otherwise; then plain sampling is used.
///
/// Without a penalty β̂ − β_Q = Σ α̂ₖ(βₖ − β_Q), a sum over the wrong concepts. Let rₖ be their posterior odds.
///
/// - Fresh batches: an observation is α̂ₖ/Σ rⱼ^θⱼ for each wrong concept, with θ up to 1. It lies in [0, 1], because α̂ₖ ≤ min(1, rₖ). Its mean times B
///   is E α̂ₖ.
/// - One shared batch: an observation is |β̂ − β_Q|²/(Δ²·Σ rⱼ^θⱼ), with θ up to 2 and Δ² = Σ |βₖ − β_Q|². It lies in [0, 1], because |β̂ − β_Q|² ≤ Δ²·Σ α̂ₖ².
///   Its mean times Δ²·B is E|β̂ − β_Q|².
///
/// Source: ours, `docs/theory.md`.
pub(super) fn rare_refinement(
    problem: &TransferProblem,
    path: &[Settings],
    composition: Composition,
    batch: usize,
) -> Option<Made> {
    let penalised = path.iter().any(|settings| settings.number(&PENALTY) != 0.0);
    if penalised || composition == Composition::Mixed {
        return None;
    }
    let shared = path[0].word(&BATCHES) == "shared";
    let target = problem.target_concept()?;
    let tilts = AlignmentRate::new(problem).ok()?.tilts(batch, if shared { 2.0 } else { 1.0 }).ok()?;
    let batches = TiltedBatches::new(problem, batch, &tilts)?;
    if !(LEAST.ln()..RARE.ln()).contains(&batches.log_bound()) {
        return None;
    }
    let (concepts, own) = (problem.concepts(), problem.concepts().column(target));
    let errors: Vec<DVector<f64>> = tilts.iter().map(|tilt| concepts.column(tilt.concept) - own).collect();
    let root = DMatrix::from_columns(&errors).qr().r();
    let wrong = tilts.iter().map(|tilt| tilt.concept).collect();
    let made =
        if shared { SharedBatch::made(batches, wrong, root, path.len()) } else { bias(batches, wrong, root, path) };
    Some(made)
}

/// |β̂ − β_Q|² with a fresh batch for each label: a function of E α̂.
fn bias(batches: TiltedBatches, wrong: Vec<usize>, root: DMatrix<f64>, path: &[Settings]) -> Made {
    let greatest = root.column_iter().map(|error| error.norm_squared()).fold(0.0, f64::max);
    let length = SquaredLength { root: root * batches.log_bound().exp() };
    let width = wrong.len();
    let estimators =
        path.iter().map(|_| OfMeans::new(0..width, length.clone()).in_unit_interval().within(0.0, greatest));
    let inference = Inference::of(estimators.collect::<Vec<_>>());
    Made::new(FreshBatches { batches, wrong }, inference)
}

/// Observes α̂ₖ/Σ rⱼ^θⱼ for each wrong concept.
struct FreshBatches {
    batches: TiltedBatches,
    wrong: Vec<usize>,
}

impl Experiment for FreshBatches {
    fn width(&self) -> usize {
        self.wrong.len()
    }

    fn sampler(&self) -> &'static str {
        "tilted"
    }

    fn start(&self) -> Draw<'_> {
        Draw::in_groups(GROUP, |stream, observations| {
            self.batches.draw(stream, |replicate, posterior, log_odds_sum| {
                let own = &mut observations[replicate * self.wrong.len()..][..self.wrong.len()];
                for (observation, concept) in own.iter_mut().zip(&self.wrong) {
                    *observation = at_most_one(posterior.log_probabilities()[*concept] - log_odds_sum);
                }
            });
            Ok(())
        })
    }
}

/// Observes |β̂ − β_Q|²/(Δ²·Σ rⱼ^θⱼ).
struct SharedBatch {
    batches: TiltedBatches,
    wrong: Vec<usize>,
    /// |R·α̂|² = |β̂ − β_Q|², where α̂ are the probabilities of the wrong concepts.
    root: DMatrix<f64>,
    /// log Δ².
    log_square_sum: f64,
    width: usize,
}

impl SharedBatch {
    fn made(batches: TiltedBatches, wrong: Vec<usize>, root: DMatrix<f64>, width: usize) -> Made {
        let log_square_sum = root.norm_squared().ln();
        let bound = (batches.log_bound() + log_square_sum).exp();
        let inference = Inference::of((0..width).map(|place| Weighted::new(place, bound)));
        Made::new(Self { batches, wrong, root, log_square_sum, width }, inference)
    }

    /// log |R·α̂|². The greatest probability is taken out first, so that no square underflows.
    fn log_squared_error(&self, posterior: &ConceptPosterior) -> f64 {
        let of_wrong = |i: usize| posterior.log_probabilities()[self.wrong[i]];
        let largest = (0..self.wrong.len()).map(of_wrong).fold(f64::NEG_INFINITY, f64::max);
        let relative = DVector::from_fn(self.wrong.len(), |i, _| (of_wrong(i) - largest).exp());
        2.0 * largest + (&self.root * relative).norm_squared().ln()
    }
}

impl Experiment for SharedBatch {
    fn width(&self) -> usize {
        self.width
    }

    fn sampler(&self) -> &'static str {
        "tilted"
    }

    fn start(&self) -> Draw<'_> {
        Draw::in_groups(GROUP, |stream, observations| {
            self.batches.draw(stream, |replicate, posterior, log_odds_sum| {
                let log_share = self.log_squared_error(posterior) - self.log_square_sum - log_odds_sum;
                observations[replicate * self.width..][..self.width].fill(at_most_one(log_share));
            });
            Ok(())
        })
    }
}

/// |R·x̄|² as a function of means x̄.
#[derive(Clone)]
struct SquaredLength {
    root: DMatrix<f64>,
}

impl FunctionOfMeans for SquaredLength {
    /// Corrected for the upward bias of a squared mean.
    fn value(&self, moments: &JointMoments, at: Range<usize>) -> f64 {
        let covariance = DMatrix::from_fn(at.len(), at.len(), |i, j| moments.covariance(at.start + i, at.start + j));
        let excess = (&self.root * covariance).component_mul(&self.root).sum() / moments.count().max(1) as f64;
        (&self.root * DVector::from_column_slice(&moments.mean()[at])).norm_squared() - excess
    }

    fn gradient(&self, means: &[f64]) -> Vec<f64> {
        let gradient = self.root.tr_mul(&(&self.root * DVector::from_column_slice(means))) * 2.0;
        gradient.as_slice().to_vec()
    }

    fn over_box(&self, means: &[Interval]) -> Interval {
        let (mut lower, mut upper) = (0.0, 0.0);
        for row in self.root.row_iter() {
            let (mut least, mut most) = (0.0, 0.0);
            for (weight, mean) in row.iter().zip(means) {
                let ends = [weight * mean.lower, weight * mean.upper];
                least += ends[0].min(ends[1]);
                most += ends[0].max(ends[1]);
            }
            lower += least.max(-most).max(0.0).powi(2);
            upper += least.powi(2).max(most.powi(2));
        }
        Interval { lower, upper }
    }
}
