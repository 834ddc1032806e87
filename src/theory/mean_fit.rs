//! The mean of least-squares fits.

use nalgebra::DVector;

/// The mean of the least-squares fit nearest to the source, after a chain of fits.
///
/// ```text
/// E β̂ = β_P + min(1, n/d)^T·(β_Y − β_P)
/// ```
///
/// | argument  | symbol                              | range    |
/// | --------- | ----------------------------------- | -------- |
/// | `source`  | β_P                                 | length d |
/// | `labels`  | β_Y, the mean vector of the labels  | length d |
/// | `samples` | n, labels of each fit               | ≥ 1, or inf |
/// | `stages`  | T, number of fits                   | ≥ 1      |
///
/// Prompts are isotropic and Gaussian. Each fit of a chain starts at the source and learns from the labels of the fit before. Source: ours
/// (`docs/theory.md`).
///
/// ```
/// use nalgebra::dvector;
/// use weak_to_strong::theory::mean_least_squares;
///
/// // One label in two dimensions reveals half of the way, two fits in a row a quarter.
/// let (source, labels) = (dvector![1.0, 0.0], dvector![0.0, 1.0]);
/// assert_eq!(mean_least_squares(&source, &labels, 1.0, 1), dvector![0.5, 0.5]);
/// assert_eq!(mean_least_squares(&source, &labels, 1.0, 2), dvector![0.75, 0.25]);
/// assert_eq!(mean_least_squares(&source, &labels, f64::INFINITY, 2), labels);
/// ```
pub fn mean_least_squares(source: &DVector<f64>, labels: &DVector<f64>, samples: f64, stages: usize) -> DVector<f64> {
    let seen = (samples / source.len() as f64).min(1.0);
    source + (labels - source) * seen.powf(stages as f64)
}
