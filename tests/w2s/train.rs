//! `w2s train`: the same weights whenever it is interrupted, and messages for what cannot be trained.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::command::command;
use crate::program::{folder_with, json, text, w2s};

/// A training of some seconds.
const TRAINING: &str = r#"
[problem]
dim = 2
prompts = "cube"
concepts = { orthonormal = 2 }
source_prior = "uniform"
target = 0
noise = 0.3
weak = { cosine = 0.8, noise = 0.3 }

[training]
width = 16
layers = 1
hidden = 16
examples = 8
batch = 8
steps = 2500
warm_up = 20
"#;

fn trained(folder: &Path, threads: &str) -> Value {
    let output = w2s(folder, &["train", "mine.toml", "--json", "--threads", threads]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    json(&output)
}

/// Asks a running training to stop as soon as it has written files, which it does every 500 steps.
#[cfg(unix)]
fn interrupted(folder: &Path) -> (Option<i32>, String) {
    let child = command(folder, &["train", "mine.toml", "--json"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let child = child.expect("w2s starts");
    let start = Instant::now();
    while !folder.join("mine.state").exists() && start.elapsed() < Duration::from_secs(60) {
        sleep(Duration::from_millis(5));
    }
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(killed.success());
    let output = child.wait_with_output().expect("an end");
    (output.status.code(), text(&output.stderr))
}

#[cfg(unix)]
#[test]
fn an_interrupted_training_goes_on_to_the_same_weights() {
    let (whole, parts) = (folder_with(TRAINING), folder_with(TRAINING));
    let expected = trained(whole.path(), "1");
    assert_eq!((&expected["steps"], &expected["file"]), (&Value::from(2500), &Value::from("mine.safetensors")));
    // The mean of the first examples' concept has variance ⅙ more than that of the prior; a trained network is nearer.
    assert!(expected["distance"].as_f64().expect("a number") < 0.05, "{expected}");
    let (status, message) = interrupted(parts.path());
    assert!(message.starts_with("interrupted after ") && message.contains("mine.state"), "{message}");
    assert_eq!(status, Some(130));
    let resumed = trained(parts.path(), "2");
    assert_eq!(resumed, expected);
    // Nothing is left to do, and nothing changes.
    assert_eq!(trained(parts.path(), "1"), expected);
}

#[test]
fn what_cannot_be_trained_is_told() {
    let refused = |training: &str, more: &[&str], said: &str| {
        let folder = folder_with(training);
        let output = w2s(folder.path(), &[&["train", "mine.toml"], more].concat());
        assert_eq!(output.status.code(), Some(2), "{training}");
        assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "only the file itself");
    };
    refused(&TRAINING.replace("width = 16", "width = 600"), &[], "mine.toml: width = 600: must be a whole number");
    refused(&TRAINING.replace("heads", "heds").replace("steps", "stps"), &[], "unknown field `stps`");
    refused(&TRAINING.replace("noise = 0.3\nweak", "noise = -1\nweak"), &[], "mine.toml: [problem]: noise = -1");
    refused(TRAINING, &["--out", "weights.bin"], "write --out weights.safetensors");
    refused(TRAINING, &["--out", "none/weights.safetensors"], "there is no folder none; make it");
    refused(
        TRAINING,
        &["--seed", "2"],
        "--seed changes nothing about a training: the seed of a training stands in its file",
    );
}

/// With `--json-lines` progress comes first, and the last line is the document of `--json`.
#[test]
fn the_progress_of_a_training_is_told_in_lines() {
    let folder = folder_with(&TRAINING.replace("steps = 2500", "steps = 20"));
    let output = w2s(folder.path(), &["train", "mine.toml", "--json-lines"]);
    let lines: Vec<Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let (outcome, progress) = lines.split_last().expect("lines");
    assert!(!progress.is_empty() && progress.iter().all(|line| line["event"] == "progress" && line["steps"] == 20));
    assert_eq!((&progress[0]["steps_done"], &progress[0]["share"]), (&1.into(), &0.05.into()));
    assert_eq!(outcome["outcome"], trained(folder.path(), "1"));
}

/// A sentence takes the weights by their path.
#[test]
fn a_sentence_takes_trained_weights() {
    let folder = folder_with(&TRAINING.replace("steps = 2500", "steps = 20"));
    trained(folder.path(), "2");
    let distance = |more: &[&str]| {
        let arguments = ["measure", "answer.distance", "--problem", "mine.toml", "--json", "--replicates", "500"];
        w2s(folder.path(), &[&arguments[..], more].concat())
    };
    let output = distance(&["--set", "batch=4", "--set", "source=transformer:mine.safetensors"]);
    assert!(json(&output)["mean"].as_f64().expect("a number") > 1e-4, "{}", text(&output.stderr));
    let network = &json(&output)["networks"][0];
    assert_eq!((&network["source"], &network["trained_for"]), (&"transformer:mine.safetensors".into(), &Value::Null));
    assert_eq!(network["sha256"].as_str().map(str::len), Some(64));
    let output = distance(&["--set", "batch=4", "--set", "source=transformer:mine.safetensors", "--set", "noise=0.7"]);
    assert!(json(&output)["networks"][0]["trained_for"][0].as_str().expect("a word").starts_with("noise = "));
    let output = distance(&["--set", "batch=9", "--set", "source=transformer:mine.safetensors"]);
    assert!(text(&output.stderr).contains("the network reads at most 8 examples"), "{}", text(&output.stderr));
}
