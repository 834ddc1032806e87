//! Events of a run for other programs.

use crate::program::{json, text, w2s};
use serde_json::Value;

/// Every line is a JSON object; rounds and progress come first, the outcome is the last line, and equals that of `--json`.
#[test]
fn every_line_is_an_event_and_the_last_is_the_outcome() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments = ["run", "prop-3.4-limit", "--no-store"];
    let output = w2s(folder.path(), &[&arguments[..], &["--json-lines"]].concat());
    let shown = text(&output.stdout);
    let lines: Vec<Value> =
        shown.lines().map(|line| serde_json::from_str(line).expect("one JSON document a line")).collect();
    let of = |event: &str| lines.iter().filter(|line| line["event"] == event).count();
    assert!(of("round") >= 1 && of("progress") >= 1 && of("outcome") == 1, "{shown}");
    for line in lines.iter().filter(|line| line["event"] == "progress") {
        assert!(line["replicates"].as_u64() <= line["replicates_at_most"].as_u64(), "{line}");
    }
    let judged: Vec<&Value> = lines.iter().filter(|line| line["event"] == "judged").collect();
    let last = judged.last().expect("a judged claim");
    assert_eq!((&last["claim"], &last["decided"]), (&"prop-3.4-limit".into(), &last["cells"]), "{shown}");
    let plain = json(&w2s(folder.path(), &[&arguments[..], &["--json", "--quiet"]].concat()));
    assert_eq!(lines.last().expect("lines")["outcome"], plain);
}
