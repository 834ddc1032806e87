//! The fuzz targets of `fuzz/`, on their seeds and on changes of these that depend on a fixed seed only. libFuzzer looks further, and takes longer.

mod change;
mod seeds;

#[path = "../../../fuzz/targets/checks.rs"]
mod checks;
#[path = "../../../fuzz/targets/claim_file.rs"]
mod claim_file;
#[path = "../../../fuzz/targets/data_csv.rs"]
mod data_csv;
#[cfg(feature = "parquet")]
#[path = "../../../fuzz/targets/data_parquet.rs"]
mod data_parquet;
#[path = "../../../fuzz/targets/problem_file.rs"]
mod problem_file;
#[path = "../../../fuzz/targets/sentence.rs"]
mod sentence;
#[path = "../../../fuzz/targets/shard_plan.rs"]
mod shard_plan;
#[path = "../../../fuzz/targets/state.rs"]
mod state;
#[path = "../../../fuzz/targets/store.rs"]
mod store;

use std::panic::catch_unwind;
use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use change::changed;

/// Runs a target on its seeds, and then on changed ones for this many seconds, by default 1: `FUZZ_SECONDS=10 FUZZ_SEED=1 cargo test …`.
fn fuzzed(name: &str, seeds: &[Vec<u8>], run: fn(&[u8])) {
    let given = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let (seconds, seed) = (given("FUZZ_SECONDS").unwrap_or(1), given("FUZZ_SEED").unwrap_or(1));
    seeds.iter().for_each(|seed| run(seed));
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let (begun, mut inputs) = (Instant::now(), 0_u64);
    while inputs < 20 || begun.elapsed() < Duration::from_secs(seconds) {
        let input = changed(seeds, &mut random);
        let ended = catch_unwind(|| run(&input));
        if ended.is_err() {
            let kept = std::env::temp_dir().join(format!("w2s-fuzz-{name}-{seed}-{inputs}"));
            std::fs::write(&kept, &input).expect("room");
            panic!("{name}: input {inputs} of seed {seed}, which is in {}", kept.display());
        }
        inputs += 1;
    }
    println!("{name}: {inputs} inputs of seed {seed}");
}

#[test]
fn fuzz_checks() {
    fuzzed("checks", &seeds::of("checks"), checks::run);
}

#[test]
fn fuzz_claim_file() {
    fuzzed("claim_file", &seeds::of("claim_file"), claim_file::run);
}

#[test]
fn fuzz_data_csv() {
    fuzzed("data_csv", &seeds::of("data_csv"), data_csv::run);
}

#[cfg(feature = "parquet")]
#[test]
fn fuzz_data_parquet() {
    fuzzed("data_parquet", &seeds::of("data_parquet"), data_parquet::run);
}

#[test]
fn fuzz_problem_file() {
    fuzzed("problem_file", &seeds::of("problem_file"), problem_file::run);
}

#[test]
fn fuzz_sentence() {
    fuzzed("sentence", &seeds::of("sentence"), sentence::run);
}

#[test]
fn fuzz_shard_plan() {
    let (bundles, plan) = &*shard_plan::STUDY;
    assert!(bundles.len() > 1);
    fuzzed("shard_plan", &[serde_json::to_vec_pretty(plan).expect("JSON")], shard_plan::run);
}

#[test]
fn fuzz_state() {
    fuzzed("state", &seeds::of("state"), state::run);
}

#[test]
fn fuzz_store() {
    let whole = seeds::store();
    assert_eq!(store::resealed(&whole), whole, "checksums of frames are computed otherwise");
    fuzzed("store", &[whole], store::run);
}
