//! The rows of a data file.

use csv::{Reader, ReaderBuilder, StringRecord, Trim};
use indexmap::IndexMap;

use super::header::Columns;
use super::source::{Source, shortened};
use super::{DataError, DataSpec};
use crate::setting::SettingValue;

/// Reads row after row.
pub(super) struct Rows<'a> {
    source: &'a Source,
    spec: &'a DataSpec,
    columns: Columns,
    reader: Reader<&'a [u8]>,
    record: StringRecord,
}

impl<'a> Rows<'a> {
    /// Reads the header. Lines that start with `#` are comments.
    pub(super) fn new(source: &'a Source, spec: &'a DataSpec) -> Result<Self, DataError> {
        let mut builder = ReaderBuilder::new();
        let builder = builder.flexible(true).comment(Some(b'#')).trim(Trim::All);
        let mut reader = builder.from_reader(source.text.as_bytes());
        let header = reader.headers().map_err(|error| syntax(source, &error))?;
        let columns = Columns::find(spec, header, source)?;
        Ok(Self { source, spec, columns, reader, record: StringRecord::new() })
    }

    /// Goes to the next row; returns `false` if there is none.
    pub(super) fn advance(&mut self) -> Result<bool, DataError> {
        let last = self.record.position().map(csv::Position::byte);
        let read = self.reader.read_record(&mut self.record).map_err(|error| syntax(self.source, &error))?;
        if !read {
            let open = last.and_then(|byte| self.source.open_quote(byte));
            return open.map_or(Ok(false), |line| Err(DataError::OpenQuote { file: self.file(), line }));
        }
        let (found, expected) = (self.record.len(), self.columns.count());
        if found != expected {
            return Err(DataError::Ragged { file: self.file(), line: self.line(), found, expected });
        }
        Ok(true)
    }

    /// The line of the current row.
    pub(super) fn line(&self) -> usize {
        self.record.position().map_or(1, |position| self.source.line_of(position.byte()))
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
                let (line, column, name, value) = (self.line(), self.columns.name(*place), name.clone(), *value);
                return Err(DataError::OutOfRange { file: self.file(), line, column, name, value, least, greatest });
            }
        }
        Ok(())
    }

    fn number(&self, place: usize) -> Result<f64, DataError> {
        let field = self.field(place)?;
        field.parse().ok().filter(|number: &f64| number.is_finite()).ok_or_else(|| DataError::NotANumber {
            file: self.file(),
            line: self.line(),
            column: self.columns.name(place),
            found: shortened(field),
        })
    }

    fn field(&self, place: usize) -> Result<&str, DataError> {
        let field = self.record.get(place).filter(|field| !field.is_empty());
        field.ok_or_else(|| DataError::Empty { file: self.file(), line: self.line(), column: self.columns.name(place) })
    }

    fn no_setting(&self, place: usize, field: &str) -> DataError {
        let (line, column) = (self.line(), self.columns.name(place));
        DataError::NoSetting { file: self.file(), line, column, found: shortened(field) }
    }

    fn file(&self) -> String {
        self.source.file.clone()
    }
}

fn syntax(source: &Source, error: &csv::Error) -> DataError {
    let line = error.position().map_or(1, |position| source.line_of(position.byte()));
    DataError::Syntax { file: source.file.clone(), line, message: error.to_string() }
}
