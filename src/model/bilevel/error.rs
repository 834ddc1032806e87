//! Faults of a description of a bi-level problem, with their remedies.

use thiserror::Error;

/// A fault of a description of a bi-level problem. Each message names the key, the value and the remedy.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum BilevelError {
    /// No fit to even one label could be drawn.
    #[error(
        "bilevel.{learner}.dim = {dim}: must be a whole number, {least} or more, because interpolations are drawn where coordinates outnumber labels by 2"
    )]
    TooFewDimensions { learner: &'static str, dim: usize, least: usize },

    /// The student does not see all that its teacher sees.
    #[error(
        "bilevel.student.dim = {student}: the student sees all coordinates of its teacher, which has {teacher}; write {teacher} or more, or lower \
         bilevel.teacher.dim"
    )]
    StudentSeesLess { student: usize, teacher: usize },

    /// An eigenvalue is not in its range.
    #[error(
        "bilevel.{learner}.favoured = {value}: must be an eigenvalue from 0 to 1e100; write for example favoured = 4"
    )]
    EigenvalueOutOfRange { learner: &'static str, value: f64 },
}
