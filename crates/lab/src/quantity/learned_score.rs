//! Scores of learners that are linear in their coefficients.

use nalgebra::DVector;

use super::expected_learner::{ExpectedLearner, ExpectedNumbers, LabelConcepts};
use super::finite_variance::require_finite_variance;
use super::learner::{prediction, refined_source};
use super::refined_labels::LabelSource;
use super::weak_batches::WeakBatches;
use super::{Draw, Experiment, Made, MadeExperiment, QuantityError, Undefined};
use crate::inference::{Estimator, Inference, Mean, Range};
use crate::setting::{LEARNER, PENALTY, SAMPLER, SAMPLES, Settings, WEIGHT};
use weak_to_strong::learn::FineTuning;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::sample::{Composition, GROUP, LabelLaw, LabelNoise, MomentSampler};

/// Makes the experiment for the score ℓᵀβ̂. It observes ℓᵀE β̂ given the prompts, and for refinement given the posterior after one batch as well.
pub(super) fn linear_score(problem: &TransferProblem, path: &[Settings], form: DVector<f64>) -> MadeExperiment {
    let settings = &path[0];
    let exactly = |mean: DVector<f64>| Ok(Made::exact_along(path.len(), form.dot(&mean)));
    match settings.word(&LEARNER) {
        "source" => exactly(problem.source_mean()),
        "weak" => exactly(problem.weak_mean()),
        "refined" => refined(problem, path, form),
        learner => {
            require_finite_variance(problem, &SAMPLES, path)?;
            let ranges = path.iter().map(|settings| labels_range(problem, settings, learner, &form)).collect();
            let fits = ExpectedLearner::new(problem, settings, LabelConcepts::Averaged);
            let learner = fits.ok_or(QuantityError::InfinitelyManyLabels)?;
            made(ranges, ExpectedNumbers::new(learner, path, move |_, fit| form.dot(&fit.mean)))
        }
    }
}

fn made(ranges: Vec<Range>, experiment: impl Experiment + 'static) -> MadeExperiment {
    let mean = |(place, range): (usize, Range)| Estimator::from(Mean::of(place).ranging(range));
    Ok(Made::new(experiment, Inference::of(ranges.into_iter().enumerate().map(mean).collect::<Vec<_>>())))
}

/// ℓᵀ(β_P + TΔ) lies within |ℓ||Δ|/2 of ℓᵀ(β_P + Δ/2), because TΔ lies in the ball with diameter [0, Δ]. After several students it lies within |ℓ||Δ| of
/// ℓᵀβ_P.
fn labels_range(problem: &TransferProblem, settings: &Settings, learner: &str, form: &DVector<f64>) -> Range {
    let source = problem.source_mean();
    let weak = problem.weak_mean() - &source;
    let displacement = if learner == "auxiliary" {
        let weight = settings.number(&WEIGHT);
        weak * (1.0 - weight) + (prediction(problem, settings) - &source) * weight
    } else {
        weak
    };
    if learner == "bootstrapped" {
        let reach = form.norm() * displacement.norm() * WIDER;
        return around(form.dot(&source), reach);
    }
    ball_range(form, &source, &displacement)
}

fn ball_range(form: &DVector<f64>, source: &DVector<f64>, displacement: &DVector<f64>) -> Range {
    let middle = form.dot(source) + 0.5 * form.dot(displacement);
    around(middle, 0.5 * form.norm() * displacement.norm() * WIDER)
}

fn around(middle: f64, reach: f64) -> Range {
    let rounding = 1e-9 * (middle.abs() + reach) + f64::MIN_POSITIVE;
    Range::between(middle - reach - rounding, middle + reach + rounding)
}

/// A range is wider by this factor than what is proved, for rounding.
const WIDER: f64 = 1.0 + 1e-9;

/// Refinement with fresh batches: E β̂ = β_P + E T(β̄ − β_P) is linear in E α̂, and prompts and batches are independent. So one batch is drawn for a sample
/// of prompts.
fn refined(problem: &TransferProblem, path: &[Settings], form: DVector<f64>) -> MadeExperiment {
    let source = refined_source(path)?;
    let source_mean = problem.source_mean();
    let (mut least, mut greatest) = (f64::INFINITY, f64::NEG_INFINITY);
    for concept in problem.concepts().column_iter() {
        let range = ball_range(&form, &source_mean, &(concept - &source_mean));
        (least, greatest) = (least.min(range.least), greatest.max(range.greatest));
    }
    let unlabelled = LabelLaw {
        concepts: nalgebra::DMatrix::zeros(problem.dim(), 1),
        prior: DVector::from_element(1, 1.0),
        noise: LabelNoise::normal(0.0),
    };
    let prompts = MomentSampler::new(problem.prompts(), unlabelled);
    let prompts = if path[0].word(&SAMPLER) == "direct" { prompts.direct() } else { prompts };
    let ranges = vec![Range::between(least, greatest); path.len()];
    let LabelSource { batch, labels, .. } = source;
    let batches = WeakBatches::new(problem, Composition::OneConcept, batch);
    made(ranges, ScoreOfRefined { problem: problem.clone(), batches, prompts, labels, form, path: path.to_vec() })
}

struct ScoreOfRefined {
    problem: TransferProblem,
    batches: WeakBatches,
    prompts: MomentSampler,
    labels: usize,
    form: DVector<f64>,
    path: Vec<Settings>,
}

impl Experiment for ScoreOfRefined {
    fn width(&self) -> usize {
        self.path.len()
    }

    fn sampler(&self) -> &'static str {
        self.batches.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        let mut group = self.batches.empty_group();
        let mut prompts = self.prompts.clone();
        let mut moments = prompts.empty_moments();
        let source_mean = self.problem.source_mean();
        let at_source = self.form.dot(&source_mean);
        let width = self.path.len();
        Draw::in_groups(GROUP, move |stream, observations| {
            self.batches.draw(&mut group, stream);
            let mut posterior = DVector::zeros(group.concept_count());
            for (replicate, observation) in observations.chunks_exact_mut(width).enumerate() {
                group.write_replicate(replicate, posterior.as_mut_slice());
                let displacement = self.problem.concepts() * &posterior - &source_mean;
                prompts.draw(&mut moments, self.labels, Composition::OneConcept, stream);
                let undefined = |coordinate| Undefined { replicate, coordinate };
                let fit = FineTuning::new(&moments, &source_mean).map_err(|_| undefined(0))?;
                for (place, (score, settings)) in observation.iter_mut().zip(&self.path).enumerate() {
                    let moved = fit.expected_move(settings.number(&PENALTY), &displacement);
                    *score = at_source + self.form.dot(&moved.map_err(|_| undefined(place))?);
                }
            }
            Ok(())
        })
    }
}
