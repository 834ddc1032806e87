//! A record: the moments of a job's first replicates, and the key under which they are kept.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::quantity::{self, sampler_version};
use crate::study::run_version::RUN_VERSION;
use weak_to_strong::numeric::JointMoments;

/// The key under which a job's records are kept: a digest of everything that its observations depend on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordKey(pub(super) [u8; 32]);

impl RecordKey {
    /// The key of the job that this text describes.
    pub(in crate::study) fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }

    /// The key with which a job's description in a store begins.
    pub(super) fn of_job(content: &[u8]) -> Option<Self> {
        content.first_chunk().copied().map(Self)
    }

    /// The key of the same job with a seed.
    pub(in crate::study) fn with_seed(self, seed: u64) -> Self {
        Self(Sha256::new().chain_update(self.0).chain_update(seed.to_le_bytes()).finalize().into())
    }
}

impl fmt::Display for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A job in words: everything that its observations depend on, except the seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobDescription {
    /// The name of the quantity.
    pub quantity: String,
    /// The version of the quantity's code.
    pub quantity_version: u32,
    /// A digest of the code of a user's own quantity, if it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Whether the quantity is a user's own. No quantity of the library uses its records, even if both have the same name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own: bool,
    /// The name of the sampler.
    pub sampler: String,
    /// The version of the sampler's code.
    pub sampler_version: u32,
    /// The version of the run: blocks, their random streams, and how they are merged.
    pub run_version: u32,
    /// The problem.
    pub problem: Value,
    /// The settings of all cells that share the replicates, in order.
    pub settings: Vec<Value>,
}

impl JobDescription {
    /// The key of the job, without a seed.
    pub(in crate::study) fn key(&self) -> RecordKey {
        RecordKey::of(&json!(self).to_string())
    }

    /// Why the program would draw other numbers now; `None` if it would draw the same. The version of a user's own quantity is not compared,
    /// because only its author knows it.
    pub fn outdated(&self) -> Option<String> {
        let of = |what: &str, kept: u32, now: u32| format!("{what} has version {now} now, and it is of version {kept}");
        let unknown = self.quantity.split(" and ").find(|name| *name != LAW && quantity::by_name(name).is_err());
        let now = self.quantity.split(" and ").map(version_of).max().unwrap_or(self.quantity_version);
        match unknown {
            Some(name) if !self.own => Some(format!("it is outdated: there is no quantity {name}")),
            None if !self.own && now != self.quantity_version => {
                Some(format!("it is outdated: {}", of(&self.quantity, self.quantity_version, now)))
            }
            _ if self.run_version != RUN_VERSION => {
                Some(format!("it is outdated: {}", of("the run of replicates", self.run_version, RUN_VERSION)))
            }
            _ => {
                let now = sampler_version(&self.sampler);
                let sampler = || of(&format!("the sampler {}", self.sampler), self.sampler_version, now);
                (now != self.sampler_version).then(|| format!("it is outdated: {}", sampler()))
            }
        }
    }
}

/// The version of a quantity of the library, or of what is observed for laws; 0 if there is no such quantity.
fn version_of(name: &str) -> u32 {
    if name == LAW { LAW_VERSION } else { quantity::by_name(name).map_or(0, |quantity| quantity.version) }
}

/// The name under which a store keeps laws of one sample.
pub(in crate::study) const LAW: &str = "law";

/// It is raised whenever a change of the code changes what is observed for a law.
pub(in crate::study) const LAW_VERSION: u32 = 1;

/// The moments of a job's first replicates.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::study) struct Record {
    pub(in crate::study) key: RecordKey,
    pub(in crate::study) moments: JointMoments,
    /// Seconds that drawing took, added up over threads.
    pub(in crate::study) seconds: f64,
    /// Whether it is replaced by longer records.
    pub(in crate::study) passing: bool,
    /// How many of the replicates were drawn since the record before it.
    pub(in crate::study) drawn: u64,
}

impl Record {
    /// Key, seconds and moments.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.key.0.to_vec();
        bytes.extend(self.seconds.to_le_bytes());
        bytes.extend(self.moments.to_bytes());
        bytes
    }

    /// The record of these bytes; `None` if they are none.
    pub(super) fn from_bytes(bytes: &[u8], passing: bool) -> Option<Self> {
        let (key, rest) = bytes.split_first_chunk()?;
        let (seconds, moments) = rest.split_first_chunk()?;
        let moments = JointMoments::from_bytes(moments)?;
        Some(Self { key: RecordKey(*key), moments, seconds: f64::from_le_bytes(*seconds), passing, drawn: 0 })
    }

    /// The job and the number of replicates of the record of these bytes; `None` if they are none.
    pub(super) fn place_of(bytes: &[u8]) -> Option<(RecordKey, u64)> {
        // The moments begin with their width and their count.
        let count = bytes.get(48..56)?.first_chunk()?;
        Some((RecordKey(*bytes.first_chunk()?), u64::from_le_bytes(*count)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let mut moments = JointMoments::new(2);
        let mut total = JointMoments::new(2);
        moments.push(&[0.1, -1e300]);
        moments.push(&[f64::MIN_POSITIVE / 3.0, 7.0]);
        total.merge(&moments);
        Record { key: RecordKey::of("job"), moments: total, seconds: 0.25, passing: false, drawn: 0 }
    }

    #[test]
    fn bytes_hold_every_bit() {
        let record = record();
        let bytes = record.to_bytes();
        let read = Record::from_bytes(&bytes, false).expect("sound bytes");
        assert_eq!((read.seconds, read.moments.to_bytes()), (record.seconds, record.moments.to_bytes()));
        assert_eq!((read.key, Record::place_of(&bytes)), (record.key, Some((record.key, 2))));
    }

    #[test]
    fn other_bytes_are_no_record() {
        let bytes = record().to_bytes();
        (0..bytes.len()).for_each(|length| assert_eq!(Record::from_bytes(&bytes[..length], false), None, "{length}"));
        assert_eq!(Record::place_of(&bytes[..55]), None);
    }
}
