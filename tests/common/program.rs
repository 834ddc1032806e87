//! The program, as a test runs it.

use std::path::Path;
use std::process::Output;

use serde_json::Value;
use tempfile::TempDir;

/// Runs the program to its end.
pub fn w2s(folder: &Path, arguments: &[&str]) -> Output {
    crate::command::command(folder, arguments).output().expect("w2s starts")
}

/// A new folder with this claim or problem in `mine.toml`.
pub fn folder_with(file: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("mine.toml"), file).expect("a file");
    folder
}

/// What was printed.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// The one JSON document on standard output.
pub fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(&output.stderr)))
}
