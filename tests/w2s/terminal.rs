//! What a failing check shows on terminals of several widths.

use crate::command::command;
use crate::naive_claim::PROBLEM;
use crate::program::text;
use tempfile::TempDir;

/// A claim that is violated at every cell, by a factor of 1.5 and more, in a folder whose name has a space.
fn claim() -> String {
    format!(
        r#"
id = "half-as-high-again"
title = "A bound that is half as high again as the true one"
{PROBLEM}
[sweep]
samples = [4096, 8192]
weak.noise = [0.25, 0.5]
penalty = [0.125]

[claim]
states = "naive.mse >= 1.5 * segment_bound"
replicates = 4000
"#
    )
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("my claims")).expect("a folder");
    std::fs::write(folder.path().join("my claims/false.toml"), claim()).expect("a file");
    folder
}

fn check(folder: &TempDir, variables: &[(&str, &str)]) -> String {
    let arguments = ["check", "my claims/false.toml", "--no-store", "--out", "a-folder-for-all-that-is-written"];
    let output = command(folder.path(), &arguments).envs(variables.iter().copied()).output().expect("w2s");
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn widest(text: &str) -> usize {
    text.lines().map(|line| line.chars().count()).max().unwrap_or(0)
}

/// The command of several lines that comes first, as a shell reads it.
fn first_command(text: &str) -> String {
    let replay = text.split_once("replay: ").expect("a replay command").1;
    let mut command = String::new();
    for line in replay.lines() {
        match line.strip_suffix('\\') {
            Some(part) => command += part,
            None => return command + line,
        }
    }
    command
}

/// What, where, how far, and how to see it again, in lines that fit.
#[test]
fn a_violation_is_told_at_every_width() {
    let folder = folder();
    for width in [60, 80, 120] {
        let shown = check(&folder, &[("COLUMNS", &width.to_string())]);
        assert!(widest(&shown) <= width, "{width}:\n{shown}");
        assert!(shown.starts_with("half-as-high-again: violated at "), "{shown}");
        let parts =
            ["violated at samples", "expected >=", "off by", "standard", "replay: w2s replay 'my claims/false.toml'"];
        // A line may end within any of them.
        let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        let places: Vec<usize> = parts.iter().map(|part| words.find(part).expect(part)).collect();
        assert!(places.is_sorted(), "{shown}");
        assert!(shown.lines().any(|line| line.contains("half-as-high-again") && line.contains("violated")), "{shown}");
        assert!(shown.contains("written"), "{shown}");
    }
}

#[test]
fn a_broken_command_is_one_that_a_shell_reads() {
    let folder = folder();
    let command = first_command(&check(&folder, &[("COLUMNS", "60")]));
    let words = command.split_whitespace().collect::<Vec<_>>().join(" ");
    let whole = first_command(&check(&folder, &[]));
    assert_eq!(words, whole);
    assert!(whole.contains("replay 'my claims/false.toml' --cell "), "{whole}");
}

#[test]
fn colour_adds_to_the_words() {
    let folder = folder();
    let coloured = check(&folder, &[("CLICOLOR_FORCE", "1")]);
    assert!(coloured.contains("\u{1b}["), "{coloured}");
    assert!(coloured.matches("violated").count() >= 2, "{coloured}");
    for plain in [&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")][..], &[("NO_COLOR", "1")], &[]] {
        assert!(!check(&folder, plain).contains('\u{1b}'), "{plain:?}");
    }
}
