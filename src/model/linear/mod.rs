//! Linear teachers and students on prompts with any spectrum: a fourth family of problems.
//!
//! A truth β labels prompts x with the covariance Σ with noise. A teacher is fitted to n such labels by ridge regression, minimum-norm interpolation or gradient
//! flow, and a student to labels that come from the teacher. This is the model of Ildiz et al. (arXiv 2410.18837) and of self-distillation with
//! ridge regression (arXiv 2602.17565).

mod error;
mod features;
mod problem;
mod spec;
mod spectrum;
mod truth;

pub use error::LinearError;
pub use features::{Angles, Features, LearnerSpec, TurnedAxes};
pub use problem::LinearProblem;
pub use spec::{COORDINATES_PER_DIMENSION, LinearSpec};
pub use spectrum::SpectrumSpec;
pub use truth::TruthSpec;
