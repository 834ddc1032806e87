//! The value of a setting.

use std::fmt;

use serde::{Serialize, Serializer};

/// A value as it is typed: a number or a word.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingValue {
    /// A number, infinity included.
    Number(f64),
    /// A word.
    Word(String),
}

impl fmt::Display for SettingValue {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            // Beyond the whole numbers that TOML holds, with an exponent, so that it reads back.
            Self::Number(value) if value.is_finite() && value.abs() >= 1e15 => write!(f, "{value:e}"),
            Self::Number(value) => write!(f, "{value}"),
            Self::Word(word) => write!(f, "{word}"),
        }
    }
}

impl Serialize for SettingValue {
    /// Infinity, which JSON has no number for, is written as the word `inf`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(value) if value.is_finite() => serializer.serialize_f64(*value),
            Self::Number(_) | Self::Word(_) => serializer.collect_str(self),
        }
    }
}
