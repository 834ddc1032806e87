//! Logistic classification: a fifth family of problems, where misfit is a Kullback–Leibler divergence.
//!
//! A predictor gives each input a probability of the label 1. The weak supervisor is one, and the truth is another. A student is the member of a
//! class that is nearest to the supervisor on the population. The class is convex in probabilities, or in log-odds. This is the model of Mulgund and
//! Pabbaraju (2025).

mod error;
mod inputs;
mod log_odds;
mod problem;
mod spec;

pub use error::LogisticError;
pub use inputs::InputsSpec;
pub use log_odds::{LogOdds, log_probability};
pub use problem::{LogisticProblem, StudentClass};
pub use spec::{ClassSpec, LineSpec, LogisticSpec, LogitSpec, PredictorSpec, SegmentSpec};
