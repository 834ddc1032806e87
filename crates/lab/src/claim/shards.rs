//! Deals the cells of a study to several machines.

use std::path::Path;
use std::time::{Duration, Instant};

use indexmap::IndexMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::{CheckOptions, Claim};
use crate::quantity::Replicates;
use crate::study::{Holding, Job, Limits, RecordKey, ShardMark, read_text};
use weak_to_strong::random::open_stream;

/// Jobs whose stopping depends on each other: those of one fit or infimum. What other jobs do changes nothing for them, so they may be
/// replicated anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The claim's id and the key of its first job.
    pub name: String,
    /// Indices of the campaign's jobs.
    pub jobs: Vec<usize>,
    pub(super) key: RecordKey,
}

/// One of several parts of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 1 on.
    pub number: u32,
    /// How many there are.
    pub count: u32,
}

/// Which unit goes to which shard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Digest of the claims, the seed and the error probability.
    pub study: String,
    /// Ids of the claims.
    pub claims: Vec<String>,
    /// The seed.
    pub seed: u64,
    /// Probability with which any interval of the whole study may miss.
    pub error_probability: f64,
    /// Number of shards.
    pub shards: u32,
    /// Seconds of one processor that each shard takes if all cells use up their replicates; empty if nothing was measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seconds: Vec<f64>,
    /// The number of the shard, by unit.
    pub units: IndexMap<String, u32>,
}

/// A plan that cannot be followed.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum PlanError {
    /// It cannot be read.
    #[error("{file}: {message}")]
    Unreadable { file: String, message: String },
    /// It is for something else.
    #[error(
        "{file} is a plan for {found}, not for {expected}; make one with the same files, seed and error probability: w2s plan … --out {file}"
    )]
    OtherStudy { file: String, found: String, expected: String },
    /// It has another number of shards.
    #[error("{file} deals to {found} shards, not to {asked}; ask for --shard {number}/{found}, or make another plan")]
    OtherCount { file: String, found: u32, asked: u32, number: u32 },
}

impl Plan {
    /// Deals units in the order of their digests, one to each shard in turn.
    pub fn in_turn(claims: &[Claim], options: &CheckOptions, units: &[Unit], shards: u32) -> Self {
        let mut sorted: Vec<&Unit> = units.iter().collect();
        sorted.sort_by_key(|unit| (unit.key, &unit.name));
        let dealt = sorted.into_iter().zip((1..=shards).cycle()).map(|(unit, shard)| (unit.name.clone(), shard));
        Self::new(claims, options, shards, Vec::new(), dealt.collect())
    }

    /// Deals the longest unit first, always to the shard with the least to do.
    pub fn balanced(claims: &[Claim], options: &CheckOptions, units: &[Unit], seconds: &[f64], shards: u32) -> Self {
        let mut sorted: Vec<(&Unit, f64)> = units.iter().zip(seconds.iter().copied()).collect();
        sorted.sort_by(|(a, a_seconds), (b, b_seconds)| b_seconds.total_cmp(a_seconds).then(a.key.cmp(&b.key)));
        let mut loads = vec![0.0; shards as usize];
        let mut dealt = IndexMap::new();
        for (unit, seconds) in sorted {
            let least = (0..loads.len()).fold(0, |least, i| if loads[i] < loads[least] { i } else { least });
            loads[least] += seconds;
            dealt.insert(unit.name.clone(), least as u32 + 1);
        }
        Self::new(claims, options, shards, loads, dealt)
    }

    fn new(
        claims: &[Claim],
        options: &CheckOptions,
        shards: u32,
        seconds: Vec<f64>,
        mut units: IndexMap<String, u32>,
    ) -> Self {
        units.sort_keys();
        Self {
            study: study_digest(claims, options),
            claims: claims.iter().map(|claim| claim.file.id.clone()).collect(),
            seed: options.seed,
            error_probability: options.error_probability,
            shards,
            seconds,
            units,
        }
    }

    /// Reads a plan, and refuses one that is not for this study and number of shards.
    ///
    /// # Errors
    ///
    /// [`PlanError`], which names the file.
    pub fn read(path: &Path, expected: &Self, shard: Shard, limits: &Limits) -> Result<Self, PlanError> {
        let file = path.display().to_string();
        let unreadable = |message: String| PlanError::Unreadable { file: file.clone(), message };
        let text = read_text(path, limits).map_err(|error| unreadable(error.to_string()))?;
        let plan: Self = serde_json::from_str(&text).map_err(|error| unreadable(error.to_string()))?;
        if plan.shards != shard.count {
            return Err(PlanError::OtherCount { file, found: plan.shards, asked: shard.count, number: shard.number });
        }
        if plan.study != expected.study || !plan.units.keys().eq(expected.units.keys()) {
            return Err(PlanError::OtherStudy { file, found: plan.described(), expected: expected.described() });
        }
        Ok(plan)
    }

    /// The units of a shard.
    pub fn units_of<'u>(&self, shard: Shard, units: &'u [Unit]) -> Vec<&'u Unit> {
        units.iter().filter(|unit| self.units.get(&unit.name) == Some(&shard.number)).collect()
    }

    /// What a shard's store says of itself.
    pub fn mark(&self, shard: Shard, complete: bool) -> ShardMark {
        ShardMark {
            study: self.study.clone(),
            dealing: digest(&serde_json::json!([self.shards, self.units]).to_string()),
            described: self.described(),
            number: shard.number,
            count: shard.count,
            complete,
        }
    }

    fn described(&self) -> String {
        let Self { claims, seed, error_probability, study, .. } = self;
        format!(
            "{} (seed {seed}, error probability {error_probability}, content {})",
            claims.join(", "),
            &study[..12.min(study.len())]
        )
    }
}

/// What tells one study from another: the claims as they are typed, the seed and the error probability.
fn study_digest(claims: &[Claim], options: &CheckOptions) -> String {
    // A claim that was read can be written; if it could not, its parts would still tell it apart.
    let text = |claim: &Claim| toml::to_string(&claim.file).unwrap_or_else(|_| format!("{:?}", claim.file));
    let claims: Vec<String> = claims.iter().map(text).collect();
    digest(&serde_json::json!([claims, options.seed, options.error_probability, options.power]).to_string())
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Time that a replicate takes is measured for this long, or over [`MOST_TIMED`] replicates.
const TIMED: Duration = Duration::from_millis(10);
const MOST_TIMED: u32 = 512;

/// Seconds that one replicate of each job takes: from a store that has at least a block of them, or measured now.
pub(super) fn seconds_per_replicate(jobs: &[Job], seed: u64, known: &[Holding]) -> Vec<f64> {
    let known: std::collections::HashMap<RecordKey, f64> = known
        .iter()
        .filter(|holding| holding.replicates > 0 && holding.seconds > 0.0)
        .map(|holding| (holding.key, holding.seconds / holding.replicates as f64))
        .collect();
    let known = |job: &Job| job.record_key(seed).and_then(|key| known.get(&key).copied());
    jobs.par_iter().map(|job| known(job).unwrap_or_else(|| timed(job, seed))).collect()
}

fn timed(job: &Job, seed: u64) -> f64 {
    let mut stream = open_stream(seed, &job.key, 0);
    let mut replicates = Replicates::of(&*job.experiment);
    // A job that has no number somewhere is refused by its run. The first replicate warms up.
    let _ = replicates.draw_next(&mut stream);
    let start = Instant::now();
    let mut drawn = 0;
    while drawn == 0 || drawn < MOST_TIMED && start.elapsed() < TIMED {
        let _ = replicates.draw_next(&mut stream);
        drawn += 1;
    }
    start.elapsed().as_secs_f64() / f64::from(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dealt(seconds: &[f64], shards: u32) -> (Vec<f64>, Vec<u32>) {
        let unit = |i: usize| Unit { name: format!("{i}"), jobs: vec![i], key: RecordKey::default() };
        let units: Vec<Unit> = (0..seconds.len()).map(unit).collect();
        let options = CheckOptions { seed: 1, error_probability: 0.001, power: false, stop_at_violation: false };
        let plan = Plan::balanced(&[], &options, &units, seconds, shards);
        (plan.seconds.clone(), units.iter().map(|unit| plan.units[&unit.name]).collect())
    }

    #[test]
    fn the_longest_goes_first_to_who_has_least() {
        assert_eq!(dealt(&[1.0, 5.0, 2.0, 4.0], 2), (vec![6.0, 6.0], vec![1, 1, 2, 2]));
        assert_eq!(dealt(&[3.0], 4), (vec![3.0, 0.0, 0.0, 0.0], vec![1]));
    }
}
