//! What a store holds, for reading. A reader needs no lock, because what is written stays as it is.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use super::head::LAYOUT;
use super::index::Place;
use super::log::Log;
use super::record::Record;
use super::{Damage, RecordKey, ShardMark, StoreError};
use crate::study::lock::locked;
use weak_to_strong::numeric::SimdLevel;

/// The file within the store's folder.
const FILE: &str = "results.w2s";

/// The file of a store of version 0.1.
const FILE_OF_VERSION_01: &str = "results.redb";

/// What a store holds. Any number of processes may read a store, also while another writes to it, and from a medium that cannot be written to.
pub struct Contents {
    folder: PathBuf,
    log: Mutex<Log>,
}

impl Contents {
    /// Reads the store in this folder, as it is now.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if there is no store, or if it has another layout or cannot be read.
    pub fn read(folder: &Path) -> Result<Self, StoreError> {
        let path = existing(folder)?;
        let log = Log::open(&path, false).map_err(|error| StoreError::unopenable(folder, error))?;
        Self::of(folder, log)
    }

    /// Refuses a folder without a store.
    pub(super) fn must_exist(folder: &Path) -> Result<(), StoreError> {
        existing(folder).map(|_| ())
    }

    /// Opens the store in this folder to write to it, or makes one. The caller has its lock.
    pub(super) fn open(folder: &Path) -> Result<Self, StoreError> {
        let opened = match existing(folder) {
            Ok(path) => Log::open(&path, true),
            Err(StoreError::Missing { .. }) => Log::create(&folder.join(FILE)),
            Err(error) => return Err(error),
        };
        Self::of(folder, opened.map_err(|error| StoreError::unopenable(folder, error))?)
    }

    fn of(folder: &Path, log: Log) -> Result<Self, StoreError> {
        if let Some(found) = log.layout.filter(|layout| *layout != LAYOUT) {
            return Err(StoreError::OtherLayout { folder: folder.to_owned(), found, expected: LAYOUT });
        }
        Ok(Self { folder: folder.to_owned(), log: Mutex::new(log) })
    }

    /// The folder of the store.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The parts of its file that are damaged. What is whole is read nevertheless.
    pub fn damages(&self) -> Vec<Damage> {
        self.log().damages.clone()
    }

    /// All shards that the store holds, ordered by study and number.
    pub fn marks(&self) -> Vec<ShardMark> {
        let mut marks: Vec<ShardMark> = self.log().marks.iter().cloned().collect();
        marks.sort_by_key(ShardMark::key);
        marks
    }

    /// The vector instructions with which all that the store holds was drawn. Returns `None` if it holds nothing, if it was drawn with several, or if an
    /// earlier program wrote to it, which did not say.
    pub fn simd_level(&self) -> Option<SimdLevel> {
        self.log().level()
    }

    /// Refuses a store whose numbers were drawn with other vector instructions.
    pub(super) fn must_be_of(&self, level: SimdLevel) -> Result<(), StoreError> {
        match self.simd_level().filter(|found| *found != level) {
            Some(found) => Err(StoreError::OtherSimdLevel {
                folder: self.folder.clone(),
                found: found.name(),
                expected: level.name(),
            }),
            None => Ok(()),
        }
    }

    pub(super) fn log(&self) -> MutexGuard<'_, Log> {
        locked(&self.log)
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    pub(super) fn unreadable(&self, error: std::io::Error) -> StoreError {
        StoreError::on_reading(&self.folder, error)
    }

    /// Places of the records of a job with more than `from` and at most `to` replicates, the longest first.
    pub(super) fn places(&self, key: RecordKey, from: u64, to: u64) -> Vec<(u64, Place)> {
        self.log().index.records(key, from, to).collect()
    }

    /// The record of a job at a place; `None` if it is damaged.
    pub(super) fn record(&self, key: RecordKey, count: u64, place: Place) -> std::io::Result<Option<Record>> {
        let content = self.log().content(place)?;
        let record = content.and_then(|content| Record::from_bytes(&content, place.passing));
        Ok(record.filter(|record| (record.key, record.moments.count()) == (key, count)))
    }
}

/// The file of the store in a folder, which must exist.
fn existing(folder: &Path) -> Result<PathBuf, StoreError> {
    let (path, old) = (folder.join(FILE), folder.join(FILE_OF_VERSION_01));
    if path.is_file() {
        Ok(path)
    } else if old.is_file() {
        Err(StoreError::OfVersion01 { folder: folder.to_owned(), file: old })
    } else {
        Err(StoreError::Missing { folder: folder.to_owned() })
    }
}
