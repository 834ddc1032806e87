//! The MSE of refinement: fine-tuning on labels that the source re-samples after reading a batch (Algorithm 1).

use nalgebra::{DMatrix, DVector};

use super::naive::ridge;
use super::refined::{InContextLearner, composition};
use super::{Experiment, Quantity, QuantityError, Replicate};
use crate::evidence::Range;
use crate::learn::{FineTuning, refined_mean};
use crate::model::{BATCH, BATCH_CONCEPTS, BATCHES, LABELS, PENALTY, Settings, TransferProblem, Unit};
use crate::numeric::{Estimate, JointMoments};
use crate::random::Stream;
use crate::sample::{LabelLaw, MomentSampler, draw_concept};

pub(super) const QUANTITIES: &[Quantity] = &[Quantity {
    name: "refined.mse",
    symbol: "E|β̂ − β_Q|²",
    meaning: "MSE of fine-tuning on refined labels",
    unit: Unit::MeanSquaredError,
    range: Range::Real,
    settings: &[BATCH, LABELS, PENALTY, BATCHES, BATCH_CONCEPTS],
    path: &[PENALTY],
    experiment,
}];

fn experiment(problem: &TransferProblem, path: &[Settings]) -> Result<Box<dyn Experiment>, QuantityError> {
    let learner = InContextLearner::new(problem, composition(&path[0]));
    let batch = path[0].count(&BATCH);
    let shared = path[0].word(&BATCHES) == "shared";
    if path[0].number(&LABELS) < f64::INFINITY {
        return Ok(Box::new(RefinedLabels {
            learner,
            batch,
            shared,
            labels: path[0].count(&LABELS),
            relabelled: MomentSampler::new(problem.prompts(), LabelLaw::target(problem)),
            source_mean: problem.source_mean(),
            target_mean: problem.target_mean(),
            path: path.to_vec(),
        }));
    }
    let limit = ManyLabels { learner, batch, limits: path.iter().map(|s| LimitFit::new(problem, s)).collect() };
    if shared { Ok(Box::new(SharedLimit(limit))) } else { Ok(Box::new(FreshLimit(limit))) }
}

/// Refinement with finitely many labels.
struct RefinedLabels {
    learner: InContextLearner,
    batch: usize,
    /// One batch for all labels, in place of a fresh one for each.
    shared: bool,
    labels: usize,
    /// Labels under the true concepts with noise σ; the counts of concepts come from the posterior.
    relabelled: MomentSampler,
    source_mean: DVector<f64>,
    target_mean: DVector<f64>,
    path: Vec<Settings>,
}

impl RefinedLabels {
    /// How many of the refined labels come from each concept.
    fn count_concepts(&self, learner: &mut InContextLearner, counts: &mut [usize], stream: &mut Stream) {
        counts.fill(0);
        let mut posterior = learner.posterior_after(self.batch, stream).probabilities();
        for label in 0..self.labels {
            if label > 0 && !self.shared {
                posterior = learner.posterior_after(self.batch, stream).probabilities();
            }
            counts[draw_concept(posterior.as_slice(), stream)] += 1;
        }
    }
}

impl Experiment for RefinedLabels {
    fn width(&self) -> usize {
        self.path.len()
    }

    fn replicate(&self) -> Replicate<'_> {
        let mut learner = self.learner.clone();
        let mut relabelled = self.relabelled.clone();
        let mut moments = relabelled.empty_moments();
        let mut counts = vec![0; relabelled.concept_count()];
        Box::new(move |stream, observation| {
            self.count_concepts(&mut learner, &mut counts, stream);
            relabelled.draw_with_counts(&mut moments, &counts, stream);
            let fit = FineTuning::new(&moments, &self.source_mean);
            for (error, settings) in observation.iter_mut().zip(&self.path) {
                let estimate = fit.as_ref().ok().and_then(|fit| ridge(fit, settings).ok());
                *error = estimate.map_or(f64::NAN, |estimate| (estimate - &self.target_mean).norm_squared());
            }
        })
    }
}

/// Refinement in the limit of many labels, where only the posterior is random.
struct ManyLabels {
    learner: InContextLearner,
    batch: usize,
    limits: Vec<LimitFit>,
}

/// β̂ − β_Q as an affine function of the posterior probabilities: the labels' mean Σ αₖβₖ, shrunk towards the source by
/// λ/(λ + η) along each coordinate of variance λ.
struct LimitFit {
    matrix: DMatrix<f64>,
    offset: DVector<f64>,
}

impl LimitFit {
    fn new(problem: &TransferProblem, settings: &Settings) -> Self {
        let penalty = settings.number(&PENALTY);
        let kept = problem.prompts().variances(problem.dim()).map(|variance| variance / (variance + penalty));
        let identity = DMatrix::identity(problem.concept_count(), problem.concept_count());
        let columns: Vec<DVector<f64>> = identity
            .column_iter()
            .map(|concept| refined_mean(problem, &concept.into_owned()).component_mul(&kept))
            .collect();
        let source = problem.source_mean();
        let offset = &source - source.component_mul(&kept) - problem.target_mean();
        Self { matrix: DMatrix::from_columns(&columns), offset }
    }

    fn error(&self, posterior: &DVector<f64>) -> DVector<f64> {
        &self.matrix * posterior + &self.offset
    }
}

/// One batch for all labels: E|β̂(α̂) − β_Q|².
struct SharedLimit(ManyLabels);

impl Experiment for SharedLimit {
    fn width(&self) -> usize {
        self.0.limits.len()
    }

    fn replicate(&self) -> Replicate<'_> {
        let mut learner = self.0.learner.clone();
        Box::new(move |stream, observation| {
            let posterior = learner.posterior_after(self.0.batch, stream).probabilities();
            for (error, limit) in observation.iter_mut().zip(&self.0.limits) {
                *error = limit.error(&posterior).norm_squared();
            }
        })
    }
}

/// A fresh batch for each label: |β̂(E α̂) − β_Q|², with the upward bias of a squared mean taken out.
struct FreshLimit(ManyLabels);

impl Experiment for FreshLimit {
    fn width(&self) -> usize {
        self.0.limits[0].matrix.ncols()
    }

    fn replicate(&self) -> Replicate<'_> {
        let mut learner = self.0.learner.clone();
        Box::new(move |stream, observation| {
            let posterior = learner.posterior_after(self.0.batch, stream).probabilities();
            observation.copy_from_slice(posterior.as_slice());
        })
    }

    fn estimates(&self, moments: &JointMoments) -> Vec<Estimate> {
        let width = self.width();
        let mean = DVector::from_column_slice(moments.mean());
        let covariance = DMatrix::from_fn(width, width, |i, j| moments.covariance(i, j));
        let replicates = moments.count();
        let estimate = |limit: &LimitFit| {
            let error = limit.error(&mean);
            let excess = (&limit.matrix * &covariance).component_mul(&limit.matrix).sum() / replicates.max(1) as f64;
            let gradient = limit.matrix.tr_mul(&error) * 2.0;
            Estimate {
                mean: error.norm_squared() - excess,
                standard_error: moments.standard_error_along(gradient.as_slice()),
                replicates,
            }
        };
        self.0.limits.iter().map(estimate).collect()
    }
}
