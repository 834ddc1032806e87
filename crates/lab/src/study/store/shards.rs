//! The marks of the shards whose results a store holds.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// The most shards of a study. Each has a store, and a line in what merging says of it.
pub const MOST_SHARDS: u32 = 100_000;

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
        self.whole() == other.whole()
    }

    /// By what shards are ordered.
    pub(super) fn key(&self) -> String {
        format!("{} {} {:010}", self.study, self.dealing, self.number)
    }

    /// Whether there can be such a shard.
    pub(super) fn is_possible(&self) -> bool {
        (1..=self.count).contains(&self.number) && self.count <= MOST_SHARDS
    }

    /// What it has in common with the other shards of its study and plan.
    pub(super) fn whole(&self) -> (&str, &str, u32) {
        (&self.study, &self.dealing, self.count)
    }
}

/// The marks of a store, one of each shard.
#[derive(Default)]
pub(super) struct Marks(IndexMap<(String, String, u32, u32), ShardMark>);

impl Marks {
    /// Takes a mark in. A shard that is complete stays complete.
    pub(super) fn put(&mut self, mark: ShardMark) {
        let (study, dealing, count) = mark.whole();
        let key = (study.to_owned(), dealing.to_owned(), count, mark.number);
        let is_complete = mark.complete;
        self.0.entry(key).or_insert(mark).complete |= is_complete;
    }

    /// The mark of the same shard.
    pub(super) fn same_shard(&self, mark: &ShardMark) -> Option<&ShardMark> {
        self.0.get(&(mark.study.clone(), mark.dealing.clone(), mark.count, mark.number))
    }

    /// Whether a mark says what is not known yet.
    pub(super) fn is_news(&self, mark: &ShardMark) -> bool {
        self.same_shard(mark).is_none_or(|known| mark.complete && !known.complete)
    }

    /// All marks, in the order in which their shards came.
    pub(super) fn iter(&self) -> impl Iterator<Item = &ShardMark> {
        self.0.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(number: u32, count: u32, complete: bool) -> ShardMark {
        let (study, dealing, described) = ("study".to_owned(), "dealing".to_owned(), "a study".to_owned());
        ShardMark { study, dealing, described, number, count, complete }
    }

    #[test]
    fn each_shard_is_there_once_and_stays_complete() {
        let mut marks = Marks::default();
        for (number, complete) in [(2, true), (1, false), (2, false)] {
            marks.put(mark(number, 3, complete));
        }
        assert!(marks.iter().eq([&mark(2, 3, true), &mark(1, 3, false)]));
        let news = [mark(2, 3, true), mark(2, 3, false), mark(1, 3, false), mark(1, 3, true), mark(2, 4, true)];
        assert_eq!(news.map(|mark| marks.is_news(&mark)), [false, false, false, true, true]);
    }

    #[test]
    fn only_few_shards_are_possible() {
        for (number, count, is_possible) in
            [(1, 1, true), (0, 1, false), (2, 1, false), (1, MOST_SHARDS, true), (1, u32::MAX, false)]
        {
            assert_eq!(mark(number, count, true).is_possible(), is_possible, "{number}/{count}");
        }
    }
}
