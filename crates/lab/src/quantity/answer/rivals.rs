//! Predictors that a source is compared with.

use nalgebra::{DMatrix, DVector};

use weak_to_strong::learn::{FitError, InContextPredictor, in_context_posterior};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::sample::SampleMoments;

/// Answers of predictors along one sequence of labelled examples. Those that are known are kept for the next source.
pub(super) struct Rivals<'a> {
    problem: &'a TransferProblem,
    prompts: &'a [f64],
    labels: &'a [f64],
    known: Vec<((InContextPredictor, usize), f64)>,
}

impl<'a> Rivals<'a> {
    pub(super) fn new(problem: &'a TransferProblem, prompts: &'a [f64], labels: &'a [f64]) -> Self {
        Self { problem, prompts, labels, known: Vec::new() }
    }

    /// The answer to the prompt behind so many examples.
    pub(super) fn answer(&mut self, rival: InContextPredictor, batch: usize) -> Result<f64, FitError> {
        if let Some((_, answer)) = self.known.iter().find(|(question, _)| *question == (rival, batch)) {
            return Ok(*answer);
        }
        let answer = self.new_answer(rival, batch)?;
        self.known.push(((rival, batch), answer));
        Ok(answer)
    }

    /// It is cut at the least and the greatest of the concepts' answers to the prompt. That brings it nearer to each of them, and the square of its error has a
    /// mean, whatever the predictor is.
    fn new_answer(&self, rival: InContextPredictor, batch: usize) -> Result<f64, FitError> {
        let (problem, dim) = (self.problem, self.problem.dim());
        let examples = DMatrix::from_row_slice(batch, dim, &self.prompts[..batch * dim]);
        let moments = SampleMoments::of(&examples, &DVector::from_column_slice(&self.labels[..batch]));
        let posterior = in_context_posterior(problem, &moments, problem.concepts());
        let prompt = DVector::from_column_slice(&self.prompts[batch * dim..][..dim]);
        let answer = rival.coefficients(problem, &moments, &posterior)?.dot(&prompt);
        let of_concepts = problem.concepts().tr_mul(&prompt);
        Ok(answer.clamp(of_concepts.min(), of_concepts.max()))
    }
}
