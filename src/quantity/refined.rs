//! The source's posterior after a batch of weak-labelled examples.

use std::ops::Range;

use nalgebra::DMatrix;

use super::MakeExperiment::Transfer;
use super::{Experiment, Quantity, Replicate};
use crate::evidence::{Interval, unit_interval_sequence};
use crate::learn::in_context_posterior;
use crate::model::{BATCH, BATCH_CONCEPTS, ConceptPosterior, Settings, TransferProblem, Unit};
use crate::numeric::{Estimate, JointMoments};
use crate::random::Stream;
use crate::sample::{Composition, LabelLaw, MomentSampler, SampleMoments};

pub(super) const QUANTITIES: &[Quantity] = &[Quantity {
    name: "refined.prior_distance",
    version: 1,
    symbol: "TV(E α̂, π)",
    meaning: "total variation between the mean refined prior and the target prior",
    unit: Unit::Probability,
    settings: &[BATCH, BATCH_CONCEPTS],
    path: &[],
    experiment: Transfer(|problem, settings| {
        Ok(Box::new(PriorDistance {
            learner: InContextLearner::new(problem, composition(&settings[0])),
            batch: settings[0].count(&BATCH),
            problem: problem.clone(),
        }))
    }),
}];

/// Intervals for E α̂, from the coordinates of observations that hold α̂, that miss with probability at most `error` in all.
pub(super) fn mean_posterior_box(moments: &JointMoments, coordinates: Range<usize>, error: f64) -> Vec<Interval> {
    let share = error / coordinates.len() as f64;
    coordinates.map(|k| unit_interval_sequence(moments, k, share)).collect()
}

/// How the setting `batch_concepts` spreads concepts over a batch.
pub(super) fn composition(settings: &Settings) -> Composition {
    match settings.word(&BATCH_CONCEPTS) {
        "mixed" => Composition::Mixed,
        _ => Composition::OneConcept,
    }
}

/// The source model with a sampler of weak-labelled batches in as few coordinates as its posterior needs.
#[derive(Clone)]
pub(super) struct InContextLearner {
    problem: TransferProblem,
    sampler: MomentSampler,
    /// β₁…β_K in the sampler's coordinates.
    concepts: DMatrix<f64>,
    composition: Composition,
    moments: SampleMoments,
}

impl InContextLearner {
    pub(super) fn new(problem: &TransferProblem, composition: Composition) -> Self {
        let (sampler, concepts) =
            MomentSampler::of_forms(problem.prompts(), LabelLaw::weak(problem), problem.concepts());
        let moments = sampler.empty_moments();
        Self { problem: problem.clone(), sampler, concepts, composition, moments }
    }

    /// The name of the sampler of batches.
    pub(super) fn sampler_name(&self) -> &'static str {
        self.sampler.name()
    }

    /// Draws a batch and returns the posterior after it.
    pub(super) fn posterior_after(&mut self, batch: usize, stream: &mut Stream) -> ConceptPosterior {
        self.sampler.draw(&mut self.moments, batch, self.composition, stream);
        in_context_posterior(&self.problem, &self.moments, &self.concepts)
    }

    /// Draws a batch of this concept and returns the posterior after it.
    pub(super) fn posterior_after_concept(
        &mut self,
        concept: usize,
        batch: usize,
        stream: &mut Stream,
    ) -> ConceptPosterior {
        let counts: Vec<usize> =
            (0..self.problem.concept_count()).map(|k| if k == concept { batch } else { 0 }).collect();
        self.sampler.draw_with_counts(&mut self.moments, &counts, stream);
        in_context_posterior(&self.problem, &self.moments, &self.concepts)
    }
}

/// Observes the posterior; the estimate is ½ Σ |E α̂ₖ − πₖ|.
struct PriorDistance {
    learner: InContextLearner,
    batch: usize,
    problem: TransferProblem,
}

impl Experiment for PriorDistance {
    fn width(&self) -> usize {
        self.problem.concept_count()
    }

    fn sampler(&self) -> &'static str {
        self.learner.sampler_name()
    }

    fn replicate(&self) -> Replicate<'_> {
        let mut learner = self.learner.clone();
        Box::new(move |stream, observation| {
            let posterior = learner.posterior_after(self.batch, stream);
            observation.copy_from_slice(posterior.probabilities().as_slice());
        })
    }

    fn estimates(&self, moments: &JointMoments) -> Vec<Estimate> {
        let target = self.problem.target_prior().probabilities();
        let differences: Vec<f64> = moments.mean().iter().zip(target).map(|(mean, p)| mean - p).collect();
        let gradient: Vec<f64> = differences.iter().map(|difference| 0.5 * difference.signum()).collect();
        vec![Estimate {
            mean: 0.5 * differences.iter().map(|difference| difference.abs()).sum::<f64>(),
            standard_error: moments.standard_error_along(&gradient),
            replicates: moments.count(),
        }]
    }

    /// Total variation is not differentiable where E α̂ₖ = πₖ, so its range over a box for E α̂ is taken.
    fn intervals(&self, moments: &JointMoments, error: f64) -> Vec<Interval> {
        let (mut lower, mut upper) = (0.0, 0.0);
        for (mean, probability) in
            mean_posterior_box(moments, 0..self.width(), error).iter().zip(self.problem.target_prior().probabilities())
        {
            lower += 0.5 * (mean.lower - probability).max(probability - mean.upper).max(0.0);
            upper += 0.5 * (mean.upper - probability).max(probability - mean.lower);
        }
        vec![Interval { lower, upper: upper.min(1.0) }]
    }
}
