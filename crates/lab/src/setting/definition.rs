//! What a setting is.

use super::{Domain, SettingValue};
use crate::name::Name;

/// A named setting with its symbol and the values it may take.
///
/// ```
/// use weak_to_strong_lab::setting::{Domain, Setting};
///
/// let patience = Setting {
///     name: "patience".into(),
///     symbol: "q".into(),
///     axis: Some("patience".into()),
///     meaning: "steps without progress before a fit ends".into(),
///     domain: Domain::Count { least: 1 },
///     default: None,
/// };
/// assert_eq!(patience.domain.to_string(), "a whole number, 1 or more");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The name in claim files and on the command line.
    pub name: Name,
    /// The symbol in formulas, or the name again if it has no symbol.
    pub symbol: Name,
    /// The words in front of the symbol on an axis. `None` if figures show the name in place of the symbol.
    pub axis: Option<Name>,
    /// What it is, in a few words.
    pub meaning: Name,
    /// The values it may take.
    pub domain: Domain,
    /// The value that it has by default. If this is `None`, a value must be given.
    pub default: Option<DefaultValue>,
}

/// A default value.
#[derive(Clone, Debug, PartialEq)]
pub enum DefaultValue {
    /// A number.
    Number(f64),
    /// A word.
    Word(Name),
}

impl DefaultValue {
    /// Whether a value equals this default value.
    pub(super) fn is(&self, value: &SettingValue) -> bool {
        match self {
            Self::Number(default) => *value == SettingValue::Number(*default),
            Self::Word(default) => matches!(value, SettingValue::Word(word) if word == default),
        }
    }
}

impl From<&DefaultValue> for SettingValue {
    fn from(default: &DefaultValue) -> Self {
        match default {
            DefaultValue::Number(value) => Self::Number(*value),
            DefaultValue::Word(word) => Self::Word(word.to_string()),
        }
    }
}

impl From<f64> for DefaultValue {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<&'static str> for DefaultValue {
    fn from(word: &'static str) -> Self {
        Self::Word(word.into())
    }
}
