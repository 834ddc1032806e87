//! The progress of a run: a line on standard error for people, lines of JSON on standard output for programs.

mod bar;
mod calibration;
mod events;
mod line;
mod meter;
#[cfg(test)]
mod replayed;
mod search;
mod training;

pub use bar::{Progress, clear};
pub use search::SearchProgress;
pub use training::TrainingProgress;
