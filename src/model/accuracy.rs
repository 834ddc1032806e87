//! How often an estimator and the target agree on the sign of a label.

use nalgebra::DVector;

use super::TransferProblem;

impl TransferProblem {
    /// The probability that βᵀX and β_QᵀX have the same sign, for Gaussian prompts.
    ///
    /// ```text
    /// 1 − ∠(Σ^½β, Σ^½β_Q)/π,   Σ = E XXᵀ
    /// ```
    ///
    /// A zero vector has no sign and guesses: ½. None for other prompts, whose accuracy is no function of the angle.
    ///
    /// Source: a synthetic counterpart of the accuracies in Somerstep et al. (2025), Figure 3; the angle is Sheppard's formula (1899).
    ///
    /// # Panics
    ///
    /// If β does not have d coordinates.
    pub fn accuracy(&self, coefficients: &DVector<f64>) -> Option<f64> {
        self.prompts().is_gaussian().then(|| {
            let deviations = self.prompts().variances(self.dim()).map(f64::sqrt);
            let (one, other) = (coefficients.component_mul(&deviations), self.target_mean().component_mul(&deviations));
            match one.norm() * other.norm() {
                0.0 => 0.5,
                _ => 1.0 - one.angle(&other) / std::f64::consts::PI,
            }
        })
    }
}
