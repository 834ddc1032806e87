//! The records of Apache Parquet.

use bytes::Bytes;
use csv::StringRecord;
use parquet::basic::Compression;
use parquet::column::reader::ColumnReader;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::caught::caught;
use super::file_bytes::FileBytes;
use super::header::Columns;
use super::parquet_column::Kind;
use super::parquet_pages::values_of;
use super::{DataError, DataSpec, Spot};

/// So many rows are decoded at a time, so that a file that decodes to far more than its own length does not fill the memory.
const BATCH: usize = 1024;

/// The records of a file, row group after row group.
pub(super) struct ParquetRecords {
    file: String,
    most_bytes: u64,
    reader: SerializedFileReader<Bytes>,
    /// The columns with a use; the others are not decoded.
    used: Vec<UsedColumn>,
    column_count: usize,
    /// The number of row groups that have been opened.
    groups: usize,
    /// The rows of the open group that have not been decoded.
    left: usize,
    /// The rows of the batch, and how many of them have been read.
    batch: usize,
    taken: usize,
    rows: usize,
    text_bytes: u64,
}

struct UsedColumn {
    place: usize,
    name: String,
    kind: Kind,
    /// In the open group.
    values: Option<ColumnReader>,
    batch: Vec<Option<String>>,
}

impl ParquetRecords {
    /// Reads the schema.
    pub(super) fn open(file: FileBytes, spec: &DataSpec, most_bytes: u64) -> Result<(Self, Columns), DataError> {
        let FileBytes { name: file, bytes } = file;
        let reader =
            caught(|| SerializedFileReader::new(Bytes::from(bytes))).map_err(|error| damaged(&file, &error))?;
        let schema = reader.metadata().file_metadata().schema_descr_ptr();
        let names: Vec<String> = schema.columns().iter().map(|column| column.path().string()).collect();
        let columns = Columns::find(spec, names, &file, None)?;
        let used = columns.used().into_iter().map(|place| {
            let (name, description) = (columns.name(place), schema.column(place));
            let kind = Kind::of(&description).map_err(|found| DataError::ColumnType {
                file: file.clone(),
                column: name.clone(),
                found,
            })?;
            Ok(UsedColumn { place, name, kind, values: None, batch: Vec::new() })
        });
        let used = used.collect::<Result<Vec<_>, DataError>>()?;
        let column_count = columns.count();
        let (groups, left, batch, taken, rows, text_bytes) = (0, 0, 0, 0, 0, 0);
        let records =
            Self { file, most_bytes, reader, used, column_count, groups, left, batch, taken, rows, text_bytes };
        records.require_compression()?;
        Ok((records, columns))
    }

    /// Reads the next row; returns `false` if there is none.
    pub(super) fn advance(&mut self, record: &mut StringRecord) -> Result<bool, DataError> {
        while self.taken == self.batch {
            if self.left > 0 {
                self.decode()?;
            } else if self.groups < self.reader.num_row_groups() {
                self.open_group()?;
            } else {
                return Ok(false);
            }
        }
        self.rows += 1;
        record.clear();
        for column in &mut self.used {
            (record.len()..column.place).for_each(|_| record.push_field(""));
            let Some(text) = column.batch[self.taken].take() else {
                let (file, column) = (self.file.clone(), column.name.clone());
                return Err(DataError::Null { file, spot: Spot::Row(self.rows), column });
            };
            record.push_field(text.trim());
            self.text_bytes = self.text_bytes.saturating_add(text.len() as u64 + 1);
        }
        (record.len()..self.column_count).for_each(|_| record.push_field(""));
        self.taken += 1;
        if self.text_bytes > self.most_bytes {
            let (file, spot) = (self.file.clone(), Spot::Row(self.rows));
            return Err(DataError::TooLongAsText { file, spot, most: self.most_bytes });
        }
        Ok(true)
    }

    /// The number of the row that was read last.
    pub(super) fn row(&self) -> usize {
        self.rows
    }

    fn open_group(&mut self) -> Result<(), DataError> {
        let damaged = |error| damaged(&self.file, &error);
        let group = caught(|| self.reader.get_row_group(self.groups)).map_err(damaged)?;
        let rows = group.metadata().num_rows();
        let negative = || ParquetError::General(format!("a row group has {rows} rows"));
        self.left = usize::try_from(rows).map_err(|_| damaged(negative()))?;
        let schema = self.reader.metadata().file_metadata().schema_descr();
        for column in &mut self.used {
            let pages = caught(|| group.get_column_page_reader(column.place)).map_err(damaged)?;
            column.values = Some(values_of(schema.column(column.place), pages));
        }
        self.groups += 1;
        Ok(())
    }

    /// Decodes the next rows of the open group.
    fn decode(&mut self) -> Result<(), DataError> {
        let count = self.left.min(BATCH);
        for column in &mut self.used {
            let Some(values) = &mut column.values else { continue };
            let texts = caught(|| column.kind.texts(values, count)).map_err(|error| damaged(&self.file, &error))?;
            if texts.len() != count {
                let missing = format!("the column {} ends before its last row", column.name);
                return Err(damaged(&self.file, &ParquetError::General(missing)));
            }
            column.batch = texts;
        }
        (self.batch, self.taken) = (count, 0);
        self.left -= count;
        Ok(())
    }

    fn require_compression(&self) -> Result<(), DataError> {
        let groups = self.reader.metadata().row_groups();
        let mut chunks = groups.iter().flat_map(|group| self.used.iter().map(move |column| (column, group)));
        let other = chunks.find_map(|(column, group)| {
            let compression = group.columns().get(column.place)?.compression();
            let is_read = [Compression::UNCOMPRESSED, Compression::SNAPPY].contains(&compression);
            (!is_read).then(|| (column.name.clone(), compression.to_string()))
        });
        match other {
            Some((column, found)) => Err(DataError::Compression { file: self.file.clone(), column, found }),
            None => Ok(()),
        }
    }
}

fn damaged(file: &str, error: &ParquetError) -> DataError {
    DataError::Damaged { file: file.to_owned(), message: error.to_string() }
}
