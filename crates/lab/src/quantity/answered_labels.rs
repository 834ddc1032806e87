//! Samples whose labels are the answers of a network.

use std::sync::Arc;

use nalgebra::{DMatrix, DVector};

use super::answer::Queries;
use super::{NetworkUsed, Undefined};
use weak_to_strong::random::Stream;
use weak_to_strong::sample::{LabelNoise, SampleMoments};

/// Draws samples whose labels are the answers of a network behind weak-labelled examples, and noise.
#[derive(Clone)]
pub(super) struct AnsweredLabels {
    queries: Arc<Queries>,
    noise: LabelNoise,
    prompts: Vec<f64>,
    answers: Vec<f64>,
    /// Moments of the latest sample.
    pub(super) moments: SampleMoments,
}

impl AnsweredLabels {
    /// So many labels, with noise of this standard deviation. Without noise, fine-tuning is the expectation of fine-tuning over the noise.
    pub(super) fn new(queries: Queries, labels: usize, noise: f64) -> Self {
        let (prompts, answers) = (vec![0.0; labels * queries.dim()], vec![0.0; labels]);
        let moments = SampleMoments::empty(queries.dim());
        Self { queries: Arc::new(queries), noise: LabelNoise::normal(noise), prompts, answers, moments }
    }

    /// The network that answers, unless it has a fault.
    pub(super) fn network(&self) -> Option<&NetworkUsed> {
        self.queries.network()
    }

    /// Draws a sample.
    ///
    /// # Errors
    ///
    /// [`Undefined`] if an answer is not finite.
    pub(super) fn draw(&mut self, stream: &mut Stream) -> Result<(), Undefined> {
        self.queries.draw(&mut self.prompts, &mut self.answers, stream);
        if self.answers.iter().any(|answer| !answer.is_finite()) {
            return Err(Undefined::at(0));
        }
        let prompts = DMatrix::from_row_slice(self.answers.len(), self.queries.dim(), &self.prompts);
        let labels =
            DVector::from_iterator(self.answers.len(), self.answers.iter().map(|a| a + self.noise.draw(stream)));
        self.moments = SampleMoments::of(&prompts, &labels);
        Ok(())
    }
}
