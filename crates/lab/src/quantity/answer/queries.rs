//! Queries to a network behind weak-labelled examples.

use super::greatest::greatest_answer;
use super::source::Source;
use crate::quantity::held::check_held;
use crate::quantity::{NetworkUsed, QuantityError};
use crate::setting::{BATCH, SOURCE, Settings};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::Stream;
use weak_to_strong::sample::{Composition, ExampleSampler, LabelLaw};

/// Sequences that a network reads together.
pub(in crate::quantity) const GROUP: usize = 8;

/// What stands before a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::quantity) enum Before {
    /// A batch of its own.
    FreshBatch(Composition),
    /// The batch that all queries of a draw share.
    SharedBatch(Composition),
    /// The query itself, with its own weak label.
    OwnLabel,
}

impl Before {
    /// A batch whose examples have such concepts, for each query or for all.
    pub(in crate::quantity) fn batch(composition: Composition, shared: bool) -> Self {
        if shared { Self::SharedBatch(composition) } else { Self::FreshBatch(composition) }
    }
}

/// Draws queries, and asks a network.
pub(in crate::quantity) struct Queries {
    problem: TransferProblem,
    sampler: ExampleSampler,
    before: Before,
    /// Examples before a query.
    examples: usize,
    source: Source,
    /// As large as an answer counts, if prompts are bounded.
    greatest: Option<f64>,
}

/// Whether a network answers, and not the posterior mean.
pub(in crate::quantity) fn asks_network(settings: &Settings) -> bool {
    !settings.is(&SOURCE, "posterior")
}

impl Queries {
    /// Queries to the source that these settings name.
    ///
    /// # Errors
    ///
    /// [`QuantityError`] if there is no such network, or if it does not read such sequences.
    pub(in crate::quantity) fn new(
        quantity: &'static str,
        problem: &TransferProblem,
        settings: &Settings,
        before: Before,
    ) -> Result<Self, QuantityError> {
        let examples = if before == Before::OwnLabel { 1 } else { settings.count(&BATCH) };
        check_held(&BATCH, examples as f64, GROUP * problem.dim())?;
        let source = Source::new(problem, settings, examples)
            .map_err(|reason| QuantityError::NotDefined { quantity: quantity.into(), reason })?;
        Ok(Self {
            problem: problem.clone(),
            sampler: ExampleSampler::new(problem.prompts(), LabelLaw::weak(problem)),
            before,
            examples,
            source,
            greatest: greatest_answer(problem),
        })
    }

    /// d.
    pub(in crate::quantity) fn dim(&self) -> usize {
        self.problem.dim()
    }

    /// What stands before a query.
    pub(super) fn before(&self) -> Before {
        self.before
    }

    /// The network that answers, unless it has a fault.
    pub(in crate::quantity) fn network(&self) -> Option<&NetworkUsed> {
        self.source.network()
    }

    /// Fills `answers` (length n) with answers, and `queries` (length n·d) with what they answer, one after the other.
    pub(in crate::quantity) fn draw(&self, queries: &mut [f64], answers: &mut [f64], stream: &mut Stream) {
        let (dim, count) = (self.problem.dim(), self.examples + 1);
        let (mut prompts, mut labels) = (vec![0.0; GROUP * count * dim], vec![0.0; GROUP * count]);
        if let Before::SharedBatch(composition) = self.before {
            let (xs, ys) = (&mut prompts[..self.examples * dim], &mut labels[..self.examples]);
            self.sampler.fill(xs, ys, composition, stream);
            for other in 1..GROUP {
                prompts.copy_within(..self.examples * dim, other * count * dim);
                labels.copy_within(..self.examples, other * count);
            }
        }
        for (queries, answers) in queries.chunks_mut(GROUP * dim).zip(answers.chunks_mut(GROUP)) {
            let (xs, ys) = (&mut prompts[..answers.len() * count * dim], &mut labels[..answers.len() * count]);
            for (xs, ys) in xs.chunks_exact_mut(count * dim).zip(ys.chunks_exact_mut(count)) {
                self.fill(xs, ys, stream);
            }
            let all = self.source.answers(&self.problem, xs, ys, self.examples);
            for (answer, all) in answers.iter_mut().zip(all.chunks_exact(count)) {
                let last = all[self.examples];
                *answer = self.greatest.map_or(last, |greatest| last.clamp(-greatest, greatest));
            }
            for (query, xs) in queries.chunks_exact_mut(dim).zip(xs.chunks_exact(count * dim)) {
                query.copy_from_slice(&xs[self.examples * dim..]);
            }
        }
    }

    /// Draws what is new in a sequence.
    fn fill(&self, prompts: &mut [f64], labels: &mut [f64], stream: &mut Stream) {
        let last = self.examples * self.problem.dim();
        match self.before {
            Before::FreshBatch(composition) => {
                self.sampler.fill(prompts, labels, composition, stream);
            }
            Before::SharedBatch(composition) => {
                self.sampler.fill(&mut prompts[last..], &mut labels[self.examples..], composition, stream);
            }
            Before::OwnLabel => {
                self.sampler.fill(&mut prompts[..last], &mut labels[..1], Composition::OneConcept, stream);
                prompts.copy_within(..last, last);
            }
        }
    }
}
