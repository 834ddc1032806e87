//! The law of one replicate: probabilities, means, variances and quantiles of numbers that one sample gives.
//!
//! A statement such as `P(naive.squared_error <= 0.5 * segment_bound) >= 0.95` is about the law of an observable. All observables of one law are of one
//! sample, since pairing would change what such a statement means.

mod error;
mod experiment;
mod kind;
mod label;
mod of_sample;
mod operation;
mod range;
#[cfg(test)]
mod tests;
mod text;
mod threshold;
mod word;

pub use error::LawError;
pub use experiment::{law_experiment, laws_of_rows, sample_experiment};
pub use kind::Law;
pub use of_sample::OfSample;
pub use operation::Operation;
pub use text::{law_key, observed_text, sample_key};
pub use threshold::Threshold;
pub use word::{LAW_WORDS, LawWord};
