//! Linear teachers and students as a file describes them.

use serde::{Deserialize, Serialize};

use super::problem::LinearParts;
use super::{Features, LearnerSpec, LinearError, LinearProblem, SpectrumSpec, TruthSpec};
use crate::model::{MOST_DIMENSIONS, PromptLaw, Shape};

/// A description of a linear teacher and student, as `problem.regression` in a file gives it. It is not yet checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinearSpec {
    /// Σ, the covariance of the prompts.
    pub spectrum: SpectrumSpec,
    /// The law of the coordinates of a prompt along the eigenvectors of Σ, divided by their standard deviations; normal by default.
    #[serde(default = "normal", skip_serializing_if = "PromptLaw::is_standard_gaussian")]
    pub prompts: PromptLaw,
    /// β.
    pub truth: TruthSpec,
    /// σ, the noise of true labels.
    pub noise: f64,
    /// τ, the noise that is added to the student's labels; 0 by default.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub pseudo_noise: f64,
    /// What the teacher sees.
    #[serde(default, skip_serializing_if = "LearnerSpec::sees_all")]
    pub teacher: LearnerSpec,
    /// What the student sees.
    #[serde(default, skip_serializing_if = "LearnerSpec::sees_all")]
    pub student: LearnerSpec,
}

fn normal() -> PromptLaw {
    PromptLaw::Gaussian
}

fn is_zero(number: &f64) -> bool {
    *number == 0.0
}

impl LinearSpec {
    /// Coordinates that are independent and have one law stay so when they are scaled.
    fn check_prompts(&self) -> Result<(), LinearError> {
        let word = self.prompts.word();
        match self.prompts.shape() {
            Shape::Normal(None) => Ok(()),
            Shape::Independent(_) => {
                let with_units = [("teacher", &self.teacher), ("student", &self.student)]
                    .into_iter()
                    .find(|(_, learner)| matches!(learner, LearnerSpec::Relu(_)));
                with_units.map_or(Ok(()), |(learner, _)| Err(LinearError::UnitsOfOtherPrompts { learner, word }))
            }
            Shape::Normal(Some(_)) | Shape::Sphere => Err(LinearError::PromptsNotIndependent { word }),
        }
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
        for (key, value) in [("noise", spec.noise), ("pseudo_noise", spec.pseudo_noise)] {
            if !(value.is_finite() && value >= 0.0) {
                let expected = "a finite number, 0 or more";
                return Err(LinearError::OutOfRange { key, value, expected, example: 0.5 });
            }
        }
        spec.check_prompts()?;
        let spectrum = spec.spectrum.decomposed()?;
        let truth_is_random = matches!(spec.truth, TruthSpec::Random(_));
        let seen = |learner: &'static str, by: &LearnerSpec| {
            let features = by.features(learner, &spectrum.eigenvalues, most_dimensions)?;
            let is_turned = matches!(features, Features::Turned(_));
            if truth_is_random && is_turned { Err(LinearError::RandomTruthTurned { learner }) } else { Ok(features) }
        };
        Ok(Self::from_parts(LinearParts {
            truth_is_random,
            truth: spec.truth.along(&spectrum)?,
            prompts: spec.prompts.clone(),
            noise: spec.noise,
            pseudo_noise: spec.pseudo_noise,
            teacher: seen("teacher", &spec.teacher)?,
            student: seen("student", &spec.student)?,
            eigenvalues: spectrum.eigenvalues,
        }))
    }
}
