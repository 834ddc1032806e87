//! What a family of problems is.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use toml::{Table, Value};

use super::{AnyProblemSpec, Problem};

/// A family of problems.
#[derive(Debug)]
pub struct Family {
    /// In words, with an article.
    pub name: &'static str,
    /// The keys by which a `[problem]` table describes a problem of the family, in words.
    pub described_by: &'static str,
    /// All keys that its `[problem]` tables may have, those that may be left out included.
    pub keys: &'static [&'static str],
    /// The dotted keys that have a symbol, words for an axis, or whole numbers.
    pub dotted_keys: &'static [Key],
    /// The key that only its `[problem]` tables have. `None` for the family of all tables without such a key.
    pub marked_by: Option<&'static str>,
    /// Reads and checks a `[problem]` table, of at most this many dimensions.
    pub read: fn(&Table, usize) -> Result<Described, ProblemFault>,
}

/// How a dotted key of a `[problem]` table is shown and searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The dotted name.
    pub name: &'static str,
    /// The symbol in figures, or a name that says more than the dotted one.
    pub symbol: Option<&'static str>,
    /// The words in front of the symbol on an axis.
    pub axis: Option<&'static str>,
    /// Whether it counts something, so that it takes whole numbers only.
    pub is_count: bool,
}

/// A problem with its description.
#[derive(Clone, Debug)]
pub struct Described {
    /// As the file describes it.
    pub spec: AnyProblemSpec,
    /// The problem.
    pub problem: Problem,
}

/// Why a `[problem]` table describes no problem.
#[derive(Clone, Debug)]
pub enum ProblemFault {
    /// A key or a type that does not belong there.
    Syntax(String),
    /// Values that are no problem; the message begins with the key.
    Invalid(Arc<dyn Error + Send + Sync>),
}

impl Family {
    /// Whether its `[problem]` tables may have this key.
    pub fn has_key(&self, key: &str) -> bool {
        self.keys.contains(&key)
    }
}

/// Names are unique.
impl PartialEq for Family {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Family {}

impl Key {
    /// A key without symbol or words.
    pub(super) const fn new(name: &'static str) -> Self {
        Self { name, symbol: None, axis: None, is_count: false }
    }

    /// The same key with this symbol.
    pub(super) const fn symbol(self, symbol: &'static str) -> Self {
        Self { symbol: Some(symbol), ..self }
    }

    /// The same key with these words in front of its symbol on an axis.
    pub(super) const fn axis(self, words: &'static str) -> Self {
        Self { axis: Some(words), ..self }
    }

    /// The same key, which counts something.
    pub(super) const fn count(self) -> Self {
        Self { is_count: true, ..self }
    }
}

impl ProblemFault {
    /// Values that are no problem.
    pub(super) fn invalid(error: impl Error + Send + Sync + 'static) -> Self {
        Self::Invalid(Arc::new(error))
    }
}

impl fmt::Display for ProblemFault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Syntax(message) => write!(f, "[problem]: {message}"),
            Self::Invalid(error) => write!(f, "problem.{error}"),
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

/// What a `[problem]` table says, as far as keys and types go.
pub(super) fn described<T: DeserializeOwned>(table: &Table) -> Result<T, ProblemFault> {
    let syntax = |error: toml::de::Error| ProblemFault::Syntax(error.message().to_owned());
    Value::Table(table.clone()).try_into().map_err(syntax)
}
