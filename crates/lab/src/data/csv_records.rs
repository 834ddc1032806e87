//! The records of comma-separated values.

use std::io::Cursor;

use csv::{Position, Reader, ReaderBuilder, StringRecord, Trim};

use super::file_bytes::FileBytes;
use super::header::Columns;
use super::source::Source;
use super::{DataError, DataSpec, Spot};

/// The records of a text.
pub(super) struct CsvRecords {
    source: Source,
    reader: Reader<Cursor<Vec<u8>>>,
    columns: usize,
}

impl CsvRecords {
    /// Reads the header. Lines that start with `#` are comments.
    pub(super) fn open(file: FileBytes, spec: &DataSpec) -> Result<(Self, Columns), DataError> {
        let source = Source::of(file)?;
        let mut builder = ReaderBuilder::new();
        let builder = builder.flexible(true).comment(Some(b'#')).trim(Trim::All);
        let mut reader = builder.from_reader(Cursor::new(source.text.clone().into_bytes()));
        let header = reader.headers().map_err(|error| syntax(&source, &error))?;
        if header.is_empty() {
            return Err(DataError::NoHeader { file: source.file.clone() });
        }
        let line = header.position().map_or(1, |position| source.line_of(position.byte()));
        let names = header.iter().map(str::to_owned).collect();
        let columns = Columns::find(spec, names, &source.file, Some(Spot::Line(line)))?;
        Ok((Self { source, reader, columns: columns.count() }, columns))
    }

    /// Reads the next row; returns `false` if there is none.
    pub(super) fn advance(&mut self, record: &mut StringRecord) -> Result<bool, DataError> {
        let last = record.position().map(Position::byte);
        let read = self.reader.read_record(record).map_err(|error| syntax(&self.source, &error))?;
        let file = || self.source.file.clone();
        if !read {
            let open = last.and_then(|byte| self.source.open_quote(byte));
            return open.map_or(Ok(false), |line| Err(DataError::OpenQuote { file: file(), line }));
        }
        let (found, expected) = (record.len(), self.columns);
        if found != expected {
            return Err(DataError::Ragged { file: file(), line: self.line_of(record), found, expected });
        }
        Ok(true)
    }

    /// The line of a row.
    pub(super) fn line_of(&self, record: &StringRecord) -> usize {
        record.position().map_or(1, |position| self.source.line_of(position.byte()))
    }
}

fn syntax(source: &Source, error: &csv::Error) -> DataError {
    let line = error.position().map_or(1, |position| source.line_of(position.byte()));
    DataError::Syntax { file: source.file.clone(), line, message: error.to_string() }
}
