//! Observables: numbers that one sample gives. A quantity is often the mean of one.
//!
//! An observable is defined by its formula and by what is random in it. Nothing is integrated out, weighted or cut off. Observables of one sample are drawn
//! together.

mod answers;
mod definition;
mod labelled;
mod learned;
mod linear;
mod list;
mod plain_settings;
mod prompts;
mod refined;
mod scaled;
mod source_batches;
mod teacher_student;
mod values;
mod weak_batches;

pub use definition::{MadeSample, MakeSample, Observable, Observed, SampleOf, written};
pub use list::OBSERVABLES;
pub use values::Values;
