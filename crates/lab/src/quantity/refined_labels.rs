//! Samples of refined labels (Algorithm 1).

use super::weak_batches::WeakBatches;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::Stream;
use weak_to_strong::sample::{
    Composition, GROUP, LabelLaw, LabelNoise, MomentSampler, PosteriorGroup, SampleMoments, draw_concept,
};

/// How refined labels come about.
#[derive(Clone, Copy, Debug)]
pub(super) struct LabelSource {
    /// How the concepts of the examples of a batch are drawn.
    pub(super) composition: Composition,
    /// The number of examples of a batch.
    pub(super) batch: usize,
    /// Whether all labels share one batch. Otherwise each label has a fresh batch.
    pub(super) shared: bool,
    /// N.
    pub(super) labels: usize,
}

/// Draws samples whose labels the source re-samples after reading a batch of weak-labelled examples.
#[derive(Clone)]
pub(super) struct RefinedLabels {
    batches: WeakBatches,
    /// The latest group of posteriors; `taken` counts those that were used.
    posteriors: PosteriorGroup,
    taken: usize,
    source: LabelSource,
    /// The sampler of labels under the true concepts. The counts of concepts come from the posterior.
    relabelled: MomentSampler,
    counts: Vec<usize>,
    /// Moments of the latest sample.
    pub(super) moments: SampleMoments,
}

impl RefinedLabels {
    /// Labels with noise of this standard deviation. Without noise, fine-tuning is the expectation of fine-tuning over the noise.
    pub(super) fn new(problem: &TransferProblem, source: LabelSource, noise: f64) -> Self {
        let labels = LabelLaw { noise: LabelNoise::normal(noise), ..LabelLaw::target(problem) };
        let relabelled = MomentSampler::new(problem.prompts(), labels);
        let (counts, moments) = (vec![0; relabelled.concept_count()], relabelled.empty_moments());
        let batches = WeakBatches::new(problem, source.composition, source.batch);
        Self { posteriors: batches.empty_group(), taken: GROUP, batches, source, relabelled, counts, moments }
    }

    /// The same, but prompts and labels are drawn example by example.
    pub(super) fn direct(self) -> Self {
        Self { relabelled: self.relabelled.direct(), ..self }
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
        for label in 0..self.source.labels {
            if label == 0 || !self.source.shared {
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
