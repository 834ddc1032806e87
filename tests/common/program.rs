//! The program, as a test runs it.

use std::path::Path;
use std::process::Output;

/// Runs the program to its end.
pub fn w2s(folder: &Path, arguments: &[&str]) -> Output {
    crate::command::command(folder, arguments).output().expect("w2s starts")
}
