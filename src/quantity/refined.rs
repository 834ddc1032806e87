//! Misalignment of the source's posterior after a batch of weak-labelled examples.

use std::ops::Range;

use nalgebra::DMatrix;

use super::MakeExperiment::Transfer;
use super::rare_misalignment::{Power, RareMisalignment};
use super::{Experiment, Quantity, QuantityError, Replicate};
use crate::evidence::{Interval, unit_interval_sequence};
use crate::learn::in_context_posterior;
use crate::model::{BATCH, BATCH_CONCEPTS, ConceptPosterior, SAMPLER, Settings, TransferProblem, Unit};
use crate::numeric::{Estimate, JointMoments};
use crate::random::Stream;
use crate::sample::{Composition, LabelLaw, MomentSampler, SampleMoments};

pub(super) const QUANTITIES: &[Quantity] = &[
    Quantity {
        name: "refined.misalignment",
        symbol: "E M",
        meaning: "mean posterior probability of the wrong concepts after a batch",
        unit: Unit::Probability,
        settings: &[BATCH, SAMPLER],
        path: &[],
        experiment: Transfer(|problem, settings| misalignment("refined.misalignment", problem, settings, Power::First)),
    },
    Quantity {
        name: "refined.misalignment_squared",
        symbol: "E M²",
        meaning: "mean squared posterior probability of the wrong concepts after a batch",
        unit: Unit::Probability,
        settings: &[BATCH, SAMPLER],
        path: &[],
        experiment: Transfer(|problem, settings| {
            misalignment("refined.misalignment_squared", problem, settings, Power::Square)
        }),
    },
    Quantity {
        name: "refined.prior_distance",
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
    },
];

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

    /// The same learner, whose batches are drawn example after example.
    fn direct(self) -> Self {
        Self { sampler: self.sampler.direct(), ..self }
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

struct Misalignment {
    learner: InContextLearner,
    batch: usize,
    target: usize,
    power: Power,
}

fn misalignment(
    quantity: &'static str,
    problem: &TransferProblem,
    settings: &[Settings],
    power: Power,
) -> Result<Box<dyn Experiment>, QuantityError> {
    let target = problem.target_concept().ok_or(QuantityError::SeveralTargets { quantity })?;
    let batch = settings[0].count(&BATCH);
    let direct = settings[0].word(&SAMPLER) == "direct";
    if let Some(rare) = RareMisalignment::new(problem, batch, power).filter(|_| !direct) {
        return Ok(Box::new(rare));
    }
    let learner = InContextLearner::new(problem, Composition::OneConcept);
    let learner = if direct { learner.direct() } else { learner };
    Ok(Box::new(Misalignment { learner, batch, target, power }))
}

impl Experiment for Misalignment {
    fn width(&self) -> usize {
        1
    }

    fn sampler(&self) -> &'static str {
        self.learner.sampler_name()
    }

    fn replicate(&self) -> Replicate<'_> {
        let mut learner = self.learner.clone();
        Box::new(move |stream, observation| {
            let posterior = learner.posterior_after(self.batch, stream);
            observation[0] = self.power.of(posterior.misalignment(self.target));
        })
    }

    fn intervals(&self, moments: &JointMoments, error: f64) -> Vec<Interval> {
        vec![unit_interval_sequence(moments, 0, error)]
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
