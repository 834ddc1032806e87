//! The value of a setting.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value as a user types it: a number or a word.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingValue {
    /// A number, which may be infinity.
    Number(f64),
    /// A word.
    Word(String),
}

impl SettingValue {
    /// A value of a file. What is neither a number nor a word is shown as its TOML text.
    #[expect(clippy::wildcard_enum_match_arm, reason = "TOML has more kinds of values than are told apart here")]
    pub fn shown(value: &toml::Value) -> Self {
        match value {
            toml::Value::Integer(whole) => Self::Number(*whole as f64),
            toml::Value::Float(number) => Self::Number(*number),
            toml::Value::String(word) => Self::Word(word.clone()),
            other => Self::Word(other.to_string()),
        }
    }
}

impl fmt::Display for SettingValue {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            // A number beyond the whole numbers of TOML is written with an exponent, so that it can be read again.
            Self::Number(value) if value.is_finite() && value.abs() >= 1e15 => write!(f, "{value:e}"),
            Self::Number(value) => write!(f, "{value}"),
            Self::Word(word) => write!(f, "{word}"),
        }
    }
}

impl Serialize for SettingValue {
    /// Infinity is written as the word `inf`, because JSON has no number for it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(value) if value.is_finite() => serializer.serialize_f64(*value),
            Self::Number(_) | Self::Word(_) => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for SettingValue {
    /// Reads what was written: a number, infinity by its name, or a word.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = serde_json::Value::deserialize(deserializer)?;
        Ok(match (written.as_f64(), written.as_str().unwrap_or_default()) {
            (Some(number), _) => Self::Number(number),
            (None, "inf") => Self::Number(f64::INFINITY),
            (None, word) => Self::Word(word.to_owned()),
        })
    }
}
