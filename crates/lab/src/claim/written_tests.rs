//! Outcomes are read as they were written.

use super::written::*;
use crate::claim::example::PROBLEM;
use crate::claim::{CellOutcome, CheckOptions, Claim, ClaimFile, ClaimOutcome, Registry, check};
use crate::study::Session;

const REST: &str = r#"
    [sweep]
    batch = [2, 4]
    labels = [100, inf]
    batches = ["shared"]
    [claim]
    states = "refined.mse <= eps_w2"
    [figure]
    x = "batch"
    series = "labels"
    references = ["eps_p2"]
"#;

fn file() -> String {
    PROBLEM.to_owned() + REST
}

fn claim(text: &str) -> Claim {
    Claim::new("mine".to_owned(), ClaimFile::parse("mine", text).expect("a file")).expect("a claim")
}

fn checked() -> (ClaimOutcome, String) {
    let options = CheckOptions { seed: 7, ..CheckOptions::default() };
    let mut outcomes = check(&[claim(&file())], &options, &Session::alone()).expect("outcomes");
    let text = serde_json::json!({ "seed": 7, "claims": outcomes }).to_string();
    (outcomes.remove(0), text)
}

#[test]
fn what_was_written_is_read_back() {
    let (mut outcome, text) = checked();
    for cell in &mut outcome.cells {
        (cell.replay, cell.margin, cell.condition_is_met) = (None, None, None);
    }
    let read = written_outcome(&claim(&file()), &text).expect("the outcome");
    assert_eq!(read, WrittenOutcome { seed: 7, outcome });
}

/// What figures show of the form of a statement is written too.
#[test]
fn distributions_and_trials_are_read_back() {
    let sweep = file().replace("refined.mse <= eps_w2", "P(naive.squared_error <= 0.5) >= 0.2");
    let probability = sweep.split("[figure]").next().expect("a part").replace("batch = [2, 4]", "samples = [16, 64]");
    let trials = probability.replace("P(naive.squared_error <= 0.5) >= 0.2", "naive.mse <= 0.7");
    let trials = trials.replace("labels = [100, inf]", "penalty = [0.1, 1, 10]") + "exists = \"penalty\"";
    for (text, distributions, tried) in [(&probability, 2, 0), (&trials, 0, 6)] {
        let options = CheckOptions { seed: 7, error_probability: 0.001, power: false, stop_at_violation: false };
        let outcomes = check(&[claim(text)], &options, &Session::alone()).expect("outcomes");
        let written = serde_json::json!({ "seed": 7, "claims": outcomes }).to_string();
        let read = written_outcome(&claim(text), &written).expect("the outcome").outcome;
        assert_eq!(read.cells.iter().filter(|cell| cell.distribution.is_some()).count(), distributions);
        assert_eq!(read.cells.iter().map(|cell| cell.tried.len()).sum::<usize>(), tried);
        for (read, cell) in read.cells.iter().zip(&outcomes[0].cells) {
            assert_eq!(read.distribution, cell.distribution);
            let shown = |cell: &CellOutcome| (cell.measurement.clone(), cell.verdict, cell.witness.clone());
            assert!(read.tried.iter().map(shown).eq(cell.tried.iter().map(shown)), "{:?}", read.tried);
        }
    }
}

#[test]
fn the_quality_of_fits_is_read_back() {
    let sweep = "[sweep]\nsamples = [128, 256, 512, 1024, 2048]\npenalty = [0.1]\n";
    let text = format!("{PROBLEM}{sweep}[claim]\nstates = \"limit(naive.mse over samples) <= 2\"\n");
    let outcomes = check(&[claim(&text)], &CheckOptions::default(), &Session::alone()).expect("outcomes");
    let written = serde_json::json!({ "seed": 1, "claims": outcomes }).to_string();
    let read = written_outcome(&claim(&text), &written).expect("the outcome").outcome;
    assert!(outcomes[0].cells[0].fit.is_some());
    assert_eq!(read.cells[0].fit, outcomes[0].cells[0].fit);
}

/// A claim of a user's own is in the document with its file, and one of the program's is not.
#[test]
fn an_own_claim_is_found_by_its_id() {
    let (outcome, text) = checked();
    let document = WrittenDocument::parse(&text).expect("a document");
    let own = document.own_claim("mine", &Registry::built_in()).expect("a claim").expect("it is there");
    assert_eq!((&*own.origin, own.file.text), ("mine", outcome.claim_file));
    assert!(document.own_claim("yours", &Registry::built_in()).expect("no fault").is_none());
    let embedded = crate::claim::find_claim("prop-3.2-segment", &Registry::built_in()).expect("a claim");
    let Claim { origin, file: ClaimFile { text: claim_file, .. }, .. } = embedded[0].clone();
    let written = serde_json::to_value(ClaimOutcome { origin, claim_file, ..outcome }).expect("JSON");
    assert!(written.get("file").is_none() && written.get("claim_file").is_none());
}

#[test]
fn another_claim_is_refused() {
    let (_, text) = checked();
    for (from, to, said) in [
        ("\"mine\"", "\"yours\"", "there is no claim yours in it; it has: mine"),
        ("<= eps_w2", "<= eps_p2", "mine says refined.mse <= eps_w2 in it, and refined.mse <= eps_p2 now"),
        ("[2, 4]", "[2, 8]", "mine has a cell in it at batch = 4, labels = 100, batches = shared, which"),
    ] {
        let error = written_outcome(&claim(&file().replace(from, to)), &text).expect_err(said).to_string();
        assert!(error.starts_with(said), "{error}");
    }
    let error = written_outcome(&claim(&file()), "[]").expect_err("no document").to_string();
    assert!(error.ends_with("give the checks.json that w2s check has written"), "{error}");
}
