//! Finds the records from which a run can go on.

use super::record::Record;
use super::tally::Counters;
use super::{Contents, RecordKey, StoreError};
use crate::study::BLOCK;
use weak_to_strong::numeric::JointMoments;

/// The records of a store.
pub(in crate::study) struct Shelf<'a> {
    pub(super) contents: &'a Contents,
    pub(super) counters: &'a Counters,
}

impl Shelf<'_> {
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
        let fits = |(count, _): &(u64, _)| *count == target || count.is_multiple_of(BLOCK);
        for (count, place) in self.contents.places(key, from, target).into_iter().filter(fits) {
            let record = self.contents.record(key, count, place).map_err(|error| self.contents.unreadable(error))?;
            match record.filter(|record| record.moments.is_like(empty)) {
                Some(record) => {
                    self.counters.found(count - from);
                    return Ok(Some(record));
                }
                None => self.counters.damaged(),
            }
        }
        Ok(None)
    }
}
