//! Where the frames of a store are, by job and number of replicates.

use std::collections::BTreeMap;

use super::RecordKey;
use crate::study::BLOCK;

/// The place of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) at: u64,
    /// Bytes of the frame.
    pub(super) size: u32,
    /// Whether it is a record that gives way to longer ones.
    pub(super) passing: bool,
}

/// The first half of a key. Whoever reads a frame compares the whole key, so two keys with the same half cost a record and nothing else.
type Half = [u8; 16];

/// An index of frames. It takes at most 64 bytes of memory for each.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// By job and number of replicates; the description of a job has 0 replicates.
    places: BTreeMap<(Half, u64), Place>,
    /// Bytes of the frames in the index.
    live: u64,
}

impl Index {
    /// Bytes of the frames that are in use.
    pub(super) fn live_bytes(&self) -> u64 {
        self.live
    }

    /// All places with their numbers of replicates, which are 0 for descriptions, job by job.
    pub(super) fn places(&self) -> impl Iterator<Item = (u64, Place)> {
        self.places.iter().map(|((_, count), place)| (*count, *place))
    }

    /// The description of a job.
    pub(super) fn job(&self, key: RecordKey) -> Option<Place> {
        self.record(key, 0)
    }

    /// The record of so many replicates.
    pub(super) fn record(&self, key: RecordKey, count: u64) -> Option<Place> {
        self.places.get(&(half(key), count)).copied()
    }

    /// Records with more than `from` and at most `to` replicates, the longest first.
    pub(super) fn records(&self, key: RecordKey, from: u64, to: u64) -> impl Iterator<Item = (u64, Place)> {
        let range = (half(key), from.saturating_add(1))..=(half(key), to.max(from.saturating_add(1)));
        self.places
            .range(range)
            .rev()
            .map(|((_, count), place)| (*count, *place))
            .filter(move |(count, _)| *count <= to)
    }

    /// Puts the description of a job in its place.
    pub(super) fn put_job(&mut self, key: RecordKey, place: Place) {
        self.put(key, 0, place);
    }

    /// Puts a record in its place. Of the passing records of a job only the longest stays, and only if no longer record is of whole blocks. The order in
    /// which records are put changes nothing.
    pub(super) fn put_record(&mut self, key: RecordKey, count: u64, place: Place) {
        if !self.would_take(key, count, place.passing) {
            return;
        }
        if count.is_multiple_of(BLOCK) {
            let shorter = self.records(key, 0, count.saturating_sub(1)).find(|(_, place)| place.passing);
            shorter.into_iter().for_each(|(count, _)| self.remove(key, count));
        }
        self.put(key, count, place);
    }

    /// Whether a record would be put in a place.
    pub(super) fn would_take(&self, key: RecordKey, count: u64, passing: bool) -> bool {
        !(passing && (self.record(key, count).is_some() || self.has_gone_past(key, count)))
    }

    /// Whether there is a record of whole blocks with more replicates than this.
    fn has_gone_past(&self, key: RecordKey, count: u64) -> bool {
        self.records(key, count, u64::MAX).any(|(count, _)| count.is_multiple_of(BLOCK))
    }

    fn put(&mut self, key: RecordKey, count: u64, place: Place) {
        self.live += u64::from(place.size);
        let before = self.places.insert((half(key), count), place);
        self.live -= before.map_or(0, |before| u64::from(before.size));
    }

    fn remove(&mut self, key: RecordKey, count: u64) {
        let gone = self.places.remove(&(half(key), count));
        self.live -= gone.map_or(0, |gone| u64::from(gone.size));
    }
}

fn half(key: RecordKey) -> Half {
    std::array::from_fn(|i| key.0[i])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(at: u64, passing: bool) -> Place {
        Place { at, size: 10, passing }
    }

    #[test]
    fn of_passing_records_the_longest_stays() {
        let (key, mut index) = (RecordKey([7; 32]), Index::default());
        index.put_job(key, place(0, false));
        for (count, passing) in [(256, true), (512, true), (300, false), (1024, false), (768, true)] {
            index.put_record(key, count, place(count, passing));
        }
        let counts: Vec<u64> = index.records(key, 0, u64::MAX).map(|(count, _)| count).collect();
        assert_eq!((counts, index.live_bytes()), (vec![1024, 300], 30));
        assert_eq!(index.records(key, 300, 1023).count(), 0);
        assert_eq!(index.records(RecordKey([8; 32]), 0, u64::MAX).count(), 0);
        assert!(
            !index.would_take(key, 512, true) && index.would_take(key, 512, false) && index.would_take(key, 1280, true)
        );
    }

    #[test]
    fn an_entry_takes_40_bytes_without_the_tree() {
        assert_eq!(size_of::<((Half, u64), Place)>(), 40);
    }
}
