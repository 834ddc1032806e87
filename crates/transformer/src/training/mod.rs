//! Training on prompts of a problem's source.

mod adam;
mod batch;
mod difference;
mod error;
mod fine_tuning;
mod held_out;
mod initial;
mod posterior_means;
mod train;
mod trainer;

pub use difference::Difference;
pub use error::TrainingError;
pub use fine_tuning::{FineTuningSpec, LabelledPrompts};
pub use held_out::HeldOut;
pub use posterior_means::posterior_means;
pub use train::{Progress, train};
pub use trainer::Trainer;
