//! The concept that a vector is nearest to.

use nalgebra::DVector;

use crate::model::TransferProblem;

/// The concept βₖ that is nearest to `vector`, among those that the source knows, in the distance √(E((v − βₖ)ᵀX)²).
///
/// # Errors
///
/// Two concepts that are as near, up to rounding.
pub(super) fn nearest_concept(problem: &TransferProblem, vector: &DVector<f64>) -> Result<usize, (usize, usize)> {
    let variances = problem.prompts().variances(problem.dim());
    let supported = (0..problem.concept_count()).filter(|&k| problem.source_prior().probabilities()[k] > 0.0);
    let mut by_distance: Vec<(f64, usize)> =
        supported.map(|k| ((vector - problem.concepts().column(k)).map(|x| x * x).dot(&variances), k)).collect();
    by_distance.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (least, nearest) = by_distance[0];
    match by_distance.get(1).filter(|(next, _)| next - least <= 1e-12 * (1.0 + least)) {
        Some((_, second)) => Err((nearest, *second)),
        None => Ok(nearest),
    }
}
