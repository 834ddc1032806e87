//! A `checks.json` of an earlier check is compared, and drawn again in every format, or refused.

use std::sync::LazyLock;

use weak_to_strong_lab::claim::{Claim, ClaimFile, WrittenDocument};
use weak_to_strong_report::{
    CheckDocument, Provenance, ReportOptions, Run, cells_table, compare_documents, details_of_failures,
    figure_description, figure_svg, latex_table, pgfplots_figure, vega_lite_figure, write_reports,
};

/// The claim that was checked.
pub const CLAIM: &str = r#"
id = "mine"
[problem]
dim = 8
prompts = "gaussian"
concepts = { orthonormal = 3 }
source_prior = "uniform"
target = 0
noise = 0.5
weak = { cosine = 0.8, off_hull = 0.6, noise = 0.5 }
[sweep]
samples = [16, 4096]
penalty = { log = [0.1, 1.0, 3] }
[claim]
states = "naive.mse >= segment_bound"
replicates = 512
[figure]
x = "penalty"
series = "samples"
references = ["eps_p2"]
"#;

static MINE: LazyLock<Claim> = LazyLock::new(|| {
    let file = ClaimFile::parse("mine.toml", CLAIM).expect("a claim file");
    Claim::new("mine.toml".to_owned(), file).expect("a claim")
});

pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(earlier) = serde_json::from_str(text) {
        let now =
            serde_json::json!({ "version": "0", "seed": 1, "claims": [{ "id": "mine", "cells": [0.5, null, "x"] }] });
        compare_documents(&earlier, &now, 0.01).iter().for_each(|difference| drop(difference.to_string()));
    }
    let Ok(document) = WrittenDocument::parse(text) else { return };
    let Ok(outcome) = document.outcome(&MINE) else { return };
    drop((latex_table(&outcome, 1), cells_table(&outcome), figure_svg(&outcome), figure_description(&outcome)));
    drop((pgfplots_figure(&outcome, 1), vega_lite_figure(&outcome)));
    let outcomes = [outcome];
    drop(details_of_failures(&outcomes));
    let folder = tempfile::tempdir().expect("a folder");
    let check = CheckDocument::written(&outcomes, &document.ablations, &document);
    let check = check.with_falsification(document.falsification.as_deref());
    let run = Run { provenance: Provenance::of_earlier(&document, "checks.json", text), work: None };
    let _ = write_reports(folder.path(), &check, &run, &ReportOptions { html: true, ..ReportOptions::default() });
}
