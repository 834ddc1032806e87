//! Calibration of the source's beliefs after a batch: each function returns a number in [0, 1] that is uniform if they are calibrated.

use statrs::distribution::{ContinuousCDF, Normal};

/// The randomised rank of a concept under the posterior.
///
/// ```text
/// U = Σ_{j<k} α̂ⱼ + V·α̂ₖ
/// ```
///
/// | argument        | symbol | shape | range  |
/// | --------------- | ------ | ----- | ------ |
/// | `probabilities` | α̂      | K     | sum 1  |
/// | `concept`       | k      |       | < K    |
/// | `tie`           | V      |       | [0, 1] |
///
/// If V is uniform, and k has the law α̂ given the batch, then U is uniform. For U falls into each interval between partial sums of α̂ with a
/// probability equal to its length, and it is uniform inside.
///
/// ```
/// # use weak_to_strong::learn::rank_transform;
/// assert_eq!(rank_transform(&[0.25, 0.5, 0.25], 1, 0.5), 0.5);
/// ```
///
/// # Panics
///
/// If the concept does not exist.
///
/// # Source
///
/// Proposition A.3 borrows calibration from Wang et al. (2024) (paper); its check by ranks, Talts et al. (2018), is ours.
pub fn rank_transform(probabilities: &[f64], concept: usize, tie: f64) -> f64 {
    probabilities[..concept].iter().sum::<f64>() + tie * probabilities[concept]
}

/// The predictive probability that a new label is at most Y, evaluated at the label Y that was drawn.
///
/// ```text
/// U = Σₖ α̂ₖ Φ((Y − βₖᵀX)/σ)
/// ```
///
/// | argument        | symbol    | shape | range |
/// | --------------- | --------- | ----- | ----- |
/// | `probabilities` | α̂         | K     | sum 1 |
/// | `residuals`     | Y − βₖᵀX  | K     |       |
/// | `noise`         | σ         |       | > 0   |
///
/// If labels follow the source's predictive law, U is a continuous distribution function at a draw from it. So it is uniform.
///
/// ```
/// # use weak_to_strong::learn::predictive_transform;
/// // Half a chance of a label that is exactly in the middle, and half of one that is far to its right.
/// assert!((predictive_transform(&[0.5, 0.5], &[0.0, -1e3], 1.0) - 0.25).abs() < 1e-15);
/// ```
///
/// # Source
///
/// As [`rank_transform`].
pub fn predictive_transform(probabilities: &[f64], residuals: &[f64], noise: f64) -> f64 {
    let normal = Normal::standard();
    probabilities.iter().zip(residuals).map(|(probability, residual)| probability * normal.cdf(residual / noise)).sum()
}
