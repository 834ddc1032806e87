//! The progress of a run: a line on a terminal for people, a line now and then in a log, and lines of JSON on standard output for programs.

mod bar;
mod calibration;
mod events;
mod line;
mod meter;
mod plain;
#[cfg(test)]
mod replayed;
mod search;
mod training;

pub use bar::{Progress, clear};
pub use search::SearchProgress;
pub use training::TrainingProgress;
