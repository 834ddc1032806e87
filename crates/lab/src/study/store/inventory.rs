//! Lists the contents of a store, finds damaged or outdated records, and removes them.

use std::collections::HashMap;

use redb::{ReadableDatabase, ReadableTable};
use serde::Serialize;
use serde_json::json;

use super::record::Record;
use super::tables::{JOBS, PASSING, RECORDS};
use super::writer::{KeptJob, Store};
use super::{JobDescription, RecordKey, StoreError};

/// The records of one job.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Holding {
    /// The key under which they are kept.
    #[serde(serialize_with = "as_text")]
    pub key: RecordKey,
    /// The job; `None` if its description is lost or is that of another key.
    #[serde(flatten)]
    pub job: Option<JobDescription>,
    /// The seed.
    pub seed: u64,
    /// Version of the program that wrote them.
    pub program: String,
    /// Replicates of the longest sound record.
    pub replicates: u64,
    /// Seconds that drawing these replicates took, added up over threads.
    pub seconds: f64,
    /// Number of records.
    pub records: usize,
    /// Bytes of its records and its description.
    pub bytes: u64,
    /// Replicates of damaged records.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub damaged: Vec<u64>,
}

impl Holding {
    /// The fault of these records; `None` if they are sound.
    pub fn fault(&self) -> Option<String> {
        let Some(job) = &self.job else {
            return Some("it is damaged: the description of the job is not that of its key".to_owned());
        };
        if let Some(count) = self.damaged.first() {
            return Some(format!("its record of {count} replicates is damaged: the checksum does not fit"));
        }
        job.outdated()
    }

    /// The description as the store keeps it; `None` if it is lost.
    pub(super) fn description(&self) -> Option<String> {
        let job = self.job.clone()?;
        Some(json!(KeptJob { program: self.program.clone(), seed: self.seed, job }).to_string())
    }
}

impl Store {
    /// All records of the store by job, ordered by quantity and key.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if the store cannot be read.
    pub fn holdings(&self) -> Result<Vec<Holding>, StoreError> {
        self.read_holdings().map_err(|error| StoreError::on_reading(&self.folder, error))
    }

    fn read_holdings(&self) -> Result<Vec<Holding>, redb::Error> {
        let transaction = self.database.begin_read()?;
        let mut holdings: HashMap<RecordKey, Holding> = HashMap::new();
        for entry in transaction.open_table(JOBS)?.iter()? {
            let (key, text) = entry?;
            let key = RecordKey(*key.value());
            holdings.insert(key, described(key, text.value()));
        }
        for entry in transaction.open_table(RECORDS)?.iter()? {
            let (place, bytes) = entry?;
            let (key, count) = (RecordKey(*place.value().0), place.value().1);
            let holding = holdings.entry(key).or_insert_with(|| described(key, ""));
            holding.records += 1;
            holding.bytes += bytes.value().len() as u64;
            match Record::from_bytes(key, count, bytes.value()) {
                // Those of one key come in order.
                Some(record) => (holding.replicates, holding.seconds) = (count, record.seconds),
                None => holding.damaged.push(count),
            }
        }
        let mut holdings: Vec<Holding> = holdings.into_values().collect();
        let quantity = |holding: &Holding| holding.job.as_ref().map(|job| job.quantity.clone());
        holdings.sort_by_cached_key(|holding| (quantity(holding), holding.key));
        Ok(holdings)
    }

    /// Removes all records of these jobs, and frees their disk space.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unwritable`] if the store cannot be written.
    pub fn remove(&mut self, holdings: &[Holding]) -> Result<(), StoreError> {
        self.remove_from_tables(holdings)
            .and_then(|()| Ok(self.database.compact().map(|_| ())?))
            .map_err(|error| StoreError::on_writing(&self.folder, error))
    }

    fn remove_from_tables(&self, holdings: &[Holding]) -> Result<(), redb::Error> {
        let transaction = self.database.begin_write()?;
        {
            let (mut jobs, mut passing) = (transaction.open_table(JOBS)?, transaction.open_table(PASSING)?);
            let mut records = transaction.open_table(RECORDS)?;
            for RecordKey(key) in holdings.iter().map(|holding| holding.key) {
                jobs.remove(&key)?;
                passing.remove(&key)?;
                records.retain_in((&key, 0)..=(&key, u64::MAX), |_, _| false)?;
            }
        }
        Ok(transaction.commit()?)
    }
}

/// A job without records yet, from its description in the store.
fn described(key: RecordKey, text: &str) -> Holding {
    let kept = serde_json::from_str::<KeptJob>(text).ok().filter(|kept| kept.job.key().with_seed(kept.seed) == key);
    let (seed, program) = kept.as_ref().map_or((0, String::new()), |kept| (kept.seed, kept.program.clone()));
    Holding {
        key,
        job: kept.map(|kept| kept.job),
        seed,
        program,
        replicates: 0,
        seconds: 0.0,
        records: 0,
        bytes: text.len() as u64,
        damaged: Vec::new(),
    }
}

fn as_text<S: serde::Serializer>(key: &RecordKey, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(key)
}
