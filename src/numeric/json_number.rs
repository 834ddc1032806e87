//! Numbers in JSON, which has no infinities: they are written as the words `inf`, `-inf` and `nan`.

use std::fmt;

use serde::de::{Deserializer, Error, Visitor};
use serde::ser::Serializer;

/// Writes a number, or the word for one that JSON does not have.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    if number.is_finite() {
        serializer.serialize_f64(*number)
    } else if number.is_nan() {
        serializer.serialize_str("nan")
    } else {
        serializer.serialize_str(if *number > 0.0 { "inf" } else { "-inf" })
    }
}

/// Reads what [`serialize`] wrote. A null, which other programs write for numbers that JSON does not have, is NaN.
///
/// # Errors
///
/// If it is neither a number nor one of the words.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    deserializer.deserialize_any(Number)
}

struct Number;

impl Visitor<'_> for Number {
    type Value = f64;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a number, \"inf\", \"-inf\" or \"nan\"")
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<f64, E> {
        Ok(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<f64, E> {
        Ok(number as f64)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<f64, E> {
        Ok(number as f64)
    }

    fn visit_unit<E: Error>(self) -> Result<f64, E> {
        Ok(f64::NAN)
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<f64, E> {
        match word {
            "inf" => Ok(f64::INFINITY),
            "-inf" => Ok(f64::NEG_INFINITY),
            "nan" => Ok(f64::NAN),
            _ => Err(E::invalid_value(serde::de::Unexpected::Str(word), &self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::evidence::Interval;

    #[test]
    fn every_number_is_read_back() {
        for end in [1.5, f64::INFINITY, f64::NEG_INFINITY, 3.0, -2.0] {
            let interval = Interval { lower: end, upper: 0.1 };
            let text = serde_json::to_string(&interval).expect("text");
            assert_eq!(serde_json::from_str::<Interval>(&text).expect("an interval"), interval, "{text}");
        }
        assert_eq!(
            serde_json::to_string(&Interval { lower: f64::NEG_INFINITY, upper: f64::NAN }).expect("text"),
            r#"{"lower":"-inf","upper":"nan"}"#
        );
        let read = serde_json::from_str::<Interval>(r#"{"lower":null,"upper":"ten"}"#).expect_err("no number");
        assert!(read.to_string().contains("\"inf\""), "{read}");
    }
}
