//! Samples of refined labels (Algorithm 1).

use super::weak_batches::WeakBatches;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::Stream;
use weak_to_strong::sample::{
    Composition, GROUP, LabelLaw, MomentSampler, PosteriorGroup, SampleMoments, draw_concept,
};

/// Draws samples whose labels the source re-samples after reading a batch of weak-labelled examples.
#[derive(Clone)]
pub(super) struct RefinedLabels {
    batches: WeakBatches,
    /// The latest group of posteriors; `taken` counts those that were used.
    posteriors: PosteriorGroup,
    taken: usize,
    /// Whether all labels share one batch. Otherwise each label has a fresh batch.
    shared: bool,
    labels: usize,
    /// The sampler of labels under the true concepts with noise σ. The counts of concepts come from the posterior.
    relabelled: MomentSampler,
    counts: Vec<usize>,
    /// Moments of the latest sample.
    pub(super) moments: SampleMoments,
}

impl RefinedLabels {
    pub(super) fn new(
        problem: &TransferProblem,
        composition: Composition,
        batch: usize,
        shared: bool,
        labels: usize,
    ) -> Self {
        let relabelled = MomentSampler::new(problem.prompts(), LabelLaw::target(problem));
        let (counts, moments) = (vec![0; relabelled.concept_count()], relabelled.empty_moments());
        let batches = WeakBatches::new(problem, composition, batch);
        Self { posteriors: batches.empty_group(), taken: GROUP, batches, shared, labels, relabelled, counts, moments }
    }

    /// Returns the name of the sampler of batches.
    pub(super) fn sampler_name(&self) -> &'static str {
        self.batches.sampler_name()
    }

    /// Draws a sample.
    pub(super) fn draw(&mut self, stream: &mut Stream) {
        self.count_concepts(stream);
        self.relabelled.draw_with_counts(&mut self.moments, &self.counts, stream);
    }

    /// How many of the refined labels come from each concept.
    fn count_concepts(&mut self, stream: &mut Stream) {
        self.counts.fill(0);
        let mut posterior = vec![0.0; self.counts.len()];
        for label in 0..self.labels {
            if label == 0 || !self.shared {
                self.take_posterior(&mut posterior, stream);
            }
            self.counts[draw_concept(&posterior, stream)] += 1;
        }
    }

    /// Takes the next posterior. Draws a new group if all posteriors of the last group were used.
    fn take_posterior(&mut self, posterior: &mut [f64], stream: &mut Stream) {
        if self.taken == GROUP {
            self.batches.draw(&mut self.posteriors, stream);
            self.taken = 0;
        }
        self.posteriors.write_replicate(self.taken, posterior);
        self.taken += 1;
    }
}
