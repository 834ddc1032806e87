//! Hard labels in the bi-level ensemble: a sixth family of problems, where labels are signs and both learners interpolate them.
//!
//! Prompts are normal with independent coordinates, all of variance 1 but one, which is favoured. The truth is the sign of this coordinate. The
//! teacher interpolates true labels with least norm. A student that sees more coordinates interpolates the signs of its teacher's predictions. This
//! is the model of Wu and Sahai (2024), with one favoured coordinate.

mod error;
mod predictor;
mod problem;

pub use error::BilevelError;
pub use predictor::SignPredictor;
pub use problem::{BilevelFeatures, BilevelProblem, BilevelSpec};
