//! Faults of a description of a linear teacher and student, with their remedies.

use thiserror::Error;

/// A fault of a description of a linear teacher and student. Each message names the key, the value and the remedy.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum LinearError {
    /// A prompt has no coordinate.
    #[error("regression.spectrum: a prompt with 0 coordinates; write at least one eigenvalue")]
    NoDimensions,

    /// There are so many coordinates that matrices do not fit in memory.
    #[error(
        "regression.spectrum: {dim} coordinates, more than {most}; take fewer, or raise the limit of LinearProblem::up_to"
    )]
    TooManyDimensions { dim: usize, most: usize },

    /// A number is not in its range.
    #[error("regression.{key} = {value}: must be {expected}; write for example {example}")]
    OutOfRange { key: &'static str, value: f64, expected: &'static str, example: f64 },

    /// A count is not in its range.
    #[error("regression.{key} = {value}: must be a whole number from {least} to {most}, the number of coordinates")]
    CountOutOfRange { key: &'static str, value: usize, least: usize, most: usize },

    /// The truth has another number of coordinates than the prompt.
    #[error("regression.truth has {found} coordinates and a prompt has {dim}; write {dim} numbers")]
    TruthOfOtherLength { found: usize, dim: usize },

    /// A power law of λᵢβᵢ² says nothing of βᵢ where λᵢ = 0.
    #[error(
        "regression.truth.power with an eigenvalue of 0: the truth along it is not defined; write positive eigenvalues, or a list of coordinates"
    )]
    PowerWithoutVariance,
}
