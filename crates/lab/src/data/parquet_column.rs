//! The columns of Apache Parquet, as text.

use parquet::basic::{ConvertedType, LogicalType, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::{ParquetError, Result};
use parquet::schema::types::ColumnDescriptor;

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Integers of up to 64 bits, from 0 on.
    Unsigned,
    /// Booleans, integers with a sign, and floats of 32 and 64 bits: what the physical type says.
    Plain,
    /// Floats of 16 bits.
    Float16,
    /// Strings.
    Word,
}

impl Kind {
    /// What the values of a column are, or its type in words if they are nothing that is read.
    pub(super) fn of(column: &ColumnDescriptor) -> std::result::Result<Self, String> {
        let (physical, logical, converted) =
            (column.physical_type(), column.logical_type_ref(), column.converted_type());
        if column.path().parts().len() > 1 || column.max_rep_level() > 0 {
            return Err("a list or a group".to_owned());
        }
        let is_word = matches!(logical, Some(LogicalType::String | LogicalType::Enum))
            || (logical.is_none() && [ConvertedType::UTF8, ConvertedType::ENUM].contains(&converted));
        if physical == Type::BYTE_ARRAY && is_word {
            return Ok(Self::Word);
        }
        if physical == Type::FIXED_LEN_BYTE_ARRAY && logical == Some(&LogicalType::Float16) {
            return Ok(Self::Float16);
        }
        let is_plain = [Type::BOOLEAN, Type::INT32, Type::INT64, Type::FLOAT, Type::DOUBLE].contains(&physical);
        if is_plain && logical.is_none() && converted == ConvertedType::NONE {
            return Ok(Self::Plain);
        }
        if is_plain && (SIGNED.contains(&converted) || UNSIGNED.contains(&converted)) {
            return Ok(if UNSIGNED.contains(&converted) { Self::Unsigned } else { Self::Plain });
        }
        let said = logical.map_or_else(|| converted.to_string(), |logical| format!("{logical:?}"));
        Err(if said == "NONE" { physical.to_string() } else { format!("{physical} for {said}") })
    }

    /// The next values of a column as text, `None` where the value is null; fewer if it has fewer. A number is written with the fewest digits from which a
    /// float of its width can be read back.
    pub(super) fn texts(self, values: &mut ColumnReader, most: usize) -> Result<Vec<Option<String>>> {
        match values {
            ColumnReader::BoolColumnReader(values) => texts(values, most, |value| Ok(value.to_string())),
            ColumnReader::Int32ColumnReader(values) => texts(values, most, |value| {
                Ok(if self == Self::Unsigned { value.cast_unsigned().to_string() } else { value.to_string() })
            }),
            ColumnReader::Int64ColumnReader(values) => texts(values, most, |value| {
                Ok(if self == Self::Unsigned { value.cast_unsigned().to_string() } else { value.to_string() })
            }),
            ColumnReader::FloatColumnReader(values) => texts(values, most, |value| Ok(format!("{value:?}"))),
            ColumnReader::DoubleColumnReader(values) => texts(values, most, |value| Ok(format!("{value:?}"))),
            ColumnReader::ByteArrayColumnReader(values) => {
                texts(values, most, |value| value.as_utf8().map(str::to_owned))
            }
            ColumnReader::FixedLenByteArrayColumnReader(values) => texts(values, most, |value| {
                let [low, high] = *value.data() else {
                    return Err(ParquetError::General("a float of 16 bits does not have 2 bytes".to_owned()));
                };
                Ok(float16(u16::from_le_bytes([low, high])))
            }),
            ColumnReader::Int96ColumnReader(_) => {
                Err(ParquetError::General("a column of 96 bits is not read".to_owned()))
            }
        }
    }
}

const SIGNED: [ConvertedType; 4] =
    [ConvertedType::INT_8, ConvertedType::INT_16, ConvertedType::INT_32, ConvertedType::INT_64];
const UNSIGNED: [ConvertedType; 4] =
    [ConvertedType::UINT_8, ConvertedType::UINT_16, ConvertedType::UINT_32, ConvertedType::UINT_64];

fn texts<T: DataType>(
    values: &mut ColumnReaderImpl<T>,
    most: usize,
    text: impl Fn(&T::T) -> Result<String>,
) -> Result<Vec<Option<String>>> {
    let (mut levels, mut present) = (Vec::new(), Vec::new());
    let (count, ..) = values.read_records(most, Some(&mut levels), None, &mut present)?;
    if levels.is_empty() {
        return present.iter().map(|value| text(value).map(Some)).collect();
    }
    let mut present = present.iter();
    let texts = levels.iter().take(count).map(|level| {
        if *level == 0 {
            return Ok(None);
        }
        present.next().map(&text).transpose()
    });
    texts.collect()
}

/// The shortest decimal that lies nearer to this float than to any other of 16 bits.
fn float16(bits: u16) -> String {
    let value = widened(bits);
    if !value.is_finite() || value == 0.0 {
        return format!("{value:?}");
    }
    // Above the largest one, the next would be 2¹⁶.
    let neighbours = [bits - 1, bits + 1].map(|bits| widened(bits).clamp(-65_536.0, 65_536.0));
    let is_nearest = |text: &String| {
        let reads = |read: f64| neighbours.iter().all(|other| (read - value).abs() < (read - other).abs());
        text.parse().is_ok_and(reads)
    };
    let mut texts = (0..=4).map(|digits| format!("{value:.digits$e}"));
    texts.find(is_nearest).unwrap_or_else(|| format!("{value:?}"))
}

/// The value of a float of 16 bits: a sign, 5 bits of exponent and 10 of fraction.
fn widened(bits: u16) -> f64 {
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f64::from(bits & 1023));
    let size = match exponent {
        0 => fraction * 2f64.powi(-24),
        31 if fraction > 0.0 => f64::NAN,
        31 => f64::INFINITY,
        1.. => (1024.0 + fraction) * 2f64.powi(exponent - 25),
        ..0 => f64::NAN,
    };
    if bits >> 15 == 1 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_floats_are_written_with_few_digits() {
        for (bits, text) in [
            (0x2e66, "1e-1"),
            (0x3c00, "1e0"),
            (0xc000, "-2e0"),
            (0x3555, "3.333e-1"),
            (0x7bff, "6.55e4"),
            (0x0001, "6e-8"),
            (0x8000, "-0.0"),
            (0x7c00, "inf"),
            (0x7e00, "NaN"),
        ] {
            assert_eq!(float16(bits), text);
        }
    }

    /// All 63 488 finite ones.
    #[test]
    fn no_two_short_floats_are_written_alike() {
        let finite = (0..=u16::MAX).filter(|bits| widened(*bits).is_finite());
        let mut texts: Vec<String> = finite.map(float16).collect();
        assert_eq!(texts.len(), 63_488);
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), 63_488);
    }
}
