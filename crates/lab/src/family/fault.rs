//! Why a `[problem]` table describes no problem.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// Why a `[problem]` table describes no problem.
#[derive(Clone, Debug)]
pub enum ProblemFault {
    /// A key or a type that does not belong there.
    Syntax(String),
    /// Values that are no problem; the message begins with the key.
    Invalid(Arc<dyn Error + Send + Sync>),
    /// A problem of more dimensions than were allowed; the message begins with the key.
    TooLarge(Arc<dyn Error + Send + Sync>),
}

impl ProblemFault {
    /// Values that are no problem.
    pub(super) fn invalid(error: impl Error + Send + Sync + 'static) -> Self {
        Self::Invalid(Arc::new(error))
    }

    /// A problem of more dimensions than were allowed.
    pub(super) fn too_large(error: impl Error + Send + Sync + 'static) -> Self {
        Self::TooLarge(Arc::new(error))
    }
}

impl fmt::Display for ProblemFault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Syntax(message) => write!(f, "[problem]: {message}"),
            Self::Invalid(error) | Self::TooLarge(error) => write!(f, "problem.{error}"),
        }
    }
}

impl Error for ProblemFault {}

/// Messages say all that there is to say.
impl PartialEq for ProblemFault {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}
