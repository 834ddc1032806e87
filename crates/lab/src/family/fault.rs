//! Why a `[problem]` table describes no problem.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use super::syntax::syntax_fault;

/// Why a `[problem]` table describes no problem.
#[derive(Clone, Debug)]
pub enum ProblemFault {
    /// The table has an unknown key or a wrong type.
    Syntax {
        /// The key at which it has it, such as `weak.noise`; none at the top of the table.
        key: Option<String>,
        /// What is wrong, in words of the file.
        message: String,
    },
    /// The values do not make a problem. The message begins with the key.
    Invalid(Arc<dyn Error + Send + Sync>),
    /// The problem has more dimensions than are allowed. The message begins with the key.
    TooLarge(Arc<dyn Error + Send + Sync>),
}

impl ProblemFault {
    /// Makes the fault of a table with an unknown key or a wrong type.
    pub(super) fn syntax(error: &toml::de::Error) -> Self {
        let (key, message) = syntax_fault(error);
        Self::Syntax { key, message }
    }

    /// Makes the fault of values that do not make a problem.
    pub(super) fn invalid(error: impl Error + Send + Sync + 'static) -> Self {
        Self::Invalid(Arc::new(error))
    }

    /// Makes the fault of a problem with more dimensions than are allowed.
    pub(super) fn too_large(error: impl Error + Send + Sync + 'static) -> Self {
        Self::TooLarge(Arc::new(error))
    }
}

impl fmt::Display for ProblemFault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Syntax { key: Some(key), message } => write!(f, "problem.{key}: {message}"),
            Self::Syntax { key: None, message } => write!(f, "[problem]: {message}"),
            Self::Invalid(error) | Self::TooLarge(error) => write!(f, "problem.{error}"),
        }
    }
}

impl Error for ProblemFault {}

/// Two faults are equal if their messages are equal, because a message says everything about a fault.
impl PartialEq for ProblemFault {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}
