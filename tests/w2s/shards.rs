//! Shards from outside: joined, they are the single run to the bit, and what is missing or does not belong is named.

use std::collections::BTreeSet;
use std::path::Path;

use crate::naive_claim::PROBLEM;
use crate::program::{text, w2s};
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use serde_json::Value;

/// Cells that stop one by one: some are decided at the first look, some at none.
const SINGLE: &str = r#"
[sweep]
samples = [16, 20, 32, 64, 128, 256, 512, 1024]
"weak.cosine" = [0.5, 0.9]
penalty = [0.1, 1.0]
sampler = ["plain"]
[claim]
states = "naive.mse >= 1.05 * segment_bound"
replicates = 9000
"#;

/// The cells of an infimum stop together, though they share no replicates: that of 16 samples alone would be decided at the first look,
/// but goes on with that of 256 samples, whose mean is nearly the bound.
const INFIMUM: &str = r#"
[sweep]
samples = [16, 64, 256]
"weak.cosine" = [0.7, 0.9]
[claim]
states = "min(naive.mse over samples) >= 0.376"
replicates = 6000
"#;

/// The cells of a fit stop together.
const FIT: &str = r#"
[sweep]
"weak.off_hull" = [0.0, 0.3]
batch = [4, 6, 8, 10, 12]
[claim]
states = "decay_rate(refined.misalignment over batch, log_power = misalignment_log_power) == misalignment_exponent"
replicates = 5000
"#;

/// The counts of an event and of the buckets of a quantile are joined, too.
const LAW: &str = r#"
[sweep]
samples = [16, 64]
penalty = [0.1, 1.0]
[claim]
states = "quantile(naive.squared_error, 0.9) <= 1.5 + P(naive.squared_error >= 0.5) - variance(naive.squared_error)"
replicates = 6000
"#;

/// A folder with four claims.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("claims")).expect("a folder");
    for (id, claim) in [("single", SINGLE), ("infimum", INFIMUM), ("fit", FIT), ("spread", LAW)] {
        let text = format!("id = \"{id}\"\n{PROBLEM}{claim}");
        std::fs::write(folder.path().join(format!("claims/{id}.toml")), text).expect("a file");
    }
    folder
}

/// The program's output, which ends with this status.
fn output_of(folder: &Path, status: i32, arguments: &[&str]) -> String {
    let output = w2s(folder, arguments);
    let shown = text(&output.stdout) + &text(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {shown}");
    shown
}

/// Runs all shards, each with a store of its own; returns the names of the stores.
fn run_shards(folder: &Path, count: usize, more: &[&str]) -> Vec<String> {
    (1..=count)
        .map(|number| {
            let (shard, store) = (format!("{number}/{count}"), format!("shard{number}of{count}"));
            output_of(folder, 0, &[&["run", "claims", "--shard", &shard, "--store", &store], more].concat());
            store
        })
        .collect()
}

fn merge(folder: &Path, status: i32, stores: &[String]) -> String {
    let stores: Vec<&str> = stores.iter().map(String::as_str).collect();
    output_of(folder, status, &[&["merge", "--into", "all"], &stores[..]].concat())
}

/// The document of a run, and what it says of the store.
fn document(folder: &Path, store: &[&str]) -> String {
    output_of(folder, 1, &[&["run", "claims", "--json"], store].concat())
}

/// Stores of all shards, joined in any order, give the document of the single run, and nothing is left to be drawn.
fn equals_the_single_run(folder: &Path, mut stores: Vec<String>, single: &str) {
    stores.shuffle(&mut ChaCha8Rng::seed_from_u64(1));
    let said = merge(folder, 0, &stores);
    assert!(said.ends_with("nothing is missing or refused\n"), "{said}");
    let said = output_of(folder, 1, &["run", "claims", "--store", "all"]);
    assert!(said.trim_end().ends_with(", 0 drawn"), "{said}");
    assert_eq!(document(folder, &["--store", "all"]), single);
    std::fs::remove_dir_all(folder.join("all")).expect("a store");
}

#[test]
fn one_four_and_sixteen_shards_are_the_single_run() {
    let folder = folder();
    let single = document(folder.path(), &["--no-store"]);
    let cells: Value = serde_json::from_str(&single).expect("JSON");
    let replicates = |cell: &Value| cell["replicates"].as_u64().expect("a number");
    let stopped: BTreeSet<u64> =
        cells["claims"][2]["cells"].as_array().expect("cells").iter().map(replicates).collect();
    assert!(stopped.len() > 2, "cells stop at different looks: {stopped:?}");
    for count in [1, 4, 16] {
        let stores = run_shards(folder.path(), count, &[]);
        equals_the_single_run(folder.path(), stores, &single);
    }
}

#[test]
fn a_plan_is_followed_and_refused_for_anything_else() {
    let folder = folder();
    let single = document(folder.path(), &["--no-store"]);
    let said = output_of(folder.path(), 0, &["plan", "claims", "--shards", "4", "--out", "plan.json"]);
    assert!(said.contains("dealt to 4 shards"), "{said}");
    let stores = run_shards(folder.path(), 4, &["--plan", "plan.json"]);
    equals_the_single_run(folder.path(), stores, &single);
    let run = |more: &[&str]| {
        output_of(folder.path(), 2, &[&["run", "claims", "--plan", "plan.json", "--store", "new"], more].concat())
    };
    assert!(run(&["--shard", "1/3"]).contains("plan.json deals to 4 shards, not to 3"));
    assert!(run(&["--shard", "1/4", "--seed", "2"]).contains("plan.json is a plan for"));
    std::fs::write(
        folder.path().join("claims/single.toml"),
        format!("id = \"single\"\n{PROBLEM}{SINGLE}resolution = 0.1\n"),
    )
    .expect("a file");
    assert!(run(&["--shard", "1/4"]).contains("make one with the same files, seed and error probability"));
    assert!(run(&["--shard", "5/4"]).contains("1 ≤ NUMBER ≤ COUNT"));
    assert!(!folder.path().join("new").exists(), "nothing is written for what is refused");
}

#[test]
fn missing_duplicate_and_foreign_shards_are_named() {
    let folder = folder();
    let stores = run_shards(folder.path(), 4, &[]);
    let said = merge(folder.path(), 1, &[&stores[..2], &stores[3..]].concat());
    assert!(said.contains("shard 3/4 is missing; run it") && said.contains("1 thing is missing"), "{said}");
    // The same shard once more does no harm.
    let said = merge(folder.path(), 1, &stores[..1]);
    assert!(said.contains("shard 1/4 in shard1of4 is a duplicate") && said.contains("shard 3/4 is missing"), "{said}");
    output_of(folder.path(), 0, &["run", "claims", "--shard", "3/4", "--store", "foreign", "--seed", "2"]);
    let said = merge(folder.path(), 1, &["foreign".to_owned()]);
    assert!(
        said.contains("foreign is foreign: it holds shard 3/4 of another study") && said.contains("seed 2"),
        "{said}"
    );
    assert!(said.contains("0 records taken in") && said.contains("shard 3/4 is missing"), "{said}");
    // Dealt in another way, shard 3 has other cells: it does not complete these.
    output_of(folder.path(), 0, &["run", "claims", "--shard", "3/5", "--store", "other"]);
    assert!(merge(folder.path(), 1, &["other".to_owned()]).contains("other is foreign"));
    let said = merge(folder.path(), 0, &stores[2..3]);
    assert!(said.contains("nothing is missing or refused"), "{said}");
    assert!(
        output_of(folder.path(), 2, &["merge", "--into", "all", "nowhere"]).contains("there is no store in nowhere")
    );
    assert!(output_of(folder.path(), 2, &["merge", "--into", "all", "all"]).contains("leave it out of the list"));
}

#[test]
fn a_shard_that_was_not_finished_is_named() {
    let folder = folder();
    let stores = run_shards(folder.path(), 2, &[]);
    std::fs::remove_dir_all(folder.path().join(&stores[1])).expect("a store");
    // A shard on its way: begun, but its claim has a replicate that is not finite, so it never ends.
    let broken =
        SINGLE.replace("naive.mse", "descent.mse").replace("penalty = [0.1, 1.0]", "step = [50.0]\nsteps = [1000]");
    std::fs::write(folder.path().join("broken.toml"), format!("id = \"broken\"\n{PROBLEM}{broken}")).expect("a file");
    output_of(folder.path(), 2, &["run", "broken.toml", "--shard", "1/1", "--store", "begun"]);
    let said = output_of(folder.path(), 1, &["merge", "--into", "all", "begun"]);
    assert!(said.contains("shard 1/1 is not complete; run it again with its store"), "{said}");
}

/// Flips a bit of every copy of a number in the file of a store.
fn damage(store: &Path, number: f64) {
    let file = store.join("results.w2s");
    let mut bytes = std::fs::read(&file).expect("a store");
    let sought = number.to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 8).filter(|i| bytes[*i..*i + 8] == sought).collect();
    assert!(!places.is_empty(), "the number stands in the file");
    places.iter().for_each(|place| bytes[*place] ^= 1);
    std::fs::write(&file, bytes).expect("a store");
}

#[test]
fn damage_is_named_refused_drawn_again_and_pruned() {
    let folder = folder();
    let stores = run_shards(folder.path(), 1, &[]);
    let single = document(folder.path(), &["--store", &stores[0]]);
    let parsed: Value = serde_json::from_str(&single).expect("JSON");
    let mean = parsed["claims"][2]["cells"][0]["mean"].as_f64().expect("a mean");
    let verify = |status| output_of(folder.path(), status, &["store", "verify", "--store", &stores[0]]);
    assert!(verify(0).contains("; 0 damaged or outdated"));
    damage(&folder.path().join(&stores[0]), mean);
    let said = verify(1);
    assert!(said.contains("are damaged; records or marks of shards there are lost"), "{said}");
    assert!(said.contains("; 1 damaged or outdated; remove these with w2s store prune"), "{said}");
    let said = merge(folder.path(), 1, &stores);
    assert!(said.contains("are damaged") && said.contains("the rest is taken"), "{said}");
    // What is damaged counts as not there.
    assert_eq!(document(folder.path(), &["--store", "all"]), single);
    let said = output_of(folder.path(), 1, &["run", "claims", "--store", &stores[0]]);
    assert!(said.contains("warning: the store shard") && !said.contains(", 0 drawn"), "{said}");
    let said = output_of(folder.path(), 1, &["run", "claims", "--store", &stores[0]]);
    assert!(said.contains(", 0 drawn"), "what was drawn again is found: {said}");
    verify(1);
    let pruned = output_of(folder.path(), 0, &["store", "prune", "--store", &stores[0]]);
    assert!(pruned.starts_with("0 of its jobs, and 1 damaged place removed"), "{pruned}");
    assert!(verify(0).contains("; 0 damaged"));
    let jobs = |status| -> usize {
        let listed = output_of(folder.path(), status, &["store", "list", "--store", &stores[0], "--json"]);
        let listed: Value = serde_json::from_str(&listed).expect("JSON");
        listed["jobs"].as_array().expect("jobs").len()
    };
    assert!(jobs(0) > 1);
    output_of(folder.path(), 0, &["store", "prune", "--all", "--store", &stores[0]]);
    assert_eq!(jobs(0), 0);
}

#[test]
fn the_scripts_of_a_job_array_carry_the_flags() {
    let folder = folder();
    let path = folder.path();
    let flags =
        ["--cpus", "2", "--account", "theory", "--partition", "long", "--time", "02:00:00", "--module", "gcc/13"];
    let command = ["slurm", "claims/single.toml", "--shards", "3", "--out", "job array", "--seed", "7"];
    output_of(path, 0, &[&command[..], &flags[..]].concat());
    let script = |name: &str| std::fs::read_to_string(path.join("job array").join(name)).expect(name);
    let (shards, merge) = (script("shards.sbatch"), script("merge.sbatch"));
    for line in ["#SBATCH --array=1-3", "#SBATCH --cpus-per-task=2", "#SBATCH --time=02:00:00"] {
        assert!(shards.lines().any(|found| found == line), "{line} in\n{shards}");
    }
    for script in [&shards, &merge] {
        for line in ["#SBATCH --account=theory", "#SBATCH --partition=long", "module load gcc/13"] {
            assert!(script.lines().any(|found| found == line), "{line} in\n{script}");
        }
        assert!(script.contains("claims/single.toml --seed 7 --error-probability 0.001"), "{script}");
    }
    assert!(merge.contains("merge --into merged shard-1 shard-2 shard-3\n"), "{merge}");
    // A value that would end its line, or begin another.
    output_of(path, 2, &[&command[..], &["--account", "a\nrm b"]].concat());
}
