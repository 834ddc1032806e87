//! In-context learning: what the source makes of a batch of weak-labelled examples.

use nalgebra::{DMatrix, DVector};

use crate::model::{ConceptPosterior, TransferProblem};
use crate::sample::SampleMoments;

/// The source's posterior over concepts after a batch.
///
/// `concepts` are β₁…β_K in the coordinates of `moments` (one column each); they may be fewer than d coordinates, since
/// only the residual sums of squares enter. Source: Somerstep et al. (2025), Algorithm 1 with the Bayesian
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

/// β̄ = Σ ᾱₖβₖ (length d), the mean vector of labels that are refined under the posterior probabilities ᾱ.
pub fn refined_mean(problem: &TransferProblem, probabilities: &DVector<f64>) -> DVector<f64> {
    problem.concepts() * probabilities
}
