//! The largest files that are read fit into a gigabyte.
#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::{Command, Output};

use crate::naive_claim::CLAIM;
use crate::program::{folder_with, text};

/// Kilobytes of address space, which is more than the memory that is used: a stack for each thread, and what the allocator reserves.
const GIGABYTE: usize = 1 << 20;

fn limited(folder: &Path, kilobytes: usize, arguments: &str) -> Output {
    let script = format!("ulimit -v {kilobytes}; exec '{}' {arguments} --threads 2", env!("CARGO_BIN_EXE_w2s"));
    Command::new("sh").args(["-c", &script]).current_dir(folder).output().expect("sh")
}

/// A list of two million values is what takes most memory of all claim files of that length.
#[test]
fn the_longest_claim_file_is_read_within_a_gigabyte() {
    let list = format!("samples = [{}16, 4096]", "1,".repeat((2 << 20) - 1000));
    let folder = folder_with(&CLAIM.replace("samples = [16, 4096]", &list));
    let output = limited(folder.path(), GIGABYTE, "explain mine.toml");
    let said = text(&output.stderr);
    assert!(output.status.code() == Some(2) && said.contains("cells, more than 50000"), "{said}");
    let output = limited(folder.path(), GIGABYTE / 4, "explain mine.toml");
    assert_eq!(output.status.code(), None, "a quarter is not enough, so the limit is one");
}

#[test]
fn the_largest_claim_is_planned_within_a_quarter() {
    let folder = folder_with(&CLAIM.replace("{ log = [0.1, 1.0, 5] }", "{ log = [0.1, 1.0, 25000] }"));
    let output = limited(folder.path(), GIGABYTE / 4, "explain mine.toml");
    assert!(output.status.success(), "{}", text(&output.stderr));
}

/// Records of a thousand penalties each, which are saved as they come. Kept until the end they took more than this.
#[test]
fn what_waits_for_the_store_is_little() {
    let penalties = CLAIM.replace("{ log = [0.1, 1.0, 5] }", "{ log = [0.1, 1.0, 1000] }");
    let samples: Vec<String> = (1..=20).map(|i| (16 * i).to_string()).collect();
    let claim = penalties
        .replace("samples = [16, 4096]", &format!("samples = [{}]", samples.join(", ")))
        .replace("replicates = 4000", "replicates = 2");
    let folder = folder_with(&claim);
    let output = limited(folder.path(), GIGABYTE / 4 * 3, "run mine.toml --store store --quiet");
    assert!(output.status.code().is_some(), "{}", text(&output.stderr));
    let size = std::fs::metadata(folder.path().join("store/results.w2s")).expect("a store").len();
    assert!(size > 140 << 20, "{size} bytes");
}
