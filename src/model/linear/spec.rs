//! Linear teachers and students as a file describes them.

use serde::{Deserialize, Serialize};

use super::problem::LinearParts;
use super::{LinearError, LinearProblem, SpectrumSpec, TruthSpec};
use crate::model::MOST_DIMENSIONS;

/// A description of a linear teacher and student, as `problem.regression` in a file gives it. It is not yet checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinearSpec {
    /// Σ, the covariance of the prompts.
    pub spectrum: SpectrumSpec,
    /// β.
    pub truth: TruthSpec,
    /// σ, the noise of true labels.
    pub noise: f64,
    /// What the teacher sees.
    #[serde(default, skip_serializing_if = "LearnerSpec::sees_all")]
    pub teacher: LearnerSpec,
    /// What the student sees.
    #[serde(default, skip_serializing_if = "LearnerSpec::sees_all")]
    pub student: LearnerSpec,
}

/// What a learner sees of a prompt. It sees everything by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LearnerSpec {
    /// The learner sees the first so many coordinates along the eigenvectors of Σ, in the order of the spectrum; `None` for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<usize>,
}

impl LearnerSpec {
    fn sees_all(&self) -> bool {
        self.first.is_none()
    }

    fn dim(&self, key: &'static str, dim: usize) -> Result<usize, LinearError> {
        let value = self.first.unwrap_or(dim);
        if (1..=dim).contains(&value) {
            return Ok(value);
        }
        Err(LinearError::CountOutOfRange { key, value, least: 1, most: dim })
    }
}

/// How many coordinates along known eigenvectors a linear problem may have for each dimension of a problem that holds matrices.
///
/// Formulas take time in proportion to their number. What is drawn is bounded by the numbers of a sample instead.
pub const COORDINATES_PER_DIMENSION: usize = 16;

impl LinearProblem {
    /// Checks a description and builds the problem.
    ///
    /// # Errors
    ///
    /// [`LinearError`], which names the key, its value and the remedy.
    pub fn new(spec: &LinearSpec) -> Result<Self, LinearError> {
        Self::up_to(MOST_DIMENSIONS, spec)
    }

    /// As [`LinearProblem::new`], but with the limit `most_dimensions` instead of [`MOST_DIMENSIONS`].
    ///
    /// Eigenvalues that are given are held as a vector, so there may be [`COORDINATES_PER_DIMENSION`] times as many of them. A covariance that is a matrix,
    /// that of `ar1`, has at most `most_dimensions` rows.
    ///
    /// # Errors
    ///
    /// [`LinearError`], which names the key, its value and the remedy.
    pub fn up_to(most_dimensions: usize, spec: &LinearSpec) -> Result<Self, LinearError> {
        let dim = spec.spectrum.dim();
        if dim == 0 {
            return Err(LinearError::NoDimensions);
        }
        let most = if spec.spectrum.is_diagonal() {
            most_dimensions.saturating_mul(COORDINATES_PER_DIMENSION)
        } else {
            most_dimensions
        };
        if dim > most {
            return Err(LinearError::TooManyDimensions { dim, most });
        }
        if !(spec.noise.is_finite() && spec.noise >= 0.0) {
            let (key, value, expected) = ("noise", spec.noise, "a finite number, 0 or more");
            return Err(LinearError::OutOfRange { key, value, expected, example: 0.5 });
        }
        let spectrum = spec.spectrum.decomposed()?;
        Ok(Self::from_parts(LinearParts {
            truth: spec.truth.along(&spectrum)?,
            eigenvalues: spectrum.eigenvalues,
            noise: spec.noise,
            teacher_dim: spec.teacher.dim("teacher.first", dim)?,
            student_dim: spec.student.dim("student.first", dim)?,
        }))
    }
}
