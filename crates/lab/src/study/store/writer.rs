//! Opens a store, and writes to it at intervals.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use redb::{Builder, Database, ReadableDatabase, ReadableTable, Table};
use serde::{Deserialize, Serialize};

use super::record::Record;
use super::shelf::Shelf;
use super::tables::{ABOUT, JOBS, LAYOUT, LAYOUT_KEY, PASSING, RECORDS, SHARDS};
use super::tally::{Counters, Tally};
use super::{JobDescription, RecordKey, StoreError};
use crate::study::BLOCK;
use crate::study::lock::locked;

/// The database within the store's folder.
pub(super) const FILE: &str = "results.redb";

/// Bytes of the database that are kept in memory.
const CACHE: usize = 64 << 20;

/// The least time between two commits.
const PAUSE: Duration = Duration::from_millis(250);

/// A commit is followed by a pause of this many times its duration, so that saving takes 1/25 of one thread at the most.
const PAUSE_PER_COST: u32 = 24;

/// A store on disk. One process at a time can have it open.
pub struct Store {
    pub(super) folder: PathBuf,
    pub(super) database: Database,
    waiting: Mutex<Waiting>,
    counters: Counters,
}

/// The data to write with the next commit.
struct Waiting {
    records: Vec<Record>,
    descriptions: Vec<(RecordKey, String)>,
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
    /// Opens the store in this folder, or creates one if there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the store is in use, has another layout, or cannot be opened or created.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder).map_err(|error| StoreError::unopenable(folder, error))?;
        let opened = Builder::new().set_cache_size(CACHE).create(folder.join(FILE));
        Self::new(folder, opened.map_err(|error| StoreError::on_opening(folder, error))?)
    }

    /// Opens the store in this folder, which must exist.
    ///
    /// # Errors
    ///
    /// As [`Store::open`]. Also [`StoreError::Missing`] if there is no store.
    pub fn open_existing(folder: &Path) -> Result<Self, StoreError> {
        match folder.join(FILE).is_file() {
            true => Self::open(folder),
            false => Err(StoreError::Missing { folder: folder.to_owned() }),
        }
    }

    /// Uses a database as a store, and creates its tables if it has none.
    pub(super) fn new(folder: &Path, database: Database) -> Result<Self, StoreError> {
        let layout = match layout(&database).map_err(|error| StoreError::unopenable(folder, error))? {
            Some(layout) => layout,
            None => make_tables(&database).map_err(|error| StoreError::on_writing(folder, error))?,
        };
        if layout != LAYOUT {
            return Err(StoreError::OtherLayout { folder: folder.to_owned(), found: layout, expected: LAYOUT });
        }
        let waiting = Waiting {
            records: Vec::new(),
            descriptions: Vec::new(),
            described: HashSet::new(),
            committed: Instant::now(),
            cost: Duration::ZERO,
        };
        Ok(Self { folder: folder.to_owned(), database, waiting: Mutex::new(waiting), counters: Counters::default() })
    }

    /// The folder of the store.
    pub fn folder(&self) -> &Path {
        &self.folder
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
        let mut waiting = locked(&self.waiting);
        if !waiting.records.is_empty() {
            let start = Instant::now();
            self.write(&waiting).map_err(|error| StoreError::on_writing(&self.folder, error))?;
            let drawn = waiting.records.drain(..).map(|record| record.drawn).sum();
            self.counters.saved(drawn);
            waiting.descriptions.clear();
            waiting.cost = start.elapsed();
        }
        waiting.committed = Instant::now();
        Ok(self.counters.tally().saved)
    }

    /// Takes records of one job, to be written with the next commit.
    pub(in crate::study) fn keep(
        &self,
        records: Vec<Record>,
        description: impl FnOnce() -> Option<JobDescription>,
        seed: u64,
    ) {
        let mut waiting = locked(&self.waiting);
        if let Some(key) = records.first().map(|record| record.key)
            && waiting.described.insert(key)
        {
            let kept = description().map(|job| KeptJob { program: env!("CARGO_PKG_VERSION").to_owned(), seed, job });
            waiting.descriptions.extend(kept.map(|kept| (key, serde_json::json!(kept).to_string())));
        }
        waiting.records.extend(records);
    }

    /// Whether the last commit was long enough ago for another.
    pub(in crate::study) fn is_commit_due(&self) -> bool {
        self.time_to_next_commit().is_zero()
    }

    pub(in crate::study) fn time_to_next_commit(&self) -> Duration {
        let waiting = locked(&self.waiting);
        PAUSE.max(waiting.cost * PAUSE_PER_COST).saturating_sub(waiting.committed.elapsed())
    }

    /// The records as they are now.
    pub(in crate::study) fn shelf(&self) -> Result<Shelf<'_>, StoreError> {
        Shelf::new(&self.folder, &self.database, &self.counters)
    }

    fn write(&self, waiting: &Waiting) -> Result<(), redb::Error> {
        let transaction = self.database.begin_write()?;
        {
            let mut jobs = transaction.open_table(JOBS)?;
            for (key, text) in &waiting.descriptions {
                jobs.insert(&key.0, text.as_str())?;
            }
            let mut records = transaction.open_table(RECORDS)?;
            let mut passing = transaction.open_table(PASSING)?;
            for record in &waiting.records {
                write_record(&mut records, &mut passing, record)?;
            }
        }
        Ok(transaction.commit()?)
    }
}

/// Writes a record. Of the replaceable records it keeps the longest, if no longer record is of whole blocks. The order of writing changes nothing.
pub(super) fn write_record(
    records: &mut Table<(&[u8; 32], u64), &[u8]>,
    passing: &mut Table<&[u8; 32], u64>,
    record: &Record,
) -> Result<(), redb::StorageError> {
    let (key, count) = (&record.key.0, record.moments.count());
    let gives_way = passing.get(key)?.map(|count| count.value());
    if record.passing {
        if records.get((key, count))?.is_some() || gone_past(records, key, count)? {
            return Ok(());
        }
        passing.insert(key, count)?;
    }
    records.insert((key, count), record.to_bytes().as_slice())?;
    match gives_way {
        Some(shorter) if shorter < count && count % BLOCK == 0 => {
            records.remove((key, shorter))?;
            if !record.passing {
                passing.remove(key)?;
            }
        }
        Some(same) if same == count && !record.passing => {
            passing.remove(key)?;
        }
        _ => {}
    }
    Ok(())
}

/// Whether there is a record of whole blocks with more replicates than this.
fn gone_past(records: &Table<(&[u8; 32], u64), &[u8]>, key: &[u8; 32], count: u64) -> Result<bool, redb::StorageError> {
    for entry in records.range((key, count + 1)..=(key, u64::MAX))? {
        if entry?.0.value().1 % BLOCK == 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

fn layout(database: &Database) -> Result<Option<u64>, redb::Error> {
    let transaction = database.begin_read()?;
    match transaction.open_table(ABOUT) {
        Ok(about) => Ok(about.get(LAYOUT_KEY)?.map(|layout| layout.value())),
        Err(redb::TableError::TableDoesNotExist(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn make_tables(database: &Database) -> Result<u64, redb::Error> {
    let transaction = database.begin_write()?;
    transaction.open_table(ABOUT)?.insert(LAYOUT_KEY, LAYOUT)?;
    transaction.open_table(RECORDS)?;
    transaction.open_table(PASSING)?;
    transaction.open_table(JOBS)?;
    transaction.open_table(SHARDS)?;
    transaction.commit()?;
    Ok(LAYOUT)
}
