//! Normal prompts with a variance for each coordinate axis.

use super::Shape;
use super::law::Law;
use crate::model::ProblemError;

/// The law with these variances.
pub(super) const fn anisotropic(variances: &[f64]) -> Law<'_> {
    Law {
        word: "anisotropic",
        meaning: "independent normal coordinates with these variances",
        shape: Shape::Normal(Some(variances)),
    }
}

/// Checks that there is a positive variance for each of the d coordinates.
pub(super) fn validate(variances: &[f64], dim: usize) -> Result<(), ProblemError> {
    if variances.len() != dim {
        return Err(ProblemError::VarianceCount { found: variances.len(), dim });
    }
    match variances.iter().find(|v| !(v.is_finite() && **v > 0.0)) {
        Some(&value) => Err(ProblemError::NotPositive { key: "prompts.anisotropic", value }),
        None => Ok(()),
    }
}
