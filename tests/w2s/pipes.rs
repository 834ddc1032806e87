//! Outputs that cannot be written, and what strangers write into files.
#![cfg(unix)]

use std::fs::File;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::command::command;
use crate::naive_claim::CLAIM;
use crate::program::{folder_with, text, w2s};

const PANIC: i32 = 101;

/// A device on which every write fails as on a full disk.
fn full() -> Stdio {
    Stdio::from(File::options().write(true).open("/dev/full").expect("/dev/full"))
}

fn quick() -> [&'static [&'static str]; 7] {
    [
        &["list", "claims"],
        &["explain", "prop-3.2-segment"],
        &["check", "mine.toml", "--no-store"],
        &["check", "absent.toml"],
        &[
            "measure",
            "naive.mse",
            "--problem",
            "mine.toml",
            "--set",
            "samples=64",
            "--set",
            "penalty=0.1",
            "--replicates",
            "512",
        ],
        &["run", "mine.toml", "--no-store", "--json-lines"],
        &["run", "mine.toml", "--flag-that-is-none"],
    ]
}

#[cfg(target_os = "linux")]
#[test]
fn a_write_that_fails_has_a_status_and_nothing_panics() {
    let folder = folder_with(CLAIM);
    for arguments in
        [&["--help"][..], &["--version"], &["help", "check"], &["list", "claims"], &["man"], &["completions", "bash"]]
    {
        let output = command(folder.path(), arguments).stdout(full()).output().expect("w2s");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains("cannot write to standard output"), "{}", text(&output.stderr));
    }
    for arguments in quick() {
        let normal = w2s(folder.path(), arguments).status.code();
        let status = command(folder.path(), arguments).stdout(full()).stderr(full()).status().expect("w2s");
        assert!(status.code().is_some_and(|code| code != PANIC), "{arguments:?}: {status}");
        let status = command(folder.path(), arguments).stderr(full()).stdout(Stdio::null()).status().expect("w2s");
        assert_eq!(status.code(), normal, "{arguments:?}");
    }
}

/// A reader that has gone is no error, and neither are outputs that were closed before the program began.
#[test]
fn closed_outputs_change_no_status() {
    let folder = folder_with(CLAIM);
    for arguments in quick() {
        let normal = w2s(folder.path(), arguments).status.code();
        let closed = |redirections: &str| {
            let script = format!("exec \"$0\" \"$@\" {redirections}");
            let started = command(folder.path(), arguments);
            let mut shell = Command::new("sh");
            shell.args(["-c", &script]).arg(started.get_program()).args(arguments).current_dir(folder.path());
            shell.env("XDG_CACHE_HOME", folder.path().join("cache"));
            shell.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("sh").code()
        };
        for redirections in ["2>&-", ">&- 2>&-"] {
            assert_eq!(closed(redirections), normal, "{arguments:?} {redirections}");
        }
        let mut child =
            command(folder.path(), arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("w2s");
        drop((child.stdout.take(), child.stderr.take()));
        assert_eq!(child.wait().expect("its end").code(), normal, "{arguments:?}");
    }
}

/// A file that grows beyond what the user may write is a full disk: a message, and no part of a file stays.
#[cfg(target_os = "linux")]
#[test]
fn a_limit_to_the_size_of_files_is_a_full_disk() {
    let folder = folder_with(CLAIM);
    let limited = |arguments: &str| -> Output {
        let program = env!("CARGO_BIN_EXE_w2s");
        let script = format!("ulimit -f 1; exec '{program}' {arguments}");
        Command::new("sh").args(["-c", &script]).current_dir(folder.path()).output().expect("sh")
    };
    for arguments in ["check mine.toml --no-store --out out", "export latex mine.toml --no-store --out out/table.tex"] {
        let output = limited(arguments);
        let said = text(&output.stderr);
        let is_told = output.status.code() == Some(2) && said.contains("File too large");
        assert!(is_told || output.status.success(), "{arguments}: {:?} {said}", output.status);
        let left = names_in(&folder.path().join("out"));
        assert!(left.iter().all(|name| !name.starts_with(".tmp")), "{left:?}");
    }
    assert!(text(&limited("check mine.toml --no-store --out out").stderr).contains("File too large"));
}

/// All files in a folder and in its folders.
fn names_in(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.expect("an entry");
        names.push(entry.file_name().to_string_lossy().into_owned());
        names.extend(names_in(&entry.path()));
    }
    names
}

/// Characters that act on a terminal: colours, titles, cursors, 8-bit controls, the direction of text.
const ACTS: [char; 8] = ['\u{1b}', '\u{7}', '\u{8}', '\u{9b}', '\u{7f}', '\u{202e}', '\u{2066}', '\u{2028}'];

fn is_harmless(output: &Output) -> bool {
    [&output.stdout, &output.stderr].into_iter().all(|bytes| !text(bytes).contains(ACTS))
}

/// Titles, sources, names of files and wrong words in them act on no terminal, in text and in JSON; letters of all languages stay.
#[test]
fn what_strangers_write_is_shown_and_does_nothing() {
    let acts: String = ACTS.iter().collect();
    let in_toml = ACTS.iter().map(|c| format!("\\u{:04X}", u32::from(*c))).collect::<String>();
    let title = format!("title = \"Ωμέγα 中文 עברית {in_toml}\"\nsource = \"{in_toml}\"");
    let hostile = CLAIM.replacen("title = \"My claim\"", &title, 1);
    assert_ne!(hostile, CLAIM);
    let folder = folder_with(&hostile);
    let odd = format!("odd {acts}.toml");
    std::fs::write(folder.path().join(&odd), &hostile).expect("a file");
    std::fs::write(folder.path().join("wrong.toml"), hostile.replacen("naive.mse", &format!("naive{in_toml}"), 1))
        .expect("a file");
    let absent = format!("absent{acts}");
    for arguments in [
        &["explain", "mine.toml"][..],
        &["explain", "mine.toml", "--json"],
        &["explain", &odd],
        &["explain", "wrong.toml"],
        &["explain", "wrong.toml", "--json"],
        &["explain", &absent],
        &["check", &odd, "--no-store", "--out", "out"],
        &["check", &odd, "--no-store", "--json"],
        &["check", &absent],
        &["run", "mine.toml", "--no-store", "--store", &absent],
        &["run", "mine.toml", &format!("--seed={absent}")],
        &["measure", &absent, "--problem", "mine.toml"],
    ] {
        let output = w2s(folder.path(), arguments);
        assert!(is_harmless(&output), "{arguments:?}: {:?} {:?}", text(&output.stdout), text(&output.stderr));
    }
    let shown = text(&w2s(folder.path(), &["explain", "mine.toml"]).stdout);
    assert!(shown.contains("Ωμέγα 中文 עברית \\u{1b}"), "{shown}");
}

#[test]
fn a_precision_that_cannot_be_had_is_refused_at_once() {
    let folder = folder_with(CLAIM);
    let set = ["--set", "samples=64", "--set", "penalty=0.1", "--precision", "1e-300"];
    let output = w2s(folder.path(), &[&["measure", "naive.mse", "--problem", "mine.toml"], &set[..]].concat());
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("cannot be had") && said.contains("--replicates"), "{said}");
}
