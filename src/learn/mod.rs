//! Learners. They see moments and draw nothing, so two fits of one sample always agree.

mod fine_tuning;
mod in_context;

pub use fine_tuning::{FineTuning, FitError};
pub use in_context::{in_context_posterior, refined_mean};
