//! Reads the records of a store, as they are at one moment.

use std::path::Path;

use redb::{Database, ReadOnlyTable, ReadableDatabase};

use super::record::Record;
use super::tables::RECORDS;
use super::tally::Counters;
use super::{RecordKey, StoreError};
use crate::study::BLOCK;
use weak_to_strong::numeric::JointMoments;

/// The records of a store.
pub(in crate::study) struct Shelf<'a> {
    folder: &'a Path,
    records: ReadOnlyTable<(&'static [u8; 32], u64), &'static [u8]>,
    counters: &'a Counters,
}

impl<'a> Shelf<'a> {
    pub(super) fn new(folder: &'a Path, database: &Database, counters: &'a Counters) -> Result<Self, StoreError> {
        let read = |error: redb::Error| StoreError::on_reading(folder, error);
        let transaction = database.begin_read().map_err(|error| read(error.into()))?;
        let records = transaction.open_table(RECORDS).map_err(|error| read(error.into()))?;
        Ok(Self { folder, records, counters })
    }

    /// The longest record of a job with more than `from` and at most `target` replicates from which a run to `target` can continue.
    ///
    /// A record that ends within a block is used only if it has exactly `target` replicates. Damaged records, and records of another width or with other
    /// watched coordinates than `empty`, are skipped.
    pub(in crate::study) fn furthest(
        &self,
        key: RecordKey,
        from: u64,
        target: u64,
        empty: &JointMoments,
    ) -> Result<Option<Record>, StoreError> {
        if from >= target {
            return Ok(None);
        }
        let unreadable = |error: redb::StorageError| StoreError::on_reading(self.folder, error);
        let candidates = self.records.range((&key.0, from + 1)..=(&key.0, target)).map_err(unreadable)?;
        for candidate in candidates.rev() {
            let (place, bytes) = candidate.map_err(unreadable)?;
            let count = place.value().1;
            if count != target && count % BLOCK != 0 {
                continue;
            }
            match Record::from_bytes(key, count, bytes.value()) {
                Some(record) if record.moments.is_like(empty) => {
                    self.counters.found(count - from);
                    return Ok(Some(record));
                }
                _ => self.counters.damaged(),
            }
        }
        Ok(None)
    }
}
