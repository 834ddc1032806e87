//! The claims that come with the program are complete, so that a reader finds statement, source, proof and figure of each.

use std::path::Path;

use crate::root::ROOT;
use weak_to_strong_lab::assumption::ASSUMPTIONS;
use weak_to_strong_lab::claim::{ClaimFile, embedded_claims, known_counterexamples};

#[test]
fn every_claim_is_complete() {
    let theory = std::fs::read_to_string(Path::new(ROOT).join("docs/theory.md")).expect("docs/theory.md");
    for claim in embedded_claims().expect("claims") {
        let file = &claim.file;
        for (key, value) in
            [("title", &file.title), ("source", &file.source), ("statement", &file.statement), ("proof", &file.proof)]
        {
            assert!(value.as_ref().is_some_and(|text| !text.is_empty()), "{}: {key} is missing", file.id);
        }
        assert!(file.figure.is_some(), "{}: [figure] is missing", file.id);
        let is_searched = file.data.is_none() && !is_about_trained_networks(&file.id) && !is_about_its_own_sizes(file);
        assert!(file.domain.is_some() || !is_searched, "{}: [domain] is missing", file.id);
        let power = file.power.as_ref().map_or(0, |power| power.false_sentences.len());
        assert!(power > 0, "{}: a check that cannot fail is worth nothing; give [power] false = […]", file.id);
        let heading = file.proof.as_deref().and_then(|proof| proof.split('`').nth(1)).unwrap_or_default();
        assert!(
            theory.lines().any(|line| line.starts_with('#') && line.contains(&format!("`{heading}`"))),
            "{}: docs/theory.md has no section `{heading}`",
            file.id
        );
    }
}

/// Equivalents and exponents are near at the sizes of the experiments that are made again, and that something exists is shown by one example.
fn is_about_its_own_sizes(file: &ClaimFile) -> bool {
    let is_one_of = |ids: &[&str]| ids.contains(&file.id.as_str());
    ["ildiz-", "wu-sahai-"].iter().any(|start| file.id.starts_with(start))
        || is_one_of(&[
            "early-stopping-approach",
            "early-stopping-equivalent",
            "early-stopping-gap",
            "early-stopping-width",
            "misfit-equivalent",
            "more-hard-labels-harm",
        ])
        || !file.claim.exists.0.is_empty()
}

/// A network is trained for one problem, so that no others are searched.
fn is_about_trained_networks(id: &str) -> bool {
    let text = std::fs::read_to_string(Path::new(ROOT).join(format!("sims/{id}.toml"))).unwrap_or_default();
    ["\"trained\"", "\"distilled\""].iter().any(|source| text.contains(source))
}

/// Every formula of the registry has a section with its proof.
#[test]
fn every_formula_is_proved() {
    let theory = std::fs::read_to_string(Path::new(ROOT).join("docs/theory.md")).expect("docs/theory.md");
    for formula in weak_to_strong_lab::formula::all() {
        let heading = format!("`{}`", formula.name);
        assert!(
            theory.lines().any(|line| line.starts_with('#') && line.contains(&heading)),
            "{heading} has no section"
        );
    }
}

/// Whoever reads an assumption can look at the number behind it, for problems of a family that it is about.
#[test]
fn what_an_assumption_is_measured_by_is_a_formula_about_its_problems() {
    for assumption in ASSUMPTIONS.iter() {
        if let Some(name) = &assumption.measured_by {
            let formula = weak_to_strong_lab::formula::by_name(name).expect("a formula");
            assert!(assumption.is_about(formula.family()), "{}: {name}", assumption.name);
        }
    }
}

/// Every claim file in `sims` and in `sims/neighbours` is embedded, and named after its id.
#[test]
fn claim_files_are_named_after_their_ids() {
    let claims = embedded_claims().expect("claims");
    let mut ids: Vec<&str> = claims.iter().map(|claim| claim.file.id.as_str()).collect();
    let mut files = [claim_files("sims"), claim_files("sims/neighbours")].concat();
    ids.sort();
    files.sort();
    assert_eq!(ids, files);
}

/// The names of the claim files in a folder of the repository, without their extension and in order.
fn claim_files(folder: &str) -> Vec<String> {
    let path = format!("{ROOT}/{folder}");
    let entries = std::fs::read_dir(path).expect(folder);
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let mut files: Vec<String> = names.filter_map(|name| name.strip_suffix(".toml").map(str::to_owned)).collect();
    files.sort();
    files
}

/// Every file in `sims/counterexamples` is named after its id and belongs to a claim.
#[test]
fn counterexamples_belong_to_claims() {
    let files = claim_files("sims/counterexamples");
    let claims = embedded_claims().expect("claims");
    let known = claims.iter().flat_map(|claim| known_counterexamples(&claim.file.id).expect("counterexamples"));
    let mut known: Vec<String> = known.map(|counterexample| counterexample.file.id).collect();
    known.sort();
    assert_eq!(files, known);
}
