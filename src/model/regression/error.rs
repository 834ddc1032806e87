//! What can be wrong with a teacher–student regression problem, and what to do about it.

use thiserror::Error;

/// A description that is not a teacher–student regression problem. Each message names the key, the value and the remedy.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum RegressionError {
    /// A dimension is too small for what lies in the space.
    #[error("regression.{key} = {value}: must be a whole number, {least} or more")]
    TooFewDimensions { key: &'static str, value: usize, least: usize },

    /// A dimension is beyond what fits in memory.
    #[error(
        "regression.{key} = {value}: more than {most} dimensions; lower it, or raise the limit of RegressionProblem::up_to"
    )]
    TooManyDimensions { key: &'static str, value: usize, most: usize },

    /// A number is not in its range.
    #[error("regression.{key} = {value}: must be {expected}; write for example {key} = {example}")]
    OutOfRange { key: &'static str, value: f64, expected: &'static str, example: f64 },

    /// The subspaces share the truth's direction, and cannot share more than the smaller of them.
    #[error(
        "regression.subspaces.overlap = {overlap}: both subspaces hold the truth, and the smaller has {most} dimensions; write a number from 1 to {most}"
    )]
    OverlapOutOfRange { overlap: f64, most: usize },
}
