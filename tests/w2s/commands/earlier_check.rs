//! An earlier check: it says the same or not, and it is drawn again.

use crate::naive_claim::CLAIM;
use crate::program::{folder_with, text, w2s};
use serde_json::Value;

#[test]
fn an_earlier_report_is_compared() {
    let folder = folder_with(CLAIM);
    let check = |more: &[&str]| w2s(folder.path(), &[&["check", "mine.toml", "--out", "out"], more].concat());
    assert_eq!(check(&[]).status.code(), Some(0));
    std::fs::copy(folder.path().join("out/checks.json"), folder.path().join("before.json")).expect("a copy");
    assert_eq!(check(&["--against", "before.json"]).status.code(), Some(0));
    let other_seed = check(&["--against", "before.json", "--seed", "2"]);
    assert_eq!(other_seed.status.code(), Some(1));
    assert!(text(&other_seed.stderr).contains("differs: claims[0].cells[0].mean"));
}

/// With a tolerance of 0 two runs are the same to the bit, and the last bit of one number is seen, which by default is not.
#[test]
fn a_tolerance_of_zero_sees_the_last_bit() {
    let folder = folder_with(CLAIM);
    let check =
        |more: &[&str]| w2s(folder.path(), &[&["check", "mine.toml", "--no-store", "--out", "out"], more].concat());
    assert_eq!(check(&[]).status.code(), Some(0));
    let written = std::fs::read_to_string(folder.path().join("out/checks.json")).expect("checks.json");
    std::fs::write(folder.path().join("before.json"), &written).expect("a file");
    let exact = ["--against", "before.json", "--tolerance", "0"];
    assert_eq!(check(&exact).status.code(), Some(0));
    let mean = serde_json::from_str::<Value>(&written).expect("JSON")["claims"][0]["cells"][3]["mean"].clone();
    let changed = Value::from(mean.as_f64().expect("a mean").next_up());
    let one_bit_off = written.replacen(&format!("\"mean\": {mean}"), &format!("\"mean\": {changed}"), 1);
    assert_ne!(one_bit_off, written);
    std::fs::write(folder.path().join("before.json"), one_bit_off).expect("a file");
    let output = check(&exact);
    assert_eq!(output.status.code(), Some(1));
    let differences = text(&output.stderr);
    assert_eq!(differences.matches("differs: ").count(), 1, "{differences}");
    assert!(differences.contains(&format!("claims[0].cells[3].mean: {changed} before, {mean} now")), "{differences}");
    assert_eq!(check(&["--against", "before.json"]).status.code(), Some(0));
    for wrong in [&["--tolerance", "0"][..], &["--against", "before.json", "--tolerance", "-1"]] {
        assert_eq!(check(wrong).status.code(), Some(2), "{wrong:?}");
    }
}

/// What an earlier check has written is drawn again: the same figure, and the same numbers in tables, without a replicate.
#[test]
fn an_earlier_check_is_drawn_again() {
    let folder = folder_with(CLAIM);
    let check = |more: &[&str]| w2s(folder.path(), &[&["check", "mine.toml", "--power"], more].concat());
    assert_eq!(check(&["--no-store", "--out", "out"]).status.code(), Some(0));
    let from = ["check", "mine.toml", "--from", "out/checks.json", "--format", "csv"];
    let again = w2s(folder.path(), &[&from[..], &["--out", "again"]].concat());
    assert_eq!(again.status.code(), Some(0), "{}", text(&again.stderr));
    let read = |path: &str| std::fs::read_to_string(folder.path().join(path)).expect(path);
    assert_eq!(read("out/figures/mine.svg"), read("again/figures/mine.svg"));
    let report = read("out/paper_checks.md");
    let before_the_run = report.split("\n## Provenance").next().expect("a part");
    let drawn_again = read("again/paper_checks.md");
    assert!(drawn_again.starts_with(before_the_run));
    let cells = read("again/cells/mine.csv");
    assert!(cells.contains("naive"));
    // Neither says that this run has drawn the numbers.
    for (text, source) in [(&drawn_again, "| drawn from | checks.json |"), (&cells, "# drawn_from: checks.json\n")] {
        assert!(text.contains(source) && !text.contains("commit") && !text.contains("threads"), "{text}");
    }
    assert!(!folder.path().join("again/checks.json").exists());
    let contradicting = w2s(folder.path(), &[&from[..], &["--seed", "2", "--falsify"]].concat());
    assert_eq!(contradicting.status.code(), Some(2));
    let missing = w2s(folder.path(), &["check", "prop-3.2-segment", "--from", "out/checks.json"]);
    assert!(text(&missing.stderr).contains("there is no claim prop-3.2-segment in it"), "{}", text(&missing.stderr));
}
