//! What a long command tells where standard error is no terminal.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Stdio};

use crate::command::command;
use crate::naive_claim::CLAIM;
use crate::program::folder_with;

fn started(folder: &Path, arguments: &[&str]) -> Child {
    let child = command(folder, arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    child.expect("w2s starts")
}

/// The end of a command that would take long, and what it has told since.
fn ended(mut child: Child) -> String {
    child.kill().expect("a process");
    child.wait().expect("an end");
    let mut told = String::new();
    child.stderr.take().expect("messages").read_to_string(&mut told).expect("text");
    told
}

/// A line comes after some ten seconds, as plain text, and none with `--quiet`.
#[test]
fn a_log_has_a_line_now_and_then() {
    // No number of replicates decides it.
    let hours = CLAIM.replace("naive.mse >= segment_bound", "naive.mse == ridge_risk").replace("gaussian", "cube");
    let hours = hours.replace("resolution = 0.001", "resolution = 1e-9").replace("4000\n", "4000000000\n");
    let folder = folder_with(&hours);
    let check = ["check", "mine.toml", "--no-store", "--threads", "1"];
    let mut told = started(folder.path(), &check);
    let quiet = started(folder.path(), &[&check[..], &["--quiet"]].concat());
    let mut messages = BufReader::new(told.stderr.take().expect("messages"));
    let mut line = String::new();
    messages.read_line(&mut line).expect("text");
    told.stderr = Some(messages.into_inner());
    assert!(line.contains(" % done, ") && line.contains(" left"), "{line}");
    assert!(!line.contains(['\u{1b}', '\r', '█', '░']), "{line:?}");
    ended(told);
    assert_eq!(ended(quiet), "");
}
