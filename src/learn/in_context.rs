//! In-context learning: the source's posterior after a batch of weak-labelled examples.

use nalgebra::{DMatrix, DVector};

use crate::model::{ConceptPosterior, TransferProblem};
use crate::sample::SampleMoments;

/// The source's posterior over concepts after a batch.
///
/// `concepts` are β₁…β_K in the coordinates of `moments`, one in each column. There may be fewer than d coordinates, since the posterior
/// depends only on the residual sums of squares. Source: Somerstep et al. (2025), Algorithm 1 with the Bayesian
/// in-context learner of Xie et al. (2021) (paper).
pub fn in_context_posterior(
    problem: &TransferProblem,
    moments: &SampleMoments,
    concepts: &DMatrix<f64>,
) -> ConceptPosterior {
    let residual_squares: Vec<f64> =
        concepts.column_iter().map(|concept| moments.residual_square(concept.as_slice())).collect();
    ConceptPosterior::new(problem, &residual_squares)
}

/// The mean vector β̄ = Σ ᾱₖβₖ (length d) of labels that were refined with posterior probabilities ᾱ.
pub fn refined_mean(problem: &TransferProblem, probabilities: &DVector<f64>) -> DVector<f64> {
    problem.concepts() * probabilities
}
