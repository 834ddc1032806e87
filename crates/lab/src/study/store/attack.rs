//! Damaged stores: nothing panics, no number is wrong, all damage is named, and the remedy works.

use std::path::Path;

use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use sha2::{Digest, Sha256};

use super::{Admitted, Contents, JobDescription, Record, RecordKey, ShardMark, Store};
use crate::quantity::{self, sampler_version};
use crate::study::BLOCK;
use crate::study::run_version::RUN_VERSION;
use weak_to_strong::numeric::JointMoments;

const FILE: &str = "results.w2s";

fn description(job: u64) -> JobDescription {
    JobDescription {
        quantity: "naive.mse".to_owned(),
        quantity_version: quantity::by_name("naive.mse").expect("known").version,
        code: None,
        own: false,
        sampler: "direct".to_owned(),
        sampler_version: sampler_version("direct"),
        run_version: RUN_VERSION,
        problem: serde_json::json!({ "dim": job }),
        settings: Vec::new(),
    }
}

fn key(job: u64) -> RecordKey {
    description(job).key().with_seed(1)
}

/// The moments of a job's first replicates.
fn moments(job: u64, count: u64) -> JointMoments {
    let mut moments = JointMoments::new(2);
    (0..count).for_each(|i| moments.push(&[(job * count + i) as f64 / 7.0, i as f64]));
    moments
}

fn mark(number: u32) -> ShardMark {
    let (study, dealing, described) = ("study".to_owned(), "dealing".to_owned(), "a study".to_owned());
    ShardMark { study, dealing, described, number, count: 2, complete: true }
}

/// A store with a mark and records of ten jobs, that give way to longer ones or stay.
fn filled(folder: &Path) {
    let store = Store::open(folder).expect("a store");
    store.mark(&mark(1)).expect("room");
    for (count, passing) in [(BLOCK, false), (2 * BLOCK, true), (3 * BLOCK, true), (1000, false)] {
        for job in 0..10 {
            let record = Record { key: key(job), moments: moments(job, count), seconds: 1.0, passing, drawn: count };
            store.keep(vec![record], || Some(description(job)), 1).expect("room");
        }
        store.flush().expect("room");
    }
}

/// What a run finds of each job at each of its lengths: to the bit what was kept, or nothing.
fn assert_no_wrong_number(store: &Store) -> usize {
    let looks = [BLOCK, 2 * BLOCK, 3 * BLOCK, 1000];
    let mut found = 0;
    for (job, target) in (0..10).flat_map(|job| looks.map(|look| (job, look))) {
        let record = store.shelf().furthest(key(job), 0, target, &JointMoments::new(2)).expect("readable");
        if let Some(record) = record {
            assert_eq!(record.moments.to_bytes(), moments(job, record.moments.count()).to_bytes());
            found += usize::from(record.moments.count() == target);
        }
    }
    found
}

/// Whether anything is named as damaged.
fn is_named(contents: &Contents) -> bool {
    let holdings = contents.holdings().expect("readable");
    !contents.damages().is_empty() || holdings.iter().any(|holding| holding.fault().is_some())
}

/// Every use of a store with this file: list, verify, merge, run, prune.
fn assert_survives(bytes: &[u8], what: &str) -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("store")).expect("a folder");
    std::fs::write(at("store").join(FILE), bytes).expect("room");
    let contents = Contents::read(&at("store")).expect(what);
    assert!(is_named(&contents), "{what} is not named");
    let into = Store::open(&at("into")).expect("a store");
    let merged = into.take_in(&[at("store")], Admitted::default()).expect(what);
    assert!(!merged.faults.is_empty(), "{what}: a merge does not name it");
    assert_no_wrong_number(&into);
    let store = Store::open(&at("store")).expect(what);
    let found = assert_no_wrong_number(&store);
    // A run goes on, and what it draws is found again.
    let record = Record { key: key(3), moments: moments(3, 1000), seconds: 1.0, passing: false, drawn: 1000 };
    store.keep(vec![record], || Some(description(3)), 1).expect("room");
    store.mark(&mark(2)).expect("room");
    store.flush().expect("room");
    drop(store);
    let store = Store::open(&at("store")).expect(what);
    let again = store.shelf().furthest(key(3), 0, 1000, &JointMoments::new(2)).expect("readable");
    assert_eq!(again.map(|record| record.moments.count()), Some(1000), "{what}");
    assert!(store.contents().marks().contains(&mark(2)), "{what}");
    let holdings = store.contents().holdings().expect("readable");
    let faulty: Vec<RecordKey> =
        holdings.iter().filter(|holding| holding.fault().is_some()).map(|holding| holding.key).collect();
    store.remove(&faulty).expect("room");
    assert!(!is_named(store.contents()), "{what}: the remedy does not work");
    assert_no_wrong_number(&store);
    drop(store);
    assert!(!is_named(&Contents::read(&at("store")).expect("a store")), "{what}: the remedy does not last");
    found
}

#[test]
fn damaged_stores_are_named_and_repaired() {
    let folder = tempfile::tempdir().expect("a folder");
    filled(folder.path());
    let whole = std::fs::read(folder.path().join(FILE)).expect("a file");
    assert!(!is_named(&Contents::read(folder.path()).expect("a store")));
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let marker = b"\x89w2s\r\n\x1a\xf7";
    let begins = (0..whole.len()).filter(|at| whole[*at..].starts_with(marker));
    let mut cuts: Vec<usize> = begins.collect();
    assert_eq!(cuts.len(), 1 + 10 + 40, "a frame for the mark, each job and each record");
    cuts.extend((0..whole.len()).step_by(512));
    cuts.extend((0..100).map(|_| random.random_range(0..whole.len())));
    for cut in &cuts {
        assert_survives(&whole[..*cut], &format!("a cut at byte {cut}"));
    }
    let mut damages = cuts.len();
    for _ in 0..200 {
        let (at, bit) = (random.random_range(0..whole.len()), random.random_range(0..8));
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << bit;
        let found = assert_survives(&bytes, &format!("bit {bit} of byte {at}"));
        // Of 30 records that a run can find, a bit touches one.
        assert!(found >= 29, "byte {at}: {found} records are left");
        damages += 1;
    }
    while damages < 500 {
        let (at, length) = (random.random_range(0..whole.len()), random.random_range(2..2000));
        let mut bytes = whole.clone();
        let to = (at + length).min(bytes.len());
        bytes[at..to].iter_mut().for_each(|byte| *byte = random.random());
        if bytes != whole {
            assert_survives(&bytes, &format!("bytes {at} to {to}"));
            damages += 1;
        }
    }
}

/// A process that is killed while it writes leaves any part of what it writes. All that was saved before is there, and nothing is damaged.
#[test]
fn a_write_that_is_cut_off_costs_nothing_that_was_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    filled(folder.path());
    let path = folder.path().join(FILE);
    let before = std::fs::read(&path).expect("a file");
    let store = Store::open(folder.path()).expect("a store");
    let record = Record { key: key(3), moments: moments(3, 2000), seconds: 1.0, passing: false, drawn: 1000 };
    store.keep(vec![record], || Some(description(3)), 1).expect("room");
    store.flush().expect("room");
    drop(store);
    let after = std::fs::read(&path).expect("a file");
    let last = |folder: &Path| {
        let store = Store::open(folder).expect("a store");
        let found = store.shelf().furthest(key(3), 0, 2000, &JointMoments::new(2)).expect("readable");
        let whole = store.shelf().furthest(key(3), 0, 1000, &JointMoments::new(2)).expect("readable");
        assert_eq!(whole.map(|record| record.moments.count()), Some(1000));
        found.map(|record| record.moments.count())
    };
    for length in before.len()..=after.len() {
        // The seal is written when all before it is on disk.
        let killed = tempfile::tempdir().expect("a folder");
        let bytes = [&before[..], &after[before.len()..length]].concat();
        std::fs::write(killed.path().join(FILE), bytes).expect("room");
        let contents = Contents::read(killed.path()).expect("a store");
        assert!(!is_named(&contents), "{length} bytes");
        assert_eq!(last(killed.path()) == Some(2000), length == after.len(), "{length} bytes");
    }
}

#[test]
fn any_number_of_readers_and_one_writer() {
    let folder = tempfile::tempdir().expect("a folder");
    filled(folder.path());
    let writer = Store::open(folder.path()).expect("a store");
    let readers = [Contents::read(folder.path()), Contents::read(folder.path())].map(|one| one.expect("a reader"));
    let message = Store::open(folder.path()).err().expect("one writer").to_string();
    assert!(message.contains("in use by another process"), "{message}");
    let record = Record { key: key(3), moments: moments(3, 2000), seconds: 1.0, passing: false, drawn: 1000 };
    writer.keep(vec![record], || Some(description(3)), 1).expect("room");
    writer.flush().expect("room");
    // A reader has what was there when it came, also if the file is replaced meanwhile.
    writer.remove(&[key(4)]).expect("room");
    let jobs = |contents: &Contents| contents.holdings().expect("readable").len();
    assert_eq!([jobs(&readers[0]), jobs(&readers[1]), jobs(writer.contents())], [10, 10, 9]);
}

#[test]
fn what_longer_records_replace_is_given_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let size = || std::fs::metadata(folder.path().join(FILE)).expect("a file").len();
    let store = Store::open(folder.path()).expect("a store");
    let wide = |blocks: u64| {
        let mut moments = JointMoments::new(60);
        (0..blocks * BLOCK).for_each(|i| moments.push(&[i as f64; 60]));
        Record { key: key(1), moments, seconds: 1.0, passing: true, drawn: BLOCK }
    };
    for blocks in 1..120 {
        store.keep(vec![wide(blocks)], || Some(description(1)), 1).expect("room");
        store.flush().expect("room");
    }
    drop(store);
    let before = size();
    let store = Store::open(folder.path()).expect("a store");
    assert!(before > 1 << 20 && size() < 1 << 16, "{before} bytes became {}", size());
    let found = store.shelf().furthest(key(1), 0, 1 << 40, &JointMoments::new(60)).expect("readable");
    assert_eq!(found.map(|record| record.moments.count()), Some(119 * BLOCK));
}

/// Files of other programs and of other versions.
#[test]
fn other_files_are_refused_with_a_remedy() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("results.redb"), "old").expect("room");
    let message = Store::open(folder.path()).err().expect("an old store").to_string();
    assert!(message.contains("of version 0.1") && message.contains("delete that file"), "{message}");
    let other = tempfile::tempdir().expect("a folder");
    let mut head = super::head::new_head();
    head[16] = 77;
    let digest = Sha256::digest(&head[..32]);
    head[32..64].copy_from_slice(&digest);
    std::fs::write(other.path().join(FILE), head).expect("room");
    for message in [Store::open(other.path()).err(), Contents::read(other.path()).err()] {
        let message = message.expect("another layout").to_string();
        assert!(message.contains("has layout 77, and this program reads layout 2"), "{message}");
    }
}
