//! Why a parser of a part gives up.

use winnow::error::ParserError;
use winnow::stream::Stream;

use super::expr::Span;

/// Why a parser gives up.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Failure {
    /// Its part is not here; another may be.
    Absent,
    /// The sentence is wrong, whatever else is tried.
    Fault(Fault),
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fault {
    pub span: Span,
    pub problem: String,
    pub remedy: String,
}

impl Failure {
    pub fn fault(span: Span, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Fault(Fault { span, problem: problem.into(), remedy: remedy.into() })
    }
}

impl<I: Stream> ParserError<I> for Failure {
    type Inner = Self;

    fn from_input(_: &I) -> Self {
        Self::Absent
    }

    fn is_backtrack(&self) -> bool {
        *self == Self::Absent
    }

    fn into_inner(self) -> Result<Self, Self> {
        Ok(self)
    }
}
