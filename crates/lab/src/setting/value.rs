//! The value of a setting.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

/// 2⁵³. Larger whole numbers are not all exact as floating-point numbers.
pub(crate) const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// A value as a user types it: a number or a word.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingValue {
    /// A number, which may be infinity.
    Number(f64),
    /// A word.
    Word(String),
}

impl SettingValue {
    /// Its form in the keys of random streams and of the store. Every number has a fraction there, `64.0`, so that no key ever changes.
    pub(crate) fn in_key(&self) -> Value {
        match self {
            Self::Number(value) if value.is_finite() => json!(value),
            Self::Number(_) | Self::Word(_) => json!(self),
        }
    }

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
    /// A whole number is written without a fraction, `64`. Infinity is written as the word `inf`, because JSON has no number for it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(value) if is_whole(*value) => serializer.serialize_i64(*value as i64),
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
            (None, "-inf") => Self::Number(f64::NEG_INFINITY),
            (None, word) => Self::Word(word.to_owned()),
        })
    }
}

/// Whether an integer says the same to the bit, which −0 is not.
fn is_whole(value: f64) -> bool {
    value.abs() <= LARGEST_WHOLE && (value as i64 as f64).to_bits() == value.to_bits()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_have_whole_counts_and_keys_have_fractions() {
        for (number, written, key) in [
            (64.0, "64", "64.0"),
            (0.25, "0.25", "0.25"),
            (-3.0, "-3", "-3.0"),
            (-0.0, "-0.0", "-0.0"),
            (1e300, "1e+300", "1e+300"),
            (f64::INFINITY, "\"inf\"", "\"inf\""),
            (f64::NEG_INFINITY, "\"-inf\"", "\"-inf\""),
        ] {
            let value = SettingValue::Number(number);
            assert_eq!((json!(value).to_string(), value.in_key().to_string()), (written.to_owned(), key.to_owned()));
            let read: SettingValue = serde_json::from_value(json!(value)).expect("a value");
            let SettingValue::Number(read) = read else { panic!("{written} is read as a word") };
            assert_eq!(read.to_bits(), number.to_bits());
        }
        assert_eq!(SettingValue::Word("cube".to_owned()).in_key(), json!("cube"));
    }
}
