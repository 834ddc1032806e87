//! What a user of the library may have: a fine-tuning and a refinement of their own.

use nalgebra::DVector;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::sample::SampleMoments;

/// Ridge regression of weak labels by conjugate gradients, shrunk towards the source: (Σ̂ + ηI)(β̂ − β_P) = X'(Y − Xβ_P)/n.
///
/// The planted bug shrinks towards 0.
pub fn fine_tuned(problem: &TransferProblem, moments: &SampleMoments, penalty: f64) -> DVector<f64> {
    let source = if cfg!(feature = "planted-bug") { DVector::zeros(problem.dim()) } else { problem.source_mean() };
    let count = moments.count as f64;
    let apply = |vector: &DVector<f64>| &moments.gram * vector / count + vector * penalty;
    let mut shift = DVector::zeros(problem.dim());
    let mut residual = (&moments.cross - &moments.gram * &source) / count;
    let mut direction = residual.clone();
    for _ in 0..2 * problem.dim() {
        let square = residual.norm_squared();
        if square < 1e-28 {
            break;
        }
        let applied = apply(&direction);
        let step = square / direction.dot(&applied);
        shift += &direction * step;
        residual -= applied * step;
        direction = &residual + direction * (residual.norm_squared() / square);
    }
    source + shift
}

/// The source's posterior over concepts after a batch, by Bayes' rule.
///
/// The planted bug takes the mean of the squared residuals for their sum.
pub fn posterior(problem: &TransferProblem, batch: &SampleMoments) -> DVector<f64> {
    let examples = if cfg!(feature = "planted-bug") { batch.count as f64 } else { 1.0 };
    let variance = 2.0 * problem.noise().powi(2) * examples;
    let log_weight = |(concept, prior): (nalgebra::DVectorView<f64>, &f64)| {
        prior.ln() - batch.residual_square(concept.as_slice()) / variance
    };
    let log_weights: Vec<f64> =
        problem.concepts().column_iter().zip(problem.source_prior().probabilities()).map(log_weight).collect();
    let greatest = log_weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights = DVector::from_iterator(log_weights.len(), log_weights.iter().map(|weight| (weight - greatest).exp()));
    &weights / weights.sum()
}
