//! What a file may ask for, and the flags with which it may ask for more.

use std::path::Path;
use std::time::Instant;

use crate::naive_claim::CLAIM;
use crate::program::{folder_with, text, w2s};

/// What the program says when it refuses the claim.
fn refusal(folder: &Path, flags: &[&str]) -> String {
    let output = w2s(folder, &[&["explain", "mine.toml"], flags].concat());
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), [].as_slice()), "{flags:?}");
    text(&output.stderr)
}

fn accepts(folder: &Path, flags: &[&str]) -> bool {
    w2s(folder, &[&["explain", "mine.toml"], flags].concat()).status.success()
}

/// The claim has 10 cells, of 2 and 5 values, with 2·3·8 numbers each.
#[test]
fn each_limit_is_named_with_its_flag_and_ends_where_it_says() {
    let folder = folder_with(CLAIM);
    let bytes = CLAIM.len();
    for (flag, enough, part) in [
        ("--most-cells", 10, "10 cells, more than 9"),
        ("--most-dimensions", 8, "problem.dim = 8: more than 7 dimensions"),
        ("--most-numbers", 10 * 2 * 3 * 8, "more than 479 numbers"),
        ("--most-claim-bytes", bytes, &format!("more than the {} bytes", bytes - 1)),
    ] {
        assert!(accepts(folder.path(), &[flag, &enough.to_string()]), "{flag} {enough}");
        let message = refusal(folder.path(), &[flag, &(enough - 1).to_string()]);
        for part in [part, "mine.toml", "raise the limit", flag] {
            assert!(message.contains(part), "{part}: {message}");
        }
    }
}

#[test]
fn one_variable_may_not_have_more_values_than_a_sweep_has_cells() {
    for range in [
        "{ log = [0.1, 1.0, 5] }",
        "{ linear = [0.1, 1.0, 5] }",
        "{ integers = [1, 5] }",
        "{ log_integers = [1, 9, 5] }",
    ] {
        let folder = folder_with(&CLAIM.replace("{ log = [0.1, 1.0, 5] }", range));
        let message = refusal(folder.path(), &["--most-cells", "4"]);
        assert!(message.contains("sweep.penalty") && message.contains("more than 4 values"), "{message}");
    }
    let design = "latin_hypercube = { points = 5, penalty = { log = [0.1, 1.0] } }";
    let folder = folder_with(&CLAIM.replace("penalty = { log = [0.1, 1.0, 5] }", design));
    let message = refusal(folder.path(), &["--most-cells", "4"]);
    assert!(message.contains("sweep.latin_hypercube.points = 5: more than 4 values"), "{message}");
}

/// Each would fill the memory, or take for ever, if it was not refused at once.
#[test]
fn what_asks_for_the_world_is_refused_at_once() {
    let concepts = "{ orthonormal = 3 }";
    let penalty = "{ log = [0.1, 1.0, 5] }";
    let begun = Instant::now();
    for (from, to, part) in [
        ("dim = 8", "dim = 1000000000", "dim = 1000000000: more than 4096"),
        (penalty, "{ integers = [1, 1000000000000] }", "more than 50000 values"),
        (penalty, "{ linear = [0.0, 1.0, 1000000000000] }", "more than 50000 values"),
        (
            "samples = [16, 4096]",
            "samples = { integers = [1, 1000] }\nbatch = { integers = [1, 1000] }",
            "cells, more than 50000",
        ),
        (
            concepts,
            "{ gaussian = { count = 1000000000, seed = 1 } }",
            "concepts.gaussian.count = 1000000000: more than 4096",
        ),
        (
            "[sweep]",
            "[sweep]\nconcepts.orthonormal = { integers = [1, 4096] }\ndim = [4096]\nweak.off_hull = [0.0]",
            "more than 60000000 numbers together, 0.5 GB",
        ),
    ] {
        let folder = folder_with(&CLAIM.replacen(from, to, 1));
        let message = refusal(folder.path(), &[]);
        assert!(message.contains(part), "{to}: {message}");
    }
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

#[test]
fn more_is_done_where_more_is_allowed() {
    let folder = folder_with(&CLAIM.replace("dim = 8", "dim = 5000"));
    assert!(refusal(folder.path(), &[]).contains("more than 4096 dimensions"));
    assert!(accepts(folder.path(), &["--most-dimensions", "5000"]));
    let set = ["formula", "segment_bound", "--problem", "mine.toml"];
    assert_eq!(w2s(folder.path(), &set).status.code(), Some(2));
    assert!(w2s(folder.path(), &[&set[..], &["--most-dimensions", "5000"]].concat()).status.success());
}

/// Commands and scripts that the program writes for others have the limits with which it was started.
#[test]
fn commands_that_are_written_down_keep_the_limits() {
    let folder = folder_with(&CLAIM.replace("segment_bound", "1.05 * segment_bound"));
    let limit = ["--most-cells", "2000000"];
    let checked = w2s(folder.path(), &[&["check", "mine.toml", "--out", "out"][..], &limit].concat());
    let shown = text(&checked.stdout);
    let replay = shown.lines().find(|line| line.contains("replay: ")).expect("a replay command");
    assert!(replay.ends_with(" --most-cells 2000000"), "{replay}");
    let scripts =
        w2s(folder.path(), &[&["slurm", "mine.toml", "--shards", "2", "--out", "scripts"][..], &limit].concat());
    assert!(scripts.status.success());
    for script in ["shards.sbatch", "merge.sbatch"] {
        let text = std::fs::read_to_string(folder.path().join("scripts").join(script)).expect("written");
        assert!(text.contains(" run ") && text.contains(" --most-cells 2000000"), "{text}");
    }
    let claim = CLAIM.replace("segment_bound", "2 * segment_bound") + "\n[domain]\nsamples = [2048, 4096]\n";
    std::fs::write(folder.path().join("mine.toml"), claim).expect("written");
    let found = w2s(folder.path(), &[&["falsify", "mine.toml", "--problems", "4"][..], &limit].concat());
    assert_eq!(found.status.code(), Some(1), "{}", text(&found.stderr));
    let counterexample = folder.path().join("counterexamples/mine-counterexample.toml");
    let command = std::fs::read_to_string(counterexample).expect("a counterexample");
    assert!(command.contains("w2s falsify mine.toml --seed 1 --most-cells 2000000 --problems 4"), "{command}");
}
