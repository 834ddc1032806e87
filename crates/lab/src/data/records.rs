//! The records of a data file, whatever its format: a header, and then row after row as fields of text.
//!
//! A table says the same in each format, to the bit, because its fields are read from the same text.

use std::path::Path;

use csv::StringRecord;

use super::csv_records::CsvRecords;
use super::file_bytes::FileBytes;
use super::header::Columns;
use super::parquet::ParquetRecords;
use super::{DataError, DataSpec, Spot};

/// The records of a data file.
pub(super) enum Records {
    /// Of comma-separated values.
    Csv(Box<CsvRecords>),
    /// Of Apache Parquet.
    Parquet(Box<ParquetRecords>),
}

impl Records {
    /// Reads the header of a file, which is Parquet if its name ends in `.parquet`.
    pub(super) fn open(file: FileBytes, spec: &DataSpec, most_bytes: u64) -> Result<(Self, Columns), DataError> {
        let extension = Path::new(&file.name).extension();
        if extension.is_some_and(|extension| extension.eq_ignore_ascii_case("parquet")) {
            let (records, columns) = ParquetRecords::open(file, spec, most_bytes)?;
            return Ok((Self::Parquet(Box::new(records)), columns));
        }
        let (records, columns) = CsvRecords::open(file, spec)?;
        Ok((Self::Csv(Box::new(records)), columns))
    }

    /// Reads the next row, with a field for each column; the fields of columns without use may be empty. Returns `false` if there is none.
    pub(super) fn advance(&mut self, record: &mut StringRecord) -> Result<bool, DataError> {
        match self {
            Self::Csv(records) => records.advance(record),
            Self::Parquet(records) => records.advance(record),
        }
    }

    /// Where the row stands that was read last.
    pub(super) fn spot(&self, record: &StringRecord) -> Spot {
        match self {
            Self::Csv(records) => Spot::Line(records.line_of(record)),
            Self::Parquet(records) => Spot::Row(records.row()),
        }
    }
}
