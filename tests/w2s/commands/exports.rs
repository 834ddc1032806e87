//! Cells and replicates in files for other programs.

use crate::naive_claim::CLAIM;
use crate::program::{folder_with, json, text, w2s};
use serde_json::Value;

#[test]
fn cells_are_exported_with_their_provenance() {
    let folder = folder_with(CLAIM);
    let output = w2s(folder.path(), &["check", "mine.toml", "--format", "csv,json", "--quiet"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let file = |extension: &str| std::fs::read(folder.path().join(format!("cells/mine.{extension}"))).expect("a file");
    let csv = text(&file("csv"));
    let rows = csv.lines().filter(|line| !line.starts_with('#')).count();
    assert_eq!(rows, 1 + 10, "{csv}");
    assert!(csv.contains("# seed: 1\n") && csv.contains("#   title = \"My claim\"\n"), "{csv}");
    let document: Value = serde_json::from_slice(&file("json")).expect("JSON");
    assert_eq!(document["provenance"]["claim_file"], CLAIM);
    let report: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("checks.json")).expect("a file")).expect("JSON");
    assert_eq!(document["rows"][3]["mean"], report["claims"][0]["cells"][3]["mean"]);
}

/// Parquet and print are features of a build, which says so when it lacks them.
#[test]
fn what_a_build_leaves_out_is_refused_with_the_way_to_get_it() {
    let folder = folder_with(CLAIM);
    let replay =
        ["replay", "naive.mse", "--problem", "mine.toml", "--set", "samples=16", "--replicates", "600", "--out"];
    let parquet = ("parquet", cfg!(feature = "parquet"));
    let print = ("print", cfg!(feature = "print"));
    for (arguments, (feature, is_built), written, magic) in [
        (vec!["check", "mine.toml", "--quiet", "--format", "parquet"], parquet, "cells/mine.parquet", &b"PAR1"[..]),
        ([&replay[..], &["raw.parquet"]].concat(), parquet, "raw.parquet", b"PAR1"),
        (vec!["check", "mine.toml", "--quiet", "--print", "pdf"], print, "figures/mine.pdf", b"%PDF"),
        (vec!["check", "mine.toml", "--quiet", "--print", "png"], print, "figures/mine.png", b"\x89PNG"),
    ] {
        let output = w2s(folder.path(), &arguments);
        let message = text(&output.stderr);
        if is_built {
            assert_eq!(output.status.code(), Some(0), "{arguments:?}: {message}");
            assert!(std::fs::read(folder.path().join(written)).expect("a file").starts_with(magic), "{written}");
        } else {
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
            let asked = written.rsplit('.').next().expect("an extension");
            assert!(message.contains(&format!("{asked}: this build cannot write it")), "{message}");
            assert!(
                message.contains(&format!("cargo install --locked --path crates/w2s --features {feature}")),
                "{message}"
            );
            assert!(!folder.path().join(written).exists(), "{written}");
        }
    }
}

#[test]
fn replicates_are_exported() {
    let folder = folder_with(CLAIM);
    let replayed = |out: &str| {
        let arguments = ["replay", "naive.mse", "--problem", "mine.toml", "--set", "samples=16", "--replicates", "600"];
        w2s(folder.path(), &[&arguments[..], &["--out", out, "--json"]].concat())
    };
    let estimate = json(&replayed("raw.json"));
    let raw: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("raw.json")).expect("a file")).expect("JSON");
    let rows = raw["rows"].as_array().expect("rows");
    let mean = rows.iter().filter_map(|row| row["observation"].as_f64()).sum::<f64>() / 600.0;
    assert_eq!((rows.len(), rows[599]["replicate"].as_u64()), (600, Some(599)));
    assert!((mean / estimate["mean"].as_f64().expect("a mean") - 1.0).abs() < 1e-12);
    let refused = replayed("raw.xlsx");
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("raw.xlsx: xlsx: there is no such format; write csv, json or parquet"));
}
