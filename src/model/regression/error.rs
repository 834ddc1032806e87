//! Faults of a description of a teacher–student regression problem, with their remedies.

use thiserror::Error;

/// A fault of a description of a teacher–student regression problem. Each message names the key, the value and the remedy.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum RegressionError {
    /// A dimension is too small.
    #[error("regression.{key} = {value}: must be a whole number, {least} or more")]
    TooFewDimensions { key: &'static str, value: usize, least: usize },

    /// A dimension is so large that moments do not fit in memory.
    #[error(
        "regression.{key} = {value}: more than {most} dimensions; lower it, or raise the limit of RegressionProblem::up_to"
    )]
    TooManyDimensions { key: &'static str, value: usize, most: usize },

    /// A number is not in its range.
    #[error("regression.{key} = {value}: must be {expected}; write for example {key} = {example}")]
    OutOfRange { key: &'static str, value: f64, expected: &'static str, example: f64 },

    /// The overlap is too small or too large. The subspaces share the direction of the truth, and at most all of the smaller subspace.
    #[error(
        "regression.subspaces.overlap = {overlap}: both subspaces hold the truth, and the smaller has {most} dimensions; write a number from 1 to {most}"
    )]
    OverlapOutOfRange { overlap: f64, most: usize },
}
