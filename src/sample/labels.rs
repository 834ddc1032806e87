//! The law of a label given its prompt.

use nalgebra::{DMatrix, DVector};

use crate::model::TransferProblem;

/// Labels Y = βₖᵀX + noise·N(0, 1), with the concept k drawn from a prior.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelLaw {
    /// The concepts that label, as columns (d × K).
    pub concepts: DMatrix<f64>,
    /// Probabilities of the concepts.
    pub prior: DVector<f64>,
    /// Standard deviation of the label noise.
    pub noise: f64,
}

impl LabelLaw {
    /// The weak supervisor: concepts βₖʷ, prior π, noise σ_w.
    pub fn weak(problem: &TransferProblem) -> Self {
        Self {
            concepts: problem.weak_concepts().clone(),
            prior: problem.target_prior().probabilities().clone(),
            noise: problem.weak_noise(),
        }
    }

    /// The target: concepts βₖ, prior π, noise σ.
    pub fn target(problem: &TransferProblem) -> Self {
        Self {
            concepts: problem.concepts().clone(),
            prior: problem.target_prior().probabilities().clone(),
            noise: problem.noise(),
        }
    }
}
