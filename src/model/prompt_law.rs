//! The laws of the prompt X ∈ Rᵈ.

use nalgebra::DVector;

use super::ProblemError;

/// The law of the prompt. All have mean zero and uncorrelated coordinates.
///
/// | law           | coordinates                     | variance v      | source |
/// | ------------- | ------------------------------- | --------------- | ------ |
/// | `Cube`        | independent, uniform on [−1, 1] | 1/3             | paper  |
/// | `Gaussian`    | independent standard normal     | 1               | paper (identity covariance) |
/// | `Rademacher`  | independent signs               | 1               | ours   |
/// | `Sphere`      | uniform on the radius √d        | 1               | ours   |
/// | `Anisotropic` | independent normal              | one each, given | ours: breaks isotropy |
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromptLaw {
    /// Uniform on the cube [−1, 1]ᵈ.
    Cube,
    /// Standard Gaussian.
    Gaussian,
    /// Independent random signs.
    Rademacher,
    /// Uniform on the sphere of radius √d.
    Sphere,
    /// Gaussian with these variances along the coordinate axes.
    Anisotropic(Vec<f64>),
}

impl PromptLaw {
    /// Checks that the law exists in dimension `dim`.
    ///
    /// # Errors
    ///
    /// [`ProblemError::VarianceCount`] or [`ProblemError::NotPositive`] for anisotropic variances.
    pub fn validate(&self, dim: usize) -> Result<(), ProblemError> {
        let Self::Anisotropic(variances) = self else { return Ok(()) };
        if variances.len() != dim {
            return Err(ProblemError::VarianceCount { found: variances.len(), dim });
        }
        match variances.iter().find(|v| !(v.is_finite() && **v > 0.0)) {
            Some(&value) => Err(ProblemError::NotPositive { key: "prompts.anisotropic", value }),
            None => Ok(()),
        }
    }

    /// The variances of the d coordinates, the diagonal of E XXᵀ.
    pub fn variances(&self, dim: usize) -> DVector<f64> {
        match self {
            Self::Cube => DVector::from_element(dim, 1.0 / 3.0),
            Self::Gaussian | Self::Rademacher | Self::Sphere => DVector::from_element(dim, 1.0),
            Self::Anisotropic(variances) => DVector::from_column_slice(variances),
        }
    }

    /// The common variance v with E XXᵀ = v·I, if there is one.
    pub fn isotropic_variance(&self) -> Option<f64> {
        match self {
            Self::Cube => Some(1.0 / 3.0),
            Self::Gaussian | Self::Rademacher | Self::Sphere => Some(1.0),
            Self::Anisotropic(variances) => {
                let first = *variances.first()?;
                variances.iter().all(|v| *v == first).then_some(first)
            }
        }
    }

    /// Whether the law is unchanged by every signed permutation of the coordinates.
    pub fn is_symmetric(&self) -> bool {
        self.isotropic_variance().is_some()
    }

    /// Whether the prompt is a Gaussian vector.
    pub fn is_gaussian(&self) -> bool {
        matches!(self, Self::Gaussian | Self::Anisotropic(_))
    }
}
