//! Batches from the source's own law.

use nalgebra::DMatrix;

use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::Stream;
use weak_to_strong::sample::{LabelLaw, MomentSampler, SampleMoments, draw_concept};

/// Draws batches of examples from the law that the source believes in. One concept, drawn from α, labels all examples of a batch with noise σ.
#[derive(Clone)]
pub(super) struct SourceBatches {
    prior: Vec<f64>,
    sampler: MomentSampler,
    /// β₁…β_K in the coordinates of the moments.
    pub(super) concepts: DMatrix<f64>,
    /// Moments of the latest batch.
    pub(super) moments: SampleMoments,
    counts: Vec<usize>,
}

impl SourceBatches {
    /// Makes a sampler with moments in all d coordinates.
    pub(super) fn in_all_coordinates(problem: &TransferProblem) -> Self {
        let sampler = MomentSampler::new(problem.prompts(), LabelLaw::source(problem));
        Self::new(problem, sampler, problem.concepts().clone())
    }

    /// Makes a sampler with moments in as few coordinates as the posterior needs.
    pub(super) fn for_posterior(problem: &TransferProblem) -> Self {
        let (sampler, concepts) =
            MomentSampler::of_forms(problem.prompts(), LabelLaw::source(problem), problem.concepts());
        Self::new(problem, sampler, concepts)
    }

    fn new(problem: &TransferProblem, sampler: MomentSampler, concepts: DMatrix<f64>) -> Self {
        let prior = problem.source_prior().probabilities().as_slice().to_vec();
        let (moments, counts) = (sampler.empty_moments(), vec![0; prior.len()]);
        Self { prior, sampler, concepts, moments, counts }
    }

    /// Returns the name of the sampler of batches.
    pub(super) fn sampler_name(&self) -> &'static str {
        self.sampler.name()
    }

    /// Draws a concept and a batch of examples that it labels. Returns the concept.
    pub(super) fn draw(&mut self, batch: usize, stream: &mut Stream) -> usize {
        let concept = draw_concept(&self.prior, stream);
        self.counts.fill(0);
        self.counts[concept] = batch;
        self.sampler.draw_with_counts(&mut self.moments, &self.counts, stream);
        concept
    }
}
