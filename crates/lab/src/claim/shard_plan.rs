//! Deals the cells of a study to several machines.

use std::path::Path;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::{Bundle, CheckOptions, Claim};
use crate::study::{Limits, ShardMark, TextError, read_text};

/// One of several parts of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// The number of the part, counted from 1.
    pub number: u32,
    /// The number of parts.
    pub count: u32,
}

/// A plan that says which bundle goes to which shard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShardPlan {
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
    /// The number of the shard, by bundle.
    #[serde(rename = "units")]
    pub bundles: IndexMap<String, u32>,
}

/// A plan that cannot be followed.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum ShardPlanError {
    /// The file cannot be read as text.
    #[error("{file}: {error}")]
    NoText { file: String, error: TextError },
    /// The text is not a plan.
    #[error("{file}: {message}")]
    Syntax { file: String, message: String },
    /// The plan is for another study.
    #[error(
        "{file} is a plan for {found}, not for {expected}; make one with the same files, seed and error probability"
    )]
    OtherStudy { file: String, found: String, expected: String },
    /// The plan has another number of shards.
    #[error("{file} deals to {found} shards, not to {asked}; ask for shard {number} of {found}, or make another plan")]
    OtherCount { file: String, found: u32, asked: u32, number: u32 },
}

impl ShardPlan {
    /// Deals bundles in the order of their digests, one to each shard in turn.
    pub fn in_turn(claims: &[Claim], options: &CheckOptions, bundles: &[Bundle], shards: u32) -> Self {
        let mut sorted: Vec<&Bundle> = bundles.iter().collect();
        sorted.sort_by_key(|bundle| (bundle.key, &bundle.name));
        let dealt = sorted.into_iter().zip((1..=shards).cycle()).map(|(bundle, shard)| (bundle.name.clone(), shard));
        Self::new(claims, options, shards, Vec::new(), dealt.collect())
    }

    /// Deals the longest bundle first, always to the shard with the least to do.
    pub fn balanced(
        claims: &[Claim],
        options: &CheckOptions,
        bundles: &[Bundle],
        seconds: &[f64],
        shards: u32,
    ) -> Self {
        let mut sorted: Vec<(&Bundle, f64)> = bundles.iter().zip(seconds.iter().copied()).collect();
        sorted.sort_by(|(a, a_seconds), (b, b_seconds)| b_seconds.total_cmp(a_seconds).then(a.key.cmp(&b.key)));
        let mut loads = vec![0.0; shards as usize];
        let mut dealt = IndexMap::new();
        for (bundle, seconds) in sorted {
            let least = (0..loads.len()).fold(0, |least, i| if loads[i] < loads[least] { i } else { least });
            loads[least] += seconds;
            dealt.insert(bundle.name.clone(), least as u32 + 1);
        }
        Self::new(claims, options, shards, loads, dealt)
    }

    fn new(
        claims: &[Claim],
        options: &CheckOptions,
        shards: u32,
        seconds: Vec<f64>,
        mut bundles: IndexMap<String, u32>,
    ) -> Self {
        bundles.sort_keys();
        Self {
            study: study_digest(claims, options),
            claims: claims.iter().map(|claim| claim.file.id.clone()).collect(),
            seed: options.seed,
            error_probability: options.error_probability,
            shards,
            seconds,
            bundles,
        }
    }

    /// Reads a plan. Refuses a plan for another study or another number of shards.
    ///
    /// # Errors
    ///
    /// [`ShardPlanError`], which names the file.
    pub fn read(path: &Path, expected: &Self, shard: Shard, limits: &Limits) -> Result<Self, ShardPlanError> {
        let file = path.display().to_string();
        let text = read_text(path, limits).map_err(|error| ShardPlanError::NoText { file: file.clone(), error })?;
        Self::parse(file, &text, expected, shard)
    }

    /// Reads the text of a plan, as [`ShardPlan::read`] does; `file` is its name in messages.
    ///
    /// # Errors
    ///
    /// As [`ShardPlan::read`].
    pub fn parse(file: String, text: &str, expected: &Self, shard: Shard) -> Result<Self, ShardPlanError> {
        let plan: Self = serde_json::from_str(text)
            .map_err(|error| ShardPlanError::Syntax { file: file.clone(), message: error.to_string() })?;
        if plan.shards != shard.count {
            return Err(ShardPlanError::OtherCount {
                file,
                found: plan.shards,
                asked: shard.count,
                number: shard.number,
            });
        }
        if plan.study != expected.study || !plan.bundles.keys().eq(expected.bundles.keys()) {
            return Err(ShardPlanError::OtherStudy { file, found: plan.described(), expected: expected.described() });
        }
        Ok(plan)
    }

    /// The bundles of a shard.
    pub fn bundles_of<'u>(&self, shard: Shard, bundles: &'u [Bundle]) -> Vec<&'u Bundle> {
        bundles.iter().filter(|bundle| self.bundles.get(&bundle.name) == Some(&shard.number)).collect()
    }

    /// The mark by which a store says which shard it holds.
    pub fn mark(&self, shard: Shard, complete: bool) -> ShardMark {
        ShardMark {
            study: self.study.clone(),
            dealing: digest(&serde_json::json!([self.shards, self.bundles]).to_string()),
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
            study.chars().take(12).collect::<String>()
        )
    }
}

/// What distinguishes one study from another: the claims as they are typed, the seed and the error probability.
fn study_digest(claims: &[Claim], options: &CheckOptions) -> String {
    // A claim that was read can be written; if it could not, its parts would still tell it apart.
    let text = |claim: &Claim| toml::to_string(&claim.file).unwrap_or_else(|_| format!("{:?}", claim.file));
    let claims: Vec<String> = claims.iter().map(text).collect();
    digest(&serde_json::json!([claims, options.seed, options.error_probability, options.power]).to_string())
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::RecordKey;

    fn dealt(seconds: &[f64], shards: u32) -> (Vec<f64>, Vec<u32>) {
        let bundle = |i: usize| Bundle { name: format!("{i}"), jobs: vec![i], key: RecordKey::default() };
        let bundles: Vec<Bundle> = (0..seconds.len()).map(bundle).collect();
        let options = CheckOptions::default();
        let plan = ShardPlan::balanced(&[], &options, &bundles, seconds, shards);
        (plan.seconds.clone(), bundles.iter().map(|bundle| plan.bundles[&bundle.name]).collect())
    }

    /// A file may say anything where a digest stands.
    #[test]
    fn a_plan_of_another_study_is_refused_with_its_description() {
        let expected = ShardPlan::new(&[], &CheckOptions::default(), 2, Vec::new(), IndexMap::new());
        let other = ShardPlan { study: "ααααααα".to_owned(), ..expected.clone() };
        let text = serde_json::to_string(&other).expect("JSON");
        let read = ShardPlan::parse("plan.json".to_owned(), &text, &expected, Shard { number: 1, count: 2 });
        assert!(read.expect_err("another study").to_string().contains("content ααααααα)"));
    }

    #[test]
    fn the_longest_goes_first_to_who_has_least() {
        assert_eq!(dealt(&[1.0, 5.0, 2.0, 4.0], 2), (vec![6.0, 6.0], vec![1, 1, 2, 2]));
        assert_eq!(dealt(&[3.0], 4), (vec![3.0, 0.0, 0.0, 0.0], vec![1]));
    }
}
