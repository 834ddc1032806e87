//! Least squares on weak labels, without the hull.

use super::WeakLabels;
use crate::model::SquaredBiases;

/// The MSE of least squares on n weak labels, for a target on one concept and i.i.d. Gaussian prompts.
///
/// ```text
/// ε_Q′² + dσ_w²/((n − d − 1)v)
/// ```
///
/// It is infinite for n ≤ d + 1. Unit: MSE. Source: the mean of an inverse Wishart matrix.
///
/// ```
/// use weak_to_strong::{model::SquaredBiases, theory::{WeakLabels, least_squares_mse}};
/// let biases = SquaredBiases { source: 1.0, weak: 0.25, cross: 0.0 };
/// let labels = WeakLabels { dim: 2, samples: 7, noise: 1.0, prompt_variance: 1.0 };
/// assert_eq!(least_squares_mse(&biases, &labels), 0.75);
/// ```
pub fn least_squares_mse(biases: &SquaredBiases, labels: &WeakLabels) -> f64 {
    if labels.samples <= labels.dim + 1 {
        return f64::INFINITY;
    }
    biases.weak + variance(labels, labels.samples - labels.dim - 1)
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
    biases.weak + variance(labels, labels.samples)
}

fn variance(labels: &WeakLabels, degrees: usize) -> f64 {
    labels.dim as f64 * labels.noise * labels.noise / (degrees as f64 * labels.prompt_variance)
}
