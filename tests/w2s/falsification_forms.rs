//! The search refutes a false sentence of every form, and what it writes is violated when it is checked.

use crate::naive_claim::PROBLEM;
use crate::program::{folder_with, json, text, w2s};
use serde_json::Value;

/// The sweep of most sentences below.
const SWEEP: &str = "samples = [8, 32, 128]\npenalty = [0.1, 1.0, 10.0]";

/// A false sentence.
struct False {
    form: &'static str,
    sweep: &'static str,
    /// What stands under `[claim]`.
    claim: &'static str,
    domain: &'static str,
    /// The number of cells that the written counterexample has.
    cells: usize,
}

impl False {
    const fn new(form: &'static str, claim: &'static str) -> Self {
        Self { form, sweep: SWEEP, claim, domain: "dim = [4, 8]\n\"weak.off_hull\" = [0.3, 1]", cells: 1 }
    }

    fn text(&self) -> String {
        let Self { sweep, claim, domain, .. } = self;
        format!(
            "id = \"mine\"\n{PROBLEM}\n[sweep]\n{sweep}\n[claim]\nreplicates = 20000\n{claim}\n[domain]\n{domain}\n"
        )
    }
}

/// One for each form. Why it is false: no penalty beats the segment bound, fewer labels give larger errors, and the errors of 128 labels lie near their mean.
const FORMS: [False; 23] = [
    // False only at the last of three numbers of labels, which the domain leaves open.
    False::new("a point of the sweep", "states = \"naive.mse >= segment_bound * samples / 30\""),
    // False near one of twenty, of which a problem is judged at eight.
    False {
        sweep: "samples = { integers = [55, 74] }\npenalty = [1.0]",
        ..False::new("a point among many", "states = \"naive.mse >= 3 * segment_bound / (1 + abs(samples - 64))\"")
    },
    False::new(
        "a condition",
        "states = \"naive.mse >= 2 * segment_bound\"\nwhen = \"samples >= 100 and penalty == 1\"",
    ),
    False::new("a measured condition", "states = \"naive.mse >= 9\"\nwhen = \"naive.mse >= 0.5 * segment_bound\""),
    False::new("exists", "states = \"naive.mse <= 0.9 * segment_bound\"\nexists = [\"penalty\"]"),
    False::new("eventually", "states = \"naive.mse <= 0.9 * segment_bound\"\neventually = \"samples\""),
    False::new(
        "exists and eventually",
        "states = \"naive.mse <= 0.9 * segment_bound\"\nexists = [\"penalty\"]\neventually = \"samples\"",
    ),
    False::new("a monotone curve", "states = \"increasing(naive.mse over samples)\""),
    False {
        sweep: "samples = [8]\npenalty = { log = [1e-3, 1e3, 7] }",
        ..False::new("a peak", "states = \"peak(naive.mse over penalty)\"")
    },
    False::new("a least value", "states = \"min(naive.mse over penalty) >= 3 * segment_bound\""),
    False::new("a greatest value", "states = \"max(naive.mse over penalty) <= 0.9 * segment_bound\""),
    False::new("a place", "states = \"argmin(naive.mse over samples) <= 8\""),
    False::new("an equal place", "states = \"argmax(naive.mse over samples) == 128\""),
    False::new("a crossing", "states = \"crossing(naive.mse - 20 over samples) >= 64\""),
    False::new("a probability", "states = \"P(naive.squared_error <= 20) <= 0.5\""),
    False::new("a quantile", "states = \"quantile(naive.squared_error, 0.9) <= 0.5 * segment_bound\""),
    False::new("a variance", "states = \"variance(naive.squared_error) <= 1e-9\""),
    False::new("a mean of an observable", "states = \"mean(naive.squared_error) <= 0.9 * segment_bound\""),
    False::new("a ratio", "states = \"naive.mse[penalty = 0.5] / naive.mse[penalty = 1] >= 3\""),
    False::new("an equality", "states = \"naive.mse == 9\""),
    False::new("an equality of measured sides", "states = \"naive.mse == 2 * naive.mse[penalty = 0.5]\""),
    False::new("a uniform law", "states = \"uniform(naive.squared_error)\""),
    False {
        sweep: "samples = { log_integers = [64, 4096, 7] }\npenalty = [1.0]",
        ..False::new("a fit", "states = \"limit(naive.mse over samples) >= 9\"")
    },
];

fn refuted_and_replayed(sentence: &False) -> Result<(), String> {
    let folder = folder_with(&sentence.text());
    let output = w2s(folder.path(), &["falsify", "mine.toml", "--problems", "8", "--json"]);
    if output.status.code() != Some(1) {
        return Err(format!("{}: {}{}", sentence.form, text(&output.stdout), text(&output.stderr)));
    }
    let search = &json(&output)["searches"][0];
    let margin = search["simplest"]["margin"]["value"].as_f64();
    if search["verdict"] != "refuted" || margin.is_none_or(|margin| margin >= 0.0) {
        return Err(format!("{}: {search}", sentence.form));
    }
    // Another seed than those of the search and of its fresh looks.
    let file = "counterexamples/mine-counterexample.toml";
    let checked = w2s(folder.path(), &["check", file, "--out", "out", "--seed", "77", "--json", "--no-store"]);
    let claim = &json(&checked)["claims"][0];
    let cells = claim["cells"].as_array().map_or(0, Vec::len);
    if checked.status.code() != Some(1) || claim["verdict"] != "violated" || cells != sentence.cells {
        return Err(format!("{}: {claim}", sentence.form));
    }
    Ok(())
}

/// All sentences are tried before the first failure is told.
#[test]
fn every_form_of_a_false_sentence_is_refuted() {
    let failed: Vec<String> = FORMS.iter().filter_map(|sentence| refuted_and_replayed(sentence).err()).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

/// The point of the sweep is told with the problem, and the file has it alone. The sentence is false at 128 labels only.
#[test]
fn the_point_of_the_sweep_that_fails_is_told() {
    let folder = folder_with(&FORMS[0].text());
    let found = json(&w2s(folder.path(), &["falsify", "mine.toml", "--problems", "8", "--json"]));
    let simplest = &found["searches"][0]["simplest"];
    assert_eq!(simplest["setting"]["samples"], Value::from(128), "{simplest}");
    let written = std::fs::read_to_string(folder.path().join("counterexamples/mine-counterexample.toml"));
    let written = written.expect("a counterexample");
    assert!(written.contains("samples = [128]"), "{written}");
    // Points of the sweep have their turn on any number of threads alike.
    let with = |threads: &str| {
        w2s(folder.path(), &["falsify", "mine.toml", "--problems", "8", "--json", "--threads", threads]).stdout
    };
    assert_eq!(with("1"), with("3"));
}

/// The brief search of a check says that its replicates were used up. Those of a cell are 20 here, so that each search may draw 32 times as many.
#[test]
fn a_brief_search_that_ends_early_says_so() {
    let claim = False::new("true", "states = \"naive.mse >= segment_bound\"").text();
    let folder = folder_with(&claim.replace("replicates = 20000", "replicates = 20"));
    let arguments = ["check", "mine.toml", "--falsify", "--out", "out", "--no-store"];
    let shown = text(&w2s(folder.path(), &arguments).stdout);
    assert!(shown.contains("sought for 1 claim: 0 refuted; of 1 some search ended early"), "{shown}");
    let checked = json(&w2s(folder.path(), &[&arguments[..], &["--json"]].concat()));
    assert_eq!(checked["falsification"][0]["searches"][0]["replicates_used_up"], 640);
    let report = std::fs::read_to_string(folder.path().join("out/paper_checks_search.md")).expect("a report");
    assert!(report.contains("(ended early: 640 replicates used up)"), "{report}");
    let unlimited = json(&w2s(folder.path(), &["falsify", "mine.toml", "--problems", "8", "--json"]));
    assert!(unlimited["searches"][0].get("replicates_used_up").is_none());
}

/// No one problem refutes a claim about most problems; a check of all claims leaves it out of the search.
#[test]
fn a_claim_about_most_problems_is_not_searched() {
    let most = False {
        domain: "dim = [4, 8]",
        ..False::new("most", "states = \"naive.mse >= 9\"\nmost = { share = 0.5, draws = 20 }")
    };
    let folder = folder_with(&most.text());
    let output = w2s(folder.path(), &["falsify", "mine.toml"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stdout));
    let said = "a claim about most problems is not refuted by one; leave claim.most out";
    assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
    let checked = w2s(folder.path(), &["check", "mine.toml", "--falsify", "--out", "out", "--no-store"]);
    assert!(text(&checked.stdout).contains("counterexamples sought for 0 claims"), "{}", text(&checked.stdout));
}
