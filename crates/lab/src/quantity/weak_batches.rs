//! The source's posterior after batches of weak-labelled examples, for many replicates at once.

use nalgebra::DMatrix;

use super::{Draw, Experiment};
use crate::setting::{BATCH_CONCEPTS, Settings};
use weak_to_strong::learn::in_context_posterior;
use weak_to_strong::model::{ConceptPosterior, TransferProblem};
use weak_to_strong::random::Stream;
use weak_to_strong::sample::{Composition, GROUP, LabelLaw, MomentSampler, PosteriorGroup, PosteriorSampler};

/// Draws posteriors after batches of one size.
#[derive(Clone)]
pub(super) struct WeakBatches {
    concept_count: usize,
    batch: usize,
    method: BatchSampler,
}

#[derive(Clone)]
enum BatchSampler {
    OneConcept(PosteriorSampler),
    Mixed(Box<MixedBatches>),
}

/// How the setting `batch_concepts` chooses the concepts of the examples of a batch.
pub(super) fn composition(settings: &Settings) -> Composition {
    match settings.word(&BATCH_CONCEPTS) {
        "mixed" => Composition::Mixed,
        _ => Composition::OneConcept,
    }
}

impl WeakBatches {
    pub(super) fn new(problem: &TransferProblem, composition: Composition, batch: usize) -> Self {
        let method = match composition {
            Composition::OneConcept => {
                BatchSampler::OneConcept(PosteriorSampler::new(problem, &LabelLaw::weak(problem)))
            }
            Composition::Mixed => BatchSampler::Mixed(Box::new(MixedBatches::new(problem))),
        };
        Self { concept_count: problem.concept_count(), batch, method }
    }

    /// Returns the name of the sampler of batches.
    pub(super) fn sampler_name(&self) -> &'static str {
        match &self.method {
            BatchSampler::OneConcept(sampler) => sampler.name(),
            BatchSampler::Mixed(batches) => batches.sampler.name(),
        }
    }

    /// Returns an empty group; draws are written into it.
    pub(super) fn empty_group(&self) -> PosteriorGroup {
        PosteriorGroup::new(self.concept_count)
    }

    /// Draws the posteriors of [`GROUP`] replicates. The concepts of the group are not changed for mixed batches.
    pub(super) fn draw(&self, group: &mut PosteriorGroup, stream: &mut Stream) {
        match &self.method {
            BatchSampler::OneConcept(sampler) => sampler.draw(self.batch, group, stream),
            BatchSampler::Mixed(batches) => {
                let mut batches = batches.clone();
                for replicate in 0..GROUP {
                    let posterior = batches.posterior_after(self.batch, stream).probabilities();
                    group.set_replicate(replicate, posterior.as_slice());
                }
            }
        }
    }
}

/// Observes the posterior, α̂₁…α̂_K.
impl Experiment for WeakBatches {
    fn width(&self) -> usize {
        self.concept_count
    }

    fn sampler(&self) -> &'static str {
        self.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        let mut group = self.empty_group();
        Draw::in_groups(GROUP, move |stream, observations| {
            self.draw(&mut group, stream);
            for (replicate, observation) in observations.chunks_exact_mut(self.concept_count).enumerate() {
                group.write_replicate(replicate, observation);
            }
            Ok(())
        })
    }
}

/// Batches in which every example has a concept of its own, in as few coordinates as the posterior needs.
#[derive(Clone)]
struct MixedBatches {
    problem: TransferProblem,
    sampler: MomentSampler,
    /// β₁…β_K in the sampler's coordinates.
    concepts: DMatrix<f64>,
}

impl MixedBatches {
    fn new(problem: &TransferProblem) -> Self {
        let (sampler, concepts) =
            MomentSampler::of_forms(problem.prompts(), LabelLaw::weak(problem), problem.concepts());
        Self { problem: problem.clone(), sampler, concepts }
    }

    fn posterior_after(&mut self, batch: usize, stream: &mut Stream) -> ConceptPosterior {
        let mut moments = self.sampler.empty_moments();
        self.sampler.draw(&mut moments, batch, Composition::Mixed, stream);
        in_context_posterior(&self.problem, &moments, &self.concepts)
    }
}
