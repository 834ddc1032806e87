//! Least squares on weak labels, without the hull.

use super::WeakLabels;
use crate::model::SquaredBiases;

/// The MSE of least squares on n weak labels, for a target on one concept and i.i.d. Gaussian prompts.
///
/// ```text
/// ε_Q′² + dσ_w²/((n − d − 1)v)                          for n ≥ d + 2
/// (1 − n/d)ε_P² + (n/d)ε_Q′² + nσ_w²/((d − n − 1)v)     for n ≤ d − 2
/// ```
///
/// For n < d it is the solution nearest to the source. With noise, it is infinite for n between; without noise the last term is 0 for every n.
/// Unit: MSE. Source: the mean of an inverse Wishart matrix.
///
/// ```
/// use weak_to_strong::{model::SquaredBiases, theory::{WeakLabels, least_squares_mse}};
/// let biases = SquaredBiases { source: 1.0, weak: 0.25, cross: 0.0 };
/// let labels = WeakLabels { dim: 2, samples: 7, noise: 1.0, prompt_variance: 1.0 };
/// assert_eq!(least_squares_mse(&biases, &labels), 0.75);
/// // One label in four dimensions: 3/4 of 1, 1/4 of 0.25, and 1·1/(4 − 1 − 1).
/// let few = WeakLabels { dim: 4, samples: 1, ..labels };
/// assert_eq!(least_squares_mse(&biases, &few), 0.75 + 0.0625 + 0.5);
/// ```
pub fn least_squares_mse(biases: &SquaredBiases, labels: &WeakLabels) -> f64 {
    let seen = (labels.samples as f64 / labels.dim as f64).min(1.0);
    let bias = (1.0 - seen) * biases.source + seen * biases.weak;
    let per_variance = labels.noise * labels.noise / labels.prompt_variance;
    bias + noise_cost(per_variance, labels.dim, labels.samples as f64)
}

/// `variance`·E tr(XᵀX)⁺ for n standard normal prompts in d dimensions, and 0 for a variance of 0: r/(|n − d| − 1) with r = min(n, d), or infinite for
/// |n − d| ≤ 1.
pub(super) fn noise_cost(variance: f64, dim: usize, samples: f64) -> f64 {
    let dim = dim as f64;
    let degrees = (samples - dim).abs() - 1.0;
    if variance == 0.0 || samples.is_infinite() {
        0.0
    } else if degrees > 0.0 {
        variance * samples.min(dim) / degrees
    } else {
        f64::INFINITY
    }
}

/// The MSE of least squares on n ≥ d weak labels, for a target on one concept and an orthogonal design, XᵀX = n·v·I.
///
/// ```text
/// ε_Q′² + dσ_w²/(nv)
/// ```
///
/// Unit: MSE.
///
/// ```
/// use weak_to_strong::{model::SquaredBiases, theory::{WeakLabels, least_squares_mse_by_design}};
/// let biases = SquaredBiases { source: 1.0, weak: 0.25, cross: 0.0 };
/// let labels = WeakLabels { dim: 2, samples: 4, noise: 1.0, prompt_variance: 1.0 };
/// assert_eq!(least_squares_mse_by_design(&biases, &labels), 0.75);
/// ```
pub fn least_squares_mse_by_design(biases: &SquaredBiases, labels: &WeakLabels) -> f64 {
    let noise_square = labels.noise * labels.noise;
    biases.weak + labels.dim as f64 * noise_square / (labels.samples as f64 * labels.prompt_variance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_interpolation_only_noise_makes_it_infinite() {
        let biases = SquaredBiases { source: 1.0, weak: 0.25, cross: 0.0 };
        for samples in 3..=5 {
            let labels = WeakLabels { dim: 4, samples, noise: 0.5, prompt_variance: 1.0 };
            assert_eq!(least_squares_mse(&biases, &labels), f64::INFINITY);
            let exact = least_squares_mse(&biases, &WeakLabels { noise: 0.0, ..labels });
            assert_eq!(exact, if samples == 3 { 0.25 + 0.75 * 0.25 } else { 0.25 });
        }
    }
}
