//! What a network is worth: content and style of its answers, how often their sign is right, and their risk.

use weak_to_strong::model::TransferProblem;
use weak_to_strong::nalgebra::{DMatrix, DVector};

/// The scores of a network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scores {
    /// The content score of the linear function of a prompt that is nearest to its answers.
    pub content: f64,
    /// The style score of that function.
    pub style: f64,
    /// How often an answer has the sign of β_Qᵀx.
    pub accuracy: f64,
    /// The mean of (f(x) − β_Qᵀx)².
    pub risk: f64,
}

impl Scores {
    /// The scores of answers to these prompts.
    pub fn of(problem: &TransferProblem, prompts: &[f64], answers: &[f64]) -> Option<Self> {
        let inputs = DMatrix::from_row_slice(answers.len(), problem.dim(), prompts);
        let truth = &inputs * problem.target_mean();
        let coefficients =
            inputs.tr_mul(&inputs).cholesky()?.solve(&inputs.tr_mul(&DVector::from_column_slice(answers)));
        let (persona, target) = (problem.persona()?, problem.target_concept()?);
        let pairs = || answers.iter().zip(truth.iter());
        let right = pairs().filter(|(answer, truth)| **answer * **truth > 0.0).count();
        let squares: f64 = pairs().map(|(answer, truth)| (answer - truth).powi(2)).sum();
        Some(Self {
            content: persona.content_score(&coefficients),
            style: persona.style_score(&coefficients, target),
            accuracy: right as f64 / answers.len() as f64,
            risk: squares / answers.len() as f64,
        })
    }
}
