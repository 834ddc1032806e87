//! Takes the records of other stores into one.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::log::Entry;
use super::record::Record;
use super::shards::Marks;
use super::writer::MOST_WAITING;
use super::{Contents, Holding, ShardMark, Store, StoreError};

/// The result of merging stores.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Merged {
    /// Records that were new.
    pub new: u64,
    /// Records that were there already, with the same numbers.
    pub identical: u64,
    /// Messages about what was refused, and about shards that are missing.
    pub faults: Vec<String>,
    /// Messages that need no action.
    pub remarks: Vec<String>,
}

/// What a merge takes that it otherwise refuses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Admitted {
    /// Shards of other studies.
    pub foreign: bool,
    /// Stores that were drawn with different vector instructions. The store then no longer says with which.
    pub mixed_simd: bool,
}

impl Store {
    /// Copies the records of other stores into this one, one store after the other.
    ///
    /// Nothing is averaged. These records are refused:
    ///
    /// * a record that differs from one under the same key
    /// * a damaged record
    /// * a record of another version of quantity or sampler
    /// * all records of a store that holds shards of other studies only, unless foreign ones are admitted
    ///
    /// The study is that of the shards that this store holds already. If it holds none, it is the study of most shards of the other stores.
    ///
    /// # Errors
    ///
    /// [`StoreError::OtherSimdLevel`] if stores were drawn with different vector instructions, unless that is admitted; nothing is merged then.
    /// Another [`StoreError`] if a store cannot be opened, read or written. The stores before it are merged by then.
    pub fn take_in(&self, others: &[PathBuf], admitted: Admitted) -> Result<Merged, StoreError> {
        let mut merged = Merged::default();
        let own = self.contents().marks();
        // Each store is opened twice, because a process may not have thousands of files open.
        let (mut level, mut all) = (self.contents().simd_level(), Vec::new());
        for folder in others {
            let other = Contents::read(folder)?;
            if let Some(level) = level.filter(|_| !admitted.mixed_simd) {
                other.must_be_of(level)?;
            }
            level = level.or(other.simd_level());
            all.extend(other.marks());
        }
        let study = most_common(if own.is_empty() { all } else { own.clone() });
        let mut here = Marks::default();
        own.into_iter().for_each(|mark| here.put(mark));
        for folder in others {
            let other = &Contents::read(folder)?;
            let marks = other.marks();
            let damaged = |damage| format!("{}: {damage}; the rest is taken", folder.display());
            merged.faults.extend(other.damages().iter().map(damaged));
            let belongs = |mark: &ShardMark| study.as_ref().is_none_or(|study| study.belongs_with(mark));
            if let Some(mark) = marks.first().filter(|_| !admitted.foreign && !marks.iter().any(belongs)) {
                merged.faults.push(format!(
                    "{} is foreign: it holds shard {}/{} of another study, {}; it is left out",
                    folder.display(),
                    mark.number,
                    mark.count,
                    mark.described
                ));
                continue;
            }
            for mark in &marks {
                if here.same_shard(mark).is_some() {
                    merged.remarks.push(format!(
                        "shard {}/{} in {} is a duplicate, which does no harm",
                        mark.number,
                        mark.count,
                        folder.display()
                    ));
                }
                here.put(mark.clone());
            }
            self.take_records(other, &mut merged)?;
            self.append(&marks.into_iter().map(Entry::Mark).collect::<Vec<_>>(), other.simd_level())?;
        }
        if let Some(study) = study {
            merged.faults.extend(missing(&study, &self.contents().marks()));
        }
        Ok(merged)
    }

    fn take_records(&self, other: &Contents, merged: &mut Merged) -> Result<(), StoreError> {
        let (mut entries, mut numbers) = (Vec::new(), 0);
        for holding in &other.holdings()? {
            merged.faults.extend(holding.fault().map(|fault| named(other.folder(), holding, &fault)));
            if holding.job.as_ref().is_none_or(|job| job.outdated().is_some()) {
                continue;
            }
            let news = self.news_of(other, holding, merged)?;
            numbers += news.iter().map(|record| record.moments.number_count()).sum::<usize>();
            entries.extend(news.into_iter().map(Entry::Record));
            let description = holding.description();
            entries.extend(description.map(|description| Entry::Job { key: holding.key, description }));
            if numbers > MOST_WAITING {
                self.append(&entries, other.simd_level())?;
                (entries, numbers) = (Vec::new(), 0);
            }
        }
        self.append(&entries, other.simd_level())
    }

    /// The records of a job that are not here yet.
    fn news_of(&self, other: &Contents, holding: &Holding, merged: &mut Merged) -> Result<Vec<Record>, StoreError> {
        let mut news = Vec::new();
        for record in other.records_of(holding)? {
            let count = record.moments.count();
            match self.contents().known(holding, count)? {
                Some(known) if known.moments.to_bytes() != record.moments.to_bytes() => {
                    let what =
                        format!("its record of {count} replicates differs from that in {}", self.folder().display());
                    merged.faults.push(named(other.folder(), holding, &what));
                    continue;
                }
                Some(known) => {
                    merged.identical += 1;
                    // One that gives way here, and does not there, stays.
                    if record.passing || !known.passing {
                        continue;
                    }
                }
                None => merged.new += 1,
            }
            news.push(record);
        }
        Ok(news)
    }
}

impl Contents {
    /// The whole records of a job.
    fn records_of(&self, holding: &Holding) -> Result<Vec<Record>, StoreError> {
        let places = self.places(holding.key, 0, u64::MAX).into_iter();
        let read = places.map(|(count, place)| self.record(holding.key, count, place));
        let records = read.collect::<Result<Vec<_>, _>>().map_err(|error| self.unreadable(error))?;
        Ok(records.into_iter().flatten().collect())
    }

    /// The record of a job with so many replicates, if there is one that is whole.
    fn known(&self, holding: &Holding, count: u64) -> Result<Option<Record>, StoreError> {
        let Some(place) = self.log().index.record(holding.key, count) else { return Ok(None) };
        self.record(holding.key, count, place).map_err(|error| self.unreadable(error))
    }
}

fn named(store: &Path, holding: &Holding, fault: &str) -> String {
    let quantity = holding.job.as_ref().map_or("unknown", |job| &job.quantity);
    let key = holding.key.to_string();
    format!("{}: {} {quantity}, seed {}: {fault}; it is left out", store.display(), &key[..12], holding.seed)
}

/// The study of most shards. If several studies have equally many, the first of them.
fn most_common(marks: Vec<ShardMark>) -> Option<ShardMark> {
    let mut support: HashMap<_, usize> = HashMap::new();
    marks.iter().for_each(|mark| *support.entry(mark.whole()).or_default() += 1);
    let most = support.values().max()?;
    marks.iter().find(|mark| support[&mark.whole()] == *most).cloned()
}

/// Shards of a study that are not here, or not complete: each by itself if they are few, and else as ranges.
fn missing(study: &ShardMark, here: &[ShardMark]) -> Vec<String> {
    let complete: HashSet<u32> =
        here.iter().filter(|mark| mark.belongs_with(study) && mark.complete).map(|mark| mark.number).collect();
    let begun: HashSet<u32> = here.iter().filter(|mark| mark.belongs_with(study)).map(|mark| mark.number).collect();
    let lacking = |is_begun: bool| {
        let numbers = (1..=study.count).filter(|number| !complete.contains(number));
        numbers.filter(|number| begun.contains(number) == is_begun).collect::<Vec<_>>()
    };
    let mut told = told_apart(&lacking(true), study.count, INCOMPLETE);
    told.extend(told_apart(&lacking(false), study.count, ABSENT));
    told
}

/// The most shards that are named one by one.
const MOST_NAMED: usize = 20;

/// What is said of one shard, and of several.
type Said = [&'static str; 2];

const INCOMPLETE: Said = [
    "is not complete; run it again with its store, and merge that",
    "are not complete; run them again with their stores, and merge those",
];
const ABSENT: Said = ["is missing; run it, and merge its store", "are missing; run them, and merge their stores"];

fn told_apart(numbers: &[u32], count: u32, [of_one, of_several]: Said) -> Vec<String> {
    if numbers.len() <= MOST_NAMED {
        return numbers.iter().map(|number| format!("shard {number}/{count} {of_one}")).collect();
    }
    vec![format!("{} of {count} shards ({}) {of_several}", numbers.len(), ranges(numbers))]
}

/// Increasing numbers, with those that follow each other as a range: `1, 3–17, 20`. After the first few ranges it breaks off.
fn ranges(numbers: &[u32]) -> String {
    let runs = numbers.chunk_by(|a, b| a + 1 == *b);
    let run =
        |run: &[u32]| if run.len() == 1 { run[0].to_string() } else { format!("{}–{}", run[0], run[run.len() - 1]) };
    let mut texts: Vec<String> = runs.take(MOST_NAMED + 1).map(run).collect();
    if texts.len() > MOST_NAMED {
        texts[MOST_NAMED] = "…".to_owned();
    }
    texts.join(", ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::quantity::{self, sampler_version};
    use crate::study::run_version::RUN_VERSION;
    use crate::study::{JobDescription, RecordKey};
    use weak_to_strong::numeric::JointMoments;

    fn description(version: u32) -> JobDescription {
        JobDescription {
            quantity: "naive.mse".to_owned(),
            quantity_version: version,
            code: None,
            own: false,
            sampler: "direct".to_owned(),
            sampler_version: sampler_version("direct"),
            run_version: RUN_VERSION,
            problem: serde_json::json!({ "dim": 4 }),
            settings: Vec::new(),
        }
    }

    /// A store with one record of a block of `value`.
    fn store_with(folder: &Path, version: u32, value: f64) -> Store {
        let store = Store::open(folder).expect("a store");
        let mut moments = JointMoments::new(1);
        (0..256).for_each(|_| moments.push(&[value]));
        let key = description(version).key().with_seed(1);
        let record = Record { key, moments, seconds: 1.0, passing: false, drawn: 256 };
        store.keep(vec![record], || Some(description(version)), 1).expect("room");
        store.flush().expect("a store that can be written");
        store
    }

    #[test]
    fn contradictions_and_other_versions_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let into = store_with(&at("into"), now(), 0.5);
        drop(store_with(&at("same"), now(), 0.5));
        drop(store_with(&at("differs"), now(), 0.25));
        drop(store_with(&at("outdated"), 0, 0.5));
        let merged = into.take_in(&[at("same"), at("differs"), at("outdated")], Admitted::default()).expect("stores");
        assert_eq!((merged.new, merged.identical, merged.faults.len()), (0, 1, 2), "{merged:?}");
        assert!(merged.faults[0].contains("differs") && merged.faults[0].contains("256 replicates"), "{merged:?}");
        assert!(
            merged.faults[1].contains(&format!("naive.mse has version {} now, and it is of version 0", now())),
            "{merged:?}"
        );
        let holdings = into.contents().holdings().expect("sound");
        assert_eq!(holdings.len(), 1);
        assert_eq!(
            into.shelf()
                .furthest(holdings[0].key, 0, 256, &JointMoments::new(1))
                .expect("sound")
                .map(|r| r.moments.mean()[0]),
            Some(0.5)
        );
    }

    #[test]
    fn many_missing_shards_are_told_in_a_line() {
        let mark = |number| {
            let (study, dealing, described) = ("s".to_owned(), "d".to_owned(), "a study".to_owned());
            ShardMark { study, dealing, described, number, count: 100_000, complete: number != 7 }
        };
        let here: Vec<ShardMark> = (1..100).chain([500, 50_000]).map(mark).collect();
        let told = missing(&mark(1), &here);
        assert_eq!(told[0], "shard 7/100000 is not complete; run it again with its store, and merge that");
        let expected =
            "99899 of 100000 shards (100–499, 501–49999, 50001–100000) are missing; run them, and merge their stores";
        assert_eq!(told[1..], [expected]);
        let every_second: Vec<u32> = (0..100).map(|i| 2 * i).collect();
        assert!(ranges(&every_second).ends_with("36, 38, …"));
    }

    /// A record: its job, its number of replicates, and whether it is replaced by longer records.
    type Kept = (u32, u64, bool);

    /// Records of three jobs. Runs end anywhere, and give way at the ends of blocks.
    fn kept() -> impl Strategy<Value = Kept> {
        prop_oneof![
            (0..3u32, 1..5u64).prop_map(|(job, blocks)| (job, 256 * blocks, true)),
            (0..3u32, 1..5u64).prop_map(|(job, blocks)| (job, 256 * blocks, false)),
            (0..3u32, 1..1200u64).prop_map(|(job, count)| (job, count, false)),
        ]
    }

    /// A store that is filled as by a run; replicate i of a job is always the same number.
    fn filled(folder: &Path, kept: &[Kept]) -> PathBuf {
        let store = Store::open(folder).expect("a store");
        for &(job, count, passing) in kept {
            let mut moments = JointMoments::new(1);
            (0..count).for_each(|i| moments.push(&[(f64::from(job) + i as f64).sin()]));
            let description = JobDescription { problem: serde_json::json!({ "dim": job }), ..description(now()) };
            let record = Record { key: description.key().with_seed(1), moments, seconds: 1.0, passing, drawn: count };
            store.keep(vec![record], || Some(description), 1).expect("room");
            store.flush().expect("a store that can be written");
        }
        folder.to_owned()
    }

    fn now() -> u32 {
        quantity::by_name("naive.mse").expect("known").version
    }

    fn merged(into: &Path, others: &[PathBuf]) -> PathBuf {
        let merged = Store::open(into).expect("a store").take_in(others, Admitted::default()).expect("stores");
        assert!(merged.faults.is_empty(), "{merged:?}");
        into.to_owned()
    }

    /// Everything that a run could find, to the bit.
    fn found(store: &Path) -> Vec<(RecordKey, u64, bool, Vec<u8>)> {
        let contents = Contents::read(store).expect("a store");
        let holdings = contents.holdings().expect("readable");
        let records = holdings.iter().flat_map(|holding| contents.records_of(holding).expect("readable"));
        records.map(|r| (r.key, r.moments.count(), r.passing, r.moments.to_bytes())).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.div_ceil(8), ..ProptestConfig::default() })]

        /// Merging is a union: order and grouping do not change the result, and merging again adds nothing.
        #[test]
        fn merging_is_commutative_and_associative(
            stores in prop::collection::vec(prop::collection::vec(kept(), 0..5), 3),
            order in Just(vec![0, 1, 2]).prop_shuffle(),
        ) {
            let folder = tempfile::tempdir().expect("a folder");
            let at = |name: &str| folder.path().join(name);
            let stores: Vec<PathBuf> =
                stores.iter().enumerate().map(|(i, kept)| filled(&at(&format!("{i}")), kept)).collect();
            let all = merged(&at("all"), &stores);
            let order: Vec<PathBuf> = order.iter().map(|&i: &usize| stores[i].clone()).collect();
            let first = merged(&at("first"), &order[..1]);
            let rest = merged(&at("rest"), &order[1..]);
            let grouped = merged(&at("grouped"), &[rest, first, all.clone()]);
            prop_assert_eq!(found(&grouped), found(&all));
        }
    }
}
