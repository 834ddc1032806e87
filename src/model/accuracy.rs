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
            1.0 - sign_disagreement(&one, &other)
        })
    }
}

/// The probability that uᵀz and vᵀz have different signs, for independent standard normal coordinates of z: the angle of u and v in half turns, or ½ if one of
/// them is 0.
///
/// For predictors β and b of Gaussian prompts u = Σ^½β and v = Σ^½b.
///
/// Source: Sheppard's formula (1899).
///
/// ```
/// use nalgebra::dvector;
/// use weak_to_strong::model::sign_disagreement;
///
/// assert!((sign_disagreement(&dvector![1.0, 0.0], &dvector![1.0, 1.0]) - 0.25).abs() < 1e-15);
/// ```
///
/// # Panics
///
/// If the vectors have not as many coordinates.
pub fn sign_disagreement(one: &DVector<f64>, other: &DVector<f64>) -> f64 {
    match one.norm() * other.norm() {
        0.0 => 0.5,
        _ => angle(one, other) / std::f64::consts::PI,
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
