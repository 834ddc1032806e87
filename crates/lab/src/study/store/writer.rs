//! Opens a store to write to it, and writes at intervals.

use std::collections::HashSet;
use std::fs::{File, TryLockError};
use std::io::{Error, ErrorKind};
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::log::Entry;
use super::record::Record;
use super::shelf::Shelf;
use super::tally::{Counters, Tally};
use super::{Contents, JobDescription, RecordKey, ShardMark, StoreError};
use crate::study::lock::locked;
use weak_to_strong::numeric::SimdLevel;

/// The file that a writer locks, beside that of the store.
const LOCK: &str = "lock";

/// The least time between two commits.
const PAUSE: Duration = Duration::from_millis(250);

/// A commit is followed by a pause of this many times its duration, so that saving takes 1/25 of one thread at the most.
const PAUSE_PER_COST: u32 = 24;

/// Numbers that may wait to be written.
pub(super) const MOST_WAITING: usize = 1 << 22;

/// Bytes that may be wasted before a store is compacted when it is opened.
const WASTE: u64 = 1 << 20;

/// A store that is open for writing. One process at a time can have it open so; any number may read it.
pub struct Store {
    contents: Contents,
    waiting: Mutex<Waiting>,
    counters: Counters,
    /// Locked until the store is dropped.
    _lock: Lock,
}

/// A file that is locked until this is dropped.
struct Lock(File);

impl Lock {
    fn on(path: &Path) -> Result<Self, Error> {
        let file = File::create(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

/// Closing the file would not do: a process that another thread is just starting holds a copy of it until it runs its program.
impl Drop for Lock {
    fn drop(&mut self) {
        drop(self.0.unlock());
    }
}

/// The data to write with the next commit.
struct Waiting {
    entries: Vec<Entry>,
    /// How many numbers the moments of the entries have.
    numbers: usize,
    /// Replicates that were drawn for them.
    drawn: u64,
    /// Jobs whose descriptions are written or wait for it.
    described: HashSet<RecordKey>,
    committed: Instant,
    /// How long the last commit took.
    cost: Duration,
}

/// The value of a job in the store.
#[derive(Serialize, Deserialize)]
pub(super) struct KeptJob {
    /// Version of the program that was the first to write it.
    pub(super) program: String,
    pub(super) seed: u64,
    pub(super) job: JobDescription,
}

impl Store {
    /// Opens the store in this folder, or makes one if there is none, to draw with the vector instructions of this process.
    ///
    /// # Errors
    ///
    /// [`StoreError::OtherSimdLevel`] if the store was drawn with others; the errors of [`Store::open_mixed`].
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let store = Self::open_mixed(folder)?;
        store.contents.must_be_of(SimdLevel::in_use())?;
        Ok(store)
    }

    /// Opens the store in this folder, or makes one if there is none, with whatever vector instructions it was drawn. If this process draws with
    /// others, the store no longer says with which.
    ///
    /// # Errors
    ///
    /// [`StoreError::InUse`] while another process writes to the store; another [`StoreError`] if it has another layout, or cannot be opened or made.
    pub fn open_mixed(folder: &Path) -> Result<Self, StoreError> {
        let unopenable = |error| StoreError::unopenable(folder, error);
        std::fs::create_dir_all(folder).map_err(unopenable)?;
        let lock = Lock::on(&folder.join(LOCK)).map_err(unopenable)?;
        let waiting = Waiting {
            entries: Vec::new(),
            numbers: 0,
            drawn: 0,
            described: HashSet::new(),
            committed: Instant::now(),
            cost: Duration::ZERO,
        };
        let contents = Contents::open(folder)?;
        let store = Self { contents, waiting: Mutex::new(waiting), counters: Counters::default(), _lock: lock };
        store.compact_if_wasteful()?;
        Ok(store)
    }

    /// Opens the store in this folder, which must exist, with whatever vector instructions it was drawn.
    ///
    /// # Errors
    ///
    /// As [`Store::open_mixed`]. Also [`StoreError::Missing`] if there is no store.
    pub fn open_existing(folder: &Path) -> Result<Self, StoreError> {
        Contents::must_exist(folder)?;
        Self::open_mixed(folder)
    }

    /// What the store holds.
    pub fn contents(&self) -> &Contents {
        &self.contents
    }

    /// The folder of the store.
    pub fn folder(&self) -> &Path {
        self.contents.folder()
    }

    /// Counts of replicates found and saved since the store was opened.
    pub fn tally(&self) -> Tally {
        self.counters.tally()
    }

    /// Writes all data that the store received, and returns when they are saved on disk. Returns the number of replicates saved since the store
    /// was opened.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unwritable`] if the store cannot be written. Data that were saved before are not changed.
    pub fn flush(&self) -> Result<u64, StoreError> {
        self.commit(&mut locked(&self.waiting))?;
        Ok(self.counters.tally().saved)
    }

    fn commit(&self, waiting: &mut Waiting) -> Result<(), StoreError> {
        if !waiting.entries.is_empty() {
            let start = Instant::now();
            self.append(&waiting.entries, Some(SimdLevel::in_use()))?;
            self.counters.saved(std::mem::take(&mut waiting.drawn));
            waiting.entries.clear();
            waiting.numbers = 0;
            waiting.cost = start.elapsed();
        }
        waiting.committed = Instant::now();
        Ok(())
    }

    /// Saves the mark of a shard. A shard that is complete stays complete.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unwritable`] if the store cannot be written.
    pub fn mark(&self, mark: &ShardMark) -> Result<(), StoreError> {
        self.append(&[Entry::Mark(mark.clone())], Some(SimdLevel::in_use()))
    }

    pub(super) fn append(&self, entries: &[Entry], level: Option<SimdLevel>) -> Result<(), StoreError> {
        self.contents.log().append(entries, level).map_err(|error| self.unwritable(error))
    }

    /// Takes records of one job, to be written with the next commit, which is now if much waits for it.
    ///
    /// # Errors
    ///
    /// As [`Store::flush`].
    pub(in crate::study) fn keep(
        &self,
        records: Vec<Record>,
        description: impl FnOnce() -> Option<JobDescription>,
        seed: u64,
    ) -> Result<(), StoreError> {
        let mut waiting = locked(&self.waiting);
        if let Some(key) = records.first().map(|record| record.key)
            && waiting.described.insert(key)
            && let Some(job) = description()
        {
            let kept = KeptJob { program: env!("CARGO_PKG_VERSION").to_owned(), seed, job };
            waiting.entries.push(Entry::Job { key, description: json!(kept).to_string() });
        }
        waiting.drawn += records.iter().map(|record| record.drawn).sum::<u64>();
        waiting.numbers += records.iter().map(|record| record.moments.number_count()).sum::<usize>();
        waiting.entries.extend(records.into_iter().map(Entry::Record));
        if waiting.numbers > MOST_WAITING { self.commit(&mut waiting) } else { Ok(()) }
    }

    /// Whether the last commit was long enough ago for another.
    pub(in crate::study) fn is_commit_due(&self) -> bool {
        self.time_to_next_commit().is_zero()
    }

    pub(in crate::study) fn time_to_next_commit(&self) -> Duration {
        let waiting = locked(&self.waiting);
        PAUSE.max(waiting.cost * PAUSE_PER_COST).saturating_sub(waiting.committed.elapsed())
    }

    /// The records of the store, for a run.
    pub(in crate::study) fn shelf(&self) -> Shelf<'_> {
        Shelf { contents: &self.contents, counters: &self.counters }
    }

    /// Removes all records of these jobs and all that is damaged, and frees their disk space.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unwritable`] if the store cannot be written.
    pub fn remove(&self, jobs: &[RecordKey]) -> Result<(), StoreError> {
        let gone: HashSet<&RecordKey> = jobs.iter().collect();
        self.compact(|key| !gone.contains(&key))
    }

    /// Damage is not cleared away unasked.
    fn compact_if_wasteful(&self) -> Result<(), StoreError> {
        let log = self.contents.log();
        let is_wasteful = log.damages.is_empty() && log.waste() > log.live_bytes().max(WASTE);
        drop(log);
        if is_wasteful { self.compact(|_| true) } else { Ok(()) }
    }

    fn compact(&self, stays: impl Fn(RecordKey) -> bool) -> Result<(), StoreError> {
        let path = self.contents.path();
        self.contents.log().compact(&path, stays).map_err(|error| self.unwritable(error))
    }

    fn unwritable(&self, error: Error) -> StoreError {
        StoreError::on_writing(self.folder(), error)
    }
}
