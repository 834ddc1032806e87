//! `W2S_SIMD`: the same verdicts and means with all vector instructions, and stores that do not mix them unasked.

use std::path::Path;
use std::process::Output;

use crate::command::command;
use crate::naive_claim::CLAIM;
use crate::program::{folder_with, json, text};
use serde_json::Value;
use weak_to_strong::numeric::SimdLevel;

fn w2s_at(level: &str, folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).env("W2S_SIMD", level).output().expect("w2s starts")
}

fn message(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2));
    text(&output.stderr)
}

/// Claims whose numbers come from all prompt laws and tilted ones, the kernels of samples and paths, products of matrices, and functions of the
/// standard library.
const CLAIMS: [&str; 7] = [
    "alg-2-exponent",
    "def-3.1-early-stopping",
    "def-3.1-mean-on-segment",
    "prop-3.2-finite-sample",
    "prop-3.2-laplace",
    "prop-3.4-beats-least-squares",
    "thm-a.4-ridge",
];

/// Kernels do the same operations at all levels, so not one digit of the document differs: verdicts, means, intervals and numbers of replicates.
#[test]
fn all_levels_give_the_same_outcomes() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |level: SimdLevel| {
        let arguments = [&["run", "--no-store", "--quiet", "--json"][..], &CLAIMS].concat();
        let output = w2s_at(level.name(), folder.path(), &arguments);
        assert!(matches!(output.status.code(), Some(0 | 3)), "{}", text(&output.stderr));
        json(&output)
    };
    let levels = SimdLevel::available();
    let documents: Vec<Value> = levels.iter().copied().map(at).collect();
    for (level, document) in levels.iter().zip(&documents).skip(1) {
        assert_eq!(without_seconds(document), without_seconds(&documents[0]), "{level}");
    }
}

/// The document without what a clock says.
fn without_seconds(document: &Value) -> Value {
    match document {
        Value::Object(entries) => {
            let kept = entries.iter().filter(|(name, _)| !name.contains("seconds"));
            kept.map(|(name, value)| (name.clone(), without_seconds(value))).collect()
        }
        Value::Array(values) => values.iter().map(without_seconds).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => document.clone(),
    }
}

#[test]
fn what_a_processor_does_not_have_is_refused() {
    let folder = folder_with(CLAIM);
    let run = |level: &str| w2s_at(level, folder.path(), &["run", "mine.toml", "--no-store"]);
    let names: Vec<&str> = SimdLevel::available().into_iter().map(SimdLevel::name).collect();
    let unknown = message(&run("AVX2"));
    assert!(unknown.contains("W2S_SIMD: \"AVX2\" is no level") && unknown.contains(&names.join(", ")), "{unknown}");
    for lacking in SimdLevel::ALL.into_iter().filter(|level| !names.contains(&level.name())) {
        let refused = message(&run(lacking.name()));
        assert!(refused.contains(&format!("this processor does not have {lacking}")), "{refused}");
    }
    // Set and empty is as not set.
    assert_eq!(run("").status.code(), run("none").status.code());
}

/// The widest level, if the processor has more than one: otherwise there is nothing to mix.
fn other_than_none() -> Option<&'static str> {
    Some(SimdLevel::in_use()).filter(|level| *level != SimdLevel::None).map(SimdLevel::name)
}

#[test]
fn a_store_does_not_mix_levels_unasked() {
    let Some(widest) = other_than_none() else { return };
    let folder = folder_with(CLAIM);
    let run = |level: &str, more: &[&str]| {
        w2s_at(level, folder.path(), &[&["run", "mine.toml", "--quiet", "--json", "--store", "store"], more].concat())
    };
    let level = || {
        let listed = w2s_at("", folder.path(), &["store", "list", "--store", "store", "--json"]);
        json(&listed)["simd"].as_str().map(str::to_owned)
    };
    assert_ne!(run(widest, &[]).status.code(), Some(2));
    assert_eq!(level().as_deref(), Some(widest));
    let refused = message(&run("none", &[]));
    let expected = [&format!("drawn with the vector instructions {widest}, not none")[..], "--mix-simd", "W2S_SIMD"];
    assert!(expected.iter().all(|part| refused.contains(part)), "{refused}");
    // A run that draws nothing new does not change what the store says.
    assert_ne!(run("none", &["--mix-simd"]).status.code(), Some(2));
    assert_eq!(level().as_deref(), Some(widest));
    assert_ne!(run("none", &["--mix-simd", "--seed", "2"]).status.code(), Some(2));
    assert_eq!(level(), None);
    // Now either may go on without being asked again.
    assert_ne!(run(widest, &["--seed", "3"]).status.code(), Some(2));
}

#[test]
fn stores_of_different_levels_are_not_joined_unasked() {
    let Some(widest) = other_than_none() else { return };
    let folder = folder_with(CLAIM);
    for (level, shard) in [(widest, "1/2"), ("none", "2/2")] {
        let arguments = ["run", "mine.toml", "--quiet", "--shard", shard, "--store", &shard[..1]];
        let output = w2s_at(level, folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
    let merge = |more: &[&str]| w2s_at("", folder.path(), &[&["merge", "1", "2", "--into", "all"], more].concat());
    let refused = message(&merge(&[]));
    assert!(refused.contains("--mix-simd") && refused.contains(&format!("none, not {widest}")), "{refused}");
    let merged = merge(&["--mix-simd"]);
    assert_eq!(merged.status.code(), Some(0), "{}", text(&merged.stdout));
    // One of them alone is of its level, whatever the processor has.
    let alone = w2s_at("", folder.path(), &["merge", "2", "--into", "alone"]);
    assert!(text(&alone.stdout).contains("shard 1/2 is missing"), "{}", text(&alone.stdout));
    let listed = w2s_at("", folder.path(), &["store", "list", "--store", "alone", "--json"]);
    assert_eq!(json(&listed)["simd"], "none");
}
