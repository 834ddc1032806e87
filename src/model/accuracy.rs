//! The accuracy of an estimator: how often it agrees with the target on the sign of a label.

use nalgebra::DVector;

use super::TransferProblem;

impl TransferProblem {
    /// The probability that βᵀX and β_QᵀX have the same sign, for Gaussian prompts.
    ///
    /// ```text
    /// 1 − ∠(Σ^½β, Σ^½β_Q)/π,   Σ = E XXᵀ
    /// ```
    ///
    /// For β = 0 the accuracy is ½. Returns `None` if prompts are not Gaussian, because then accuracy is not a function of the angle.
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
                _ => 1.0 - angle(&one, &other) / std::f64::consts::PI,
            }
        })
    }
}

/// The angle of two vectors that are not zero, within a few 1e-16; by its cosine it would be off by 1e-8 where they are nearly parallel or opposed.
///
/// Half of it is the angle in the rhombus of their unit vectors (Kahan, *How futile are mindless assessments of roundoff*, 2006, section 12).
fn angle(one: &DVector<f64>, other: &DVector<f64>) -> f64 {
    let (one, other) = (one.normalize(), other.normalize());
    2.0 * (&one - &other).norm().atan2((one + other).norm())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_angles_are_not_lost() {
        let axis = DVector::from_vec(vec![2.0, 0.0]);
        for small in [1e-3, 1e-9, 1e-15] {
            let tilted = DVector::from_vec(vec![3.0 * f64::cos(small), 3.0 * f64::sin(small)]);
            assert!((angle(&axis, &tilted) - small).abs() < 1e-15, "{small}");
            assert!((angle(&axis, &-tilted) - (std::f64::consts::PI - small)).abs() < 1e-15, "{small}");
        }
        let right = DVector::from_vec(vec![0.0, 1e-100]);
        assert!((angle(&axis, &right) - std::f64::consts::FRAC_PI_2).abs() < 1e-15);
    }
}
