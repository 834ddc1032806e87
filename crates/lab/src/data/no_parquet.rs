//! Replaces the module `parquet` in builds without the feature `parquet`. There are no such records, and the error names the feature.

use csv::StringRecord;

use super::file_bytes::FileBytes;
use super::header::Columns;
use super::{DataError, DataSpec};

/// What no value of this build is.
pub(super) enum ParquetRecords {}

impl ParquetRecords {
    /// Always returns the error that this build cannot read Parquet.
    pub(super) fn open(file: FileBytes, _: &DataSpec, _: u64) -> Result<(Self, Columns), DataError> {
        Err(DataError::LeftOut { file: file.name })
    }

    /// Is never called.
    pub(super) fn advance(&mut self, _: &mut StringRecord) -> Result<bool, DataError> {
        match *self {}
    }

    /// Is never called.
    pub(super) fn row(&self) -> usize {
        match *self {}
    }
}
