//! The rows of a data file.

use csv::StringRecord;
use indexmap::IndexMap;

use super::file_bytes::FileBytes;
use super::header::Columns;
use super::records::Records;
use super::source::shortened;
use super::{DataError, DataSpec, Spot};
use crate::setting::SettingValue;

/// Reads row after row.
pub(super) struct Rows<'a> {
    file: String,
    spec: &'a DataSpec,
    columns: Columns,
    records: Records,
    record: StringRecord,
}

impl<'a> Rows<'a> {
    /// Reads the header.
    pub(super) fn new(file: FileBytes, spec: &'a DataSpec, most_bytes: u64) -> Result<Self, DataError> {
        let name = file.name.clone();
        let (records, columns) = Records::open(file, spec, most_bytes)?;
        Ok(Self { file: name, spec, columns, records, record: StringRecord::new() })
    }

    /// Goes to the next row; returns `false` if there is none.
    pub(super) fn advance(&mut self) -> Result<bool, DataError> {
        self.records.advance(&mut self.record)
    }

    /// Where the current row stands.
    pub(super) fn spot(&self) -> Spot {
        self.records.spot(&self.record)
    }

    /// The file's name in messages.
    pub(super) fn file(&self) -> String {
        self.file.clone()
    }

    /// The settings of the current row.
    pub(super) fn settings(&self) -> Result<IndexMap<String, SettingValue>, DataError> {
        let of = |(name, place): (&String, &usize)| {
            let field = self.field(*place)?;
            let value = match field.parse::<f64>() {
                Ok(number) if number.is_nan() => return Err(self.no_setting(*place, field)),
                // There is one 0.
                Ok(number) => SettingValue::Number(number + 0.0),
                Err(_) if field.contains(['\r', '\n']) => return Err(self.no_setting(*place, field)),
                Err(_) => SettingValue::Word(field.to_owned()),
            };
            Ok((name.clone(), value))
        };
        self.spec.settings.iter().zip(&self.columns.settings).map(of).collect()
    }

    /// Writes the observations of the current row.
    pub(super) fn observe(&self, observation: &mut [f64]) -> Result<(), DataError> {
        let places = self.spec.observations.iter().zip(&self.columns.observations);
        for (((name, own), place), value) in places.zip(observation) {
            *value = self.number(*place)?;
            let [least, greatest] = own.range.unwrap_or([f64::NEG_INFINITY, f64::INFINITY]);
            if *value < least || *value > greatest {
                let (spot, column, name, value) = (self.spot(), self.columns.name(*place), name.clone(), *value);
                return Err(DataError::OutOfRange { file: self.file(), spot, column, name, value, least, greatest });
            }
        }
        Ok(())
    }

    fn number(&self, place: usize) -> Result<f64, DataError> {
        let field = self.field(place)?;
        let number = field.parse().ok().or_else(|| truth(field));
        number.filter(|number| number.is_finite()).ok_or_else(|| DataError::NotANumber {
            file: self.file(),
            spot: self.spot(),
            column: self.columns.name(place),
            found: shortened(field),
        })
    }

    fn field(&self, place: usize) -> Result<&str, DataError> {
        let field = self.record.get(place).filter(|field| !field.is_empty());
        field.ok_or_else(|| DataError::Empty { file: self.file(), spot: self.spot(), column: self.columns.name(place) })
    }

    fn no_setting(&self, place: usize, field: &str) -> DataError {
        let (spot, column) = (self.spot(), self.columns.name(place));
        DataError::NoSetting { file: self.file(), spot, column, found: shortened(field) }
    }
}

/// What happened, as 1 or 0.
fn truth(field: &str) -> Option<f64> {
    match field {
        "true" | "True" => Some(1.0),
        "false" | "False" => Some(0.0),
        _ => None,
    }
}
