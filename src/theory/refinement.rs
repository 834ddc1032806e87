//! The excess risk of fine-tuning on refined labels.

/// The excess of the MSE over the squared bias, for least squares on N refined labels with fresh batches.
///
/// For Gaussian prompts of variance v it is exactly
///
/// ```text
/// [dσ² + vτ(d + 2)(N − 2)/(N + 2)] / ((N − d − 1)v),   τ = Σₖ ᾱₖ|βₖ − β̄|²
/// ```
///
/// ᾱ is the mean posterior.
///
/// | argument          | symbol | range     |
/// | ----------------- | ------ | --------- |
/// | `dim`             | d      | ≥ 1       |
/// | `labels`          | N      | > d + 1, or inf |
/// | `noise`           | σ      | > 0       |
/// | `prompt_variance` | v      | > 0       |
/// | `spread`          | τ      | ≥ 0       |
///
/// It is 0 for infinitely many labels, and returned as infinite for N ≤ d + 1. There it is finite for N ≤ d − 2, but then the fit stays in part
/// at the source, which this form does not know. Unit: MSE. Source: Theorem 4.3's estimation term (paper: its order; this form: ours).
pub fn refined_estimation_error(dim: usize, labels: f64, noise: f64, prompt_variance: f64, spread: f64) -> f64 {
    let (d, n) = (dim as f64, labels);
    if n.is_infinite() {
        return 0.0;
    }
    if n <= d + 1.0 {
        return f64::INFINITY;
    }
    let mixture = prompt_variance * spread * (d + 2.0) * (n - 2.0) / (n + 2.0);
    (d * noise * noise + mixture) / ((n - d - 1.0) * prompt_variance)
}

/// An upper bound on the MSE of refinement, for orthonormal concepts, Gaussian prompts and fresh batches.
///
/// If C is a bound on misalignment E M, the bound is
///
/// ```text
/// 2C² + refined_estimation_error(τ = min(1, 2C))
/// ```
///
/// With infinitely many labels it is 2C². The other arguments are those of [`refined_estimation_error`]. Unit: MSE. Source: Somerstep et al. (2025), Theorem 4.3 (paper: exponential
/// term plus estimation term; this form: ours).
pub fn refinement_bound(dim: usize, labels: f64, noise: f64, prompt_variance: f64, misalignment: f64) -> f64 {
    let misalignment = misalignment.min(1.0);
    let spread = (2.0 * misalignment).min(1.0);
    2.0 * misalignment * misalignment + refined_estimation_error(dim, labels, noise, prompt_variance, spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aligned_labels_leave_the_least_squares_term() {
        // dσ²/((N − d − 1)v) = 4·0.25/(5·0.5).
        assert_eq!(refinement_bound(4, 10.0, 0.5, 0.5, 0.0), 0.4);
        assert_eq!(refined_estimation_error(4, 5.0, 0.5, 0.5, 0.0), f64::INFINITY);
        // Many labels leave the squared bias 2·0.25², infinitely many exactly that.
        assert!((refinement_bound(4, 1e15, 0.5, 1.0, 0.25) - 0.125).abs() < 1e-12);
        assert_eq!(refinement_bound(4, f64::INFINITY, 0.5, 1.0, 0.25), 0.125);
        assert_eq!(refinement_bound(4, f64::INFINITY, 0.5, 1.0, 0.0), 0.0);
    }
}
