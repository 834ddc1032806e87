//! What other programs rely on: one JSON document on standard output, errors included, and a problem from standard input.

use std::io::Write;
use std::process::Stdio;

use crate::command::command;
use crate::naive_claim::CLAIM;
use crate::program::{folder_with, json, text, w2s};
use serde_json::Value;

/// The names in a folder.
fn names(folder: &std::path::Path) -> Vec<String> {
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.expect("an entry").file_name().into_string();
    std::fs::read_dir(folder).expect("a folder").map(|entry| name(entry).expect("UTF-8")).collect()
}

/// With `--json` files are written only where they are asked for.
#[test]
fn a_document_alone_leaves_no_files() {
    let folder = folder_with(CLAIM);
    let checked = json(&w2s(folder.path(), &["check", "mine.toml", "--json", "--no-store"]));
    assert_eq!(names(folder.path()), ["mine.toml"]);
    let output = w2s(folder.path(), &["check", "mine.toml", "--json", "--no-store", "--format", "csv"]);
    assert_eq!(json(&output), checked);
    assert!(folder.path().join("cells").exists() && folder.path().join("checks.json").exists());
}

#[test]
fn an_error_is_a_document() {
    let folder = folder_with(&CLAIM.replace("naive.mse", "naive.ms"));
    let error_of = |arguments: &[&str]| {
        let output = w2s(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let message = text(&output.stderr);
        let document = json(&output);
        assert!(message.contains(document["error"]["message"].as_str().expect("a message")), "{message}");
        document["error"].clone()
    };
    let misspelt = error_of(&["check", "mine.toml", "--json"]);
    assert_eq!((&misspelt["file"], &misspelt["key"]), (&Value::from("mine.toml"), &Value::from("claim.states")));
    let settings = ["--problem", "mine.toml", "--set", "dim=0", "--json"];
    let problem = error_of(&[&["measure", "naive.mse"], &settings[..]].concat());
    assert_eq!(
        (&problem["key"], &problem["remedy"]),
        (&Value::from("problem.dim"), &Value::from("write dim = 1 or more"))
    );
    let nowhere = error_of(&["check", "nowhere.toml", "--json"]);
    assert!(nowhere["key"].is_null() && nowhere["message"].as_str().is_some_and(|text| text.contains("nowhere.toml")));
    std::fs::write(folder.path().join("slip.toml"), CLAIM.replace("cosine", "cosin")).expect("a file");
    let slip = error_of(&["check", "slip.toml", "--json"]);
    assert_eq!((&slip["key"], &slip["remedy"]), (&Value::from("problem.weak"), &Value::from("did you mean cosine?")));
}

#[test]
fn a_problem_comes_from_standard_input() {
    let folder = folder_with(CLAIM);
    let of = |problem: &str, input: &str| {
        let arguments = ["formula", "eps_w2", "--problem", problem, "--json"];
        let mut child = command(folder.path(), &arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("w2s starts");
        child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("text");
        child.wait_with_output().expect("an end")
    };
    assert_eq!(json(&of("-", CLAIM))["value"], json(&of("mine.toml", ""))["value"]);
    let empty = of("-", "id = 3\n");
    assert!(text(&empty.stderr).contains("standard input: has no [problem] table"), "{}", text(&empty.stderr));
}
