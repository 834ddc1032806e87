//! The marks of the shards whose results a store holds.

use serde::{Deserialize, Serialize};

/// The mark of one shard of a study, which is started or complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardMark {
    /// Digest of the study's content.
    pub study: String,
    /// Digest of the plan that says which cells go to which shard.
    pub dealing: String,
    /// The study in words.
    pub described: String,
    /// The number of the shard, counted from 1.
    pub number: u32,
    /// The number of shards of the study.
    pub count: u32,
    /// Whether each of its cells is decided or has used up its replicates.
    pub complete: bool,
}

impl ShardMark {
    /// Whether both are shards of the same study and the same plan.
    pub fn belongs_with(&self, other: &Self) -> bool {
        (&self.study, &self.dealing, self.count) == (&other.study, &other.dealing, other.count)
    }

    /// Whether both are the same shard, complete or not.
    pub fn is_same_shard(&self, other: &Self) -> bool {
        self.belongs_with(other) && self.number == other.number
    }

    /// By what shards are ordered.
    pub(super) fn key(&self) -> String {
        format!("{} {} {:010}", self.study, self.dealing, self.number)
    }
}
