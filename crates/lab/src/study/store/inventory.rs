//! Lists the contents of a store, and finds damaged or outdated records.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;

use super::index::Place;
use super::record::Record;
use super::writer::KeptJob;
use super::{Contents, JobDescription, RecordKey, StoreError};

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
            return Some(format!("its record of {count} replicates is damaged: it is none"));
        }
        job.outdated()
    }

    /// Adds a record. Those of one job come in order.
    fn add(&mut self, count: u64, place: Place, record: Option<Record>) {
        self.records += 1;
        self.bytes += u64::from(place.size);
        match record {
            Some(record) => (self.replicates, self.seconds) = (count, record.seconds),
            None => self.damaged.push(count),
        }
    }

    /// The description as the store keeps it; `None` if it is lost.
    pub(super) fn description(&self) -> Option<String> {
        let job = self.job.clone()?;
        Some(json!(KeptJob { program: self.program.clone(), seed: self.seed, job }).to_string())
    }
}

impl Contents {
    /// All records of the store by job, ordered by quantity and key.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreadable`] if the store cannot be read.
    pub fn holdings(&self) -> Result<Vec<Holding>, StoreError> {
        let places: Vec<(u64, Place)> = self.log().index.places().collect();
        let mut holdings: BTreeMap<RecordKey, Holding> = BTreeMap::new();
        for (count, place) in places {
            let content = self.log().content(place).map_err(|error| self.unreadable(error))?;
            let Some((key, rest)) = content.as_deref().and_then(|content| content.split_first_chunk()) else {
                // It was whole when the store was opened, and is named as damaged when that is done again.
                continue;
            };
            let key = RecordKey(*key);
            if count == 0 {
                holdings.insert(key, described(key, &String::from_utf8_lossy(rest)));
            } else {
                let record = content.as_deref().and_then(|content| Record::from_bytes(content, place.passing));
                holdings.entry(key).or_insert_with(|| described(key, "")).add(count, place, record);
            }
        }
        let mut holdings: Vec<Holding> = holdings.into_values().collect();
        let quantity = |holding: &Holding| holding.job.as_ref().map(|job| job.quantity.clone());
        holdings.sort_by_cached_key(|holding| (quantity(holding), holding.key));
        Ok(holdings)
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
