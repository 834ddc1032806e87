//! Samples of refined labels (Algorithm 1).

use super::refined::InContextLearner;
use crate::model::TransferProblem;
use crate::random::Stream;
use crate::sample::{Composition, LabelLaw, MomentSampler, SampleMoments, draw_concept};

/// Draws samples whose labels the source re-samples after reading a batch of weak-labelled examples.
#[derive(Clone)]
pub(super) struct RefinedLabels {
    learner: InContextLearner,
    batch: usize,
    /// One batch for all labels, in place of a fresh one for each.
    shared: bool,
    labels: usize,
    /// Labels under the true concepts with noise σ; the counts of concepts come from the posterior.
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
        Self {
            learner: InContextLearner::new(problem, composition),
            batch,
            shared,
            labels,
            relabelled,
            counts,
            moments,
        }
    }

    /// The name of the sampler of batches.
    pub(super) fn sampler_name(&self) -> &'static str {
        self.learner.sampler_name()
    }

    /// Draws a sample.
    pub(super) fn draw(&mut self, stream: &mut Stream) {
        self.count_concepts(stream);
        self.relabelled.draw_with_counts(&mut self.moments, &self.counts, stream);
    }

    /// How many of the refined labels come from each concept.
    fn count_concepts(&mut self, stream: &mut Stream) {
        self.counts.fill(0);
        let mut posterior = self.learner.posterior_after(self.batch, stream).probabilities();
        for label in 0..self.labels {
            if label > 0 && !self.shared {
                posterior = self.learner.posterior_after(self.batch, stream).probabilities();
            }
            self.counts[draw_concept(posterior.as_slice(), stream)] += 1;
        }
    }
}
