//! Faults of a description of a logistic problem, with their remedies.

use thiserror::Error;

/// A fault of a description of a logistic problem. Each message names the key, the value and the remedy.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum LogisticError {
    /// There is no input.
    #[error("logistic.inputs = []: no input; write inputs = \"normal\", or at least one number")]
    NoInputs,

    /// There are more inputs than dimensions are allowed.
    #[error(
        "logistic.inputs has {count} numbers, more than {most}; write fewer, or raise the limit of LogisticProblem::up_to"
    )]
    TooManyInputs { count: usize, most: usize },

    /// Probabilities are given where inputs are normal.
    #[error(
        "logistic.{key}.probabilities needs a list of inputs; write inputs = [0, 1] with one for each probability, or a logit"
    )]
    ProbabilitiesOfNormalInputs { key: &'static str },

    /// There are not as many probabilities as inputs.
    #[error("logistic.{key}.probabilities has {found} numbers for {expected} inputs; write one for each input")]
    CountOfProbabilities { key: &'static str, found: usize, expected: usize },

    /// A number is not in its range.
    #[error("logistic.{key} has {value}: must be {expected}; write for example {example}")]
    OutOfRange { key: &'static str, value: f64, expected: &'static str, example: f64 },

    /// Lines through one input are not told apart.
    #[error(
        "logistic.inputs holds only {input}: a line needs two different inputs; write for example inputs = [0, 1], or student = {{ segment = … }}"
    )]
    OneInput { input: f64 },
}
