//! Posteriors of the source after batches, for a group of replicates.

use nalgebra::DVector;

use super::{GROUP, LabelLaw, ResidualSampler, draw_concept};
use crate::model::{BulkPosterior, TransferProblem};
use crate::random::Stream;

/// Draws the source's posterior after batches. One concept labels each batch; it is drawn from the prior of the labels.
#[derive(Clone, Debug)]
pub struct PosteriorSampler {
    posteriors: BulkPosterior,
    prior: DVector<f64>,
    /// The concepts that can label, with the residuals of their batches.
    residuals: Vec<(usize, ResidualSampler)>,
}

/// The posteriors of a group of [`GROUP`] replicates.
#[derive(Clone, Debug)]
pub struct PosteriorGroup {
    /// The concept that labelled the batch, for every replicate.
    pub concepts: Vec<usize>,
    /// α̂ₖ of replicate l at k·GROUP + l.
    pub probabilities: Vec<f64>,
}

impl PosteriorGroup {
    /// A group with room for posteriors over `concept_count` concepts.
    pub fn new(concept_count: usize) -> Self {
        Self { concepts: vec![0; GROUP], probabilities: vec![0.0; concept_count * GROUP] }
    }

    /// K.
    pub fn concept_count(&self) -> usize {
        self.probabilities.len() / GROUP
    }

    /// α̂ₖ of all replicates.
    pub fn of_concept(&self, concept: usize) -> &[f64] {
        &self.probabilities[concept * GROUP..][..GROUP]
    }

    /// Writes α̂₁…α̂_K of one replicate.
    pub fn write_replicate(&self, replicate: usize, posterior: &mut [f64]) {
        let own = self.probabilities.iter().skip(replicate).step_by(GROUP);
        posterior.iter_mut().zip(own).for_each(|(x, probability)| *x = *probability);
    }

    /// Replaces the posterior of one replicate.
    pub fn set_replicate(&mut self, replicate: usize, posterior: &[f64]) {
        let own = self.probabilities.iter_mut().skip(replicate).step_by(GROUP);
        own.zip(posterior).for_each(|(own, probability)| *own = *probability);
    }
}

impl PosteriorSampler {
    /// A sampler for batches with these labels.
    ///
    /// # Panics
    ///
    /// If the labels have another dimension than the problem.
    pub fn new(problem: &TransferProblem, labels: &LabelLaw) -> Self {
        let residuals = |concept: usize| {
            let labels_of = labels.concepts.column(concept).into_owned();
            ResidualSampler::new(problem.prompts(), problem.concepts(), &labels_of, labels.noise)
        };
        let possible = (0..labels.prior.len()).filter(|concept| labels.prior[*concept] > 0.0);
        Self {
            posteriors: BulkPosterior::new(problem),
            prior: labels.prior.clone(),
            residuals: possible.map(|concept| (concept, residuals(concept))).collect(),
        }
    }

    /// The method of the first concept that can label: `given_labels`, `wishart` or `direct`.
    pub fn name(&self) -> &'static str {
        self.residuals.first().map_or("none", |(_, residuals)| residuals.name())
    }

    /// Replaces `group` by new posteriors after batches of size `batch`.
    pub fn draw(&self, batch: usize, group: &mut PosteriorGroup, stream: &mut Stream) {
        let PosteriorGroup { concepts, probabilities } = group;
        concepts.fill_with(|| draw_concept(self.prior.as_slice(), stream));
        for (concept, residuals) in &self.residuals {
            // A group is drawn for every concept, and each replicate takes its numbers from that of its own.
            residuals.draw(&[batch], stream, &mut |_, squares| {
                for (own, drawn) in probabilities.chunks_exact_mut(GROUP).zip(squares.chunks_exact(GROUP)) {
                    for ((own, drawn), labelled_by) in own.iter_mut().zip(drawn).zip(&*concepts) {
                        if labelled_by == concept {
                            *own = *drawn;
                        }
                    }
                }
            });
        }
        self.posteriors.replace(probabilities);
    }
}
