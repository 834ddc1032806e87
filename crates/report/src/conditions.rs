//! The assumptions of a claim, and the problem and sweep on which it is checked, as items of its list in the report.

use std::fmt::Write;

use toml::{Table, Value};

use super::CheckDocument;
use super::ablation::finding_text;
use super::falsification::SEARCHES_FILE;
use super::grouped;
use super::markdown::code;
use weak_to_strong_lab::assumption::ASSUMPTIONS;
use weak_to_strong_lab::claim::{Ablation, ClaimFile, ClaimOutcome, Falsification, SearchOutcome};

/// Writes the problem and the sweep of a claim, which its file states.
pub(super) fn write_setting(text: &mut String, claim: &ClaimOutcome) -> std::fmt::Result {
    let Ok(file) = ClaimFile::parse(&claim.id, &claim.claim_file) else { return Ok(()) };
    writeln!(text, "- problem: {}", entries(&without_swept(&file.problem, claim)))?;
    writeln!(text, "- sweep: {}", entries(&file.sweep))
}

/// Writes the assumptions of a claim, then what the searches for counterexamples found.
pub(super) fn write_trials(text: &mut String, claim: &ClaimOutcome, document: &CheckDocument) -> std::fmt::Result {
    if let Ok(file) = ClaimFile::parse(&claim.id, &claim.claim_file) {
        write_assumptions(text, &file, document.ablations)?;
    }
    let searched = document.falsification.unwrap_or_default().iter().find(|searched| searched.id == claim.id);
    searched.map_or(Ok(()), |searched| write_searches(text, searched))
}

/// Each entry of a table as TOML.
fn entries(table: &Table) -> String {
    let entry = |(key, value): (&String, &Value)| code(&format!("{key} = {value}"));
    table.iter().map(entry).collect::<Vec<_>>().join(", ")
}

/// The problem without the keys that the sweep replaces.
fn without_swept(problem: &Table, claim: &ClaimOutcome) -> Table {
    let mut kept = problem.clone();
    let settings = claim.cells.iter().map(|cell| &cell.measurement).chain(&claim.points).map(|at| &at.setting);
    for name in settings.flat_map(|setting| setting.keys()) {
        remove(&mut kept, &name.split('.').collect::<Vec<_>>());
    }
    kept
}

/// Removes the entry at this path. Also removes tables that become empty by this.
fn remove(table: &mut Table, path: &[&str]) {
    match path {
        [] => {}
        [key] => {
            table.remove(*key);
        }
        [key, rest @ ..] => {
            let Some(Value::Table(inner)) = table.get_mut(*key) else { return };
            remove(inner, rest);
            if inner.is_empty() {
                table.remove(*key);
            }
        }
    }
}

/// Writes each assumption, and what the claim does without it.
fn write_assumptions(text: &mut String, file: &ClaimFile, ablations: &[Ablation]) -> std::fmt::Result {
    if file.assumes.is_empty() {
        return writeln!(text, "- assumes: nothing");
    }
    writeln!(text, "- assumes:")?;
    for name in &file.assumes {
        write!(text, "  - {}", code(name))?;
        if let Ok(assumption) = ASSUMPTIONS.by_name(name) {
            write!(text, ": {}", assumption.meaning)?;
        }
        let dropped = ablations.iter().filter(|drop| drop.claim == file.id && drop.assumption == *name);
        for drop in dropped {
            write!(text, "; without it ({}): **{}** ({})", drop.broken_by, finding_text(drop), drop.strength)?;
        }
        writeln!(text)?;
    }
    Ok(())
}

fn write_searches(text: &mut String, searched: &Falsification) -> std::fmt::Result {
    let outcome = |search: &SearchOutcome| {
        let scope = search.without.as_ref().map_or(String::new(), |assumption| format!("without `{assumption}`, "));
        format!("{scope}{} in {} problems", search.verdict.words(), grouped(search.problems))
    };
    let found: Vec<String> = searched.searches.iter().map(outcome).collect();
    writeln!(text, "- [search for counterexamples]({SEARCHES_FILE}): {}", found.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example;
    use weak_to_strong_lab::claim::{CheckOptions, Finding, SearchVerdict, UntriedCounts};

    const FILE: &str = r#"
        id = "example"
        assumes = ["isotropic", "symmetric"]
        [problem]
        dim = 8
        concepts = { orthonormal = 4 }
        weak = { cosine = 0.8, noise = 0.5 }
        [sweep]
        weak.cosine = [0.5, 0.9]
        [claim]
        states = "naive.mse >= segment_bound"
    "#;

    fn claim() -> ClaimOutcome {
        let mut claim = ClaimOutcome { claim_file: FILE.to_owned(), ..example::naive() };
        claim.cells[0].measurement.setting =
            example::point(&[("weak.cosine", example::number(0.5)), ("concepts.orthonormal", example::number(2.0))]);
        claim
    }

    fn conditions(ablations: &[Ablation], falsification: Option<&[Falsification]>) -> String {
        let claims = [claim()];
        let options = CheckOptions::default();
        let document = CheckDocument::new(&claims, ablations, &options).with_falsification(falsification);
        let mut text = String::new();
        write_setting(&mut text, &claims[0]).expect("text");
        write_trials(&mut text, &claims[0], &document).expect("text");
        text
    }

    #[test]
    fn the_problem_lacks_what_the_sweep_replaces() {
        let text = conditions(&[], None);
        assert!(text.starts_with("- problem: `dim = 8`, `weak = { noise = 0.5 }`\n- sweep: "), "{text}");
        assert!(text.contains("\n  - `isotropic`: prompts are isotropic: E XXᵀ = v·I\n  - `symmetric`: "), "{text}");
    }

    #[test]
    fn an_assumption_says_what_it_carries() {
        let ablation = Ablation {
            claim: "example".to_owned(),
            assumption: "isotropic".into(),
            broken_by: "anisotropic prompts".into(),
            strength: "largest ÷ smallest variance".into(),
            range: (1.0, 100.0),
            finding: Finding::Fails { from: 3.5, not_at: 3.0 },
            trials: Vec::new(),
        };
        let said = "v·I; without it (anisotropic prompts): **fails from 3.50 on (not at 3.00)** (largest ÷ smallest variance)\n";
        assert!(conditions(std::slice::from_ref(&ablation), None).contains(said));
        let of_another = Ablation { claim: "other".to_owned(), ..ablation };
        assert!(!conditions(&[of_another], None).contains("without it"));
    }

    #[test]
    fn searches_of_the_claim_are_told() {
        let search = |without, verdict, problems| SearchOutcome {
            without,
            verdict,
            problems,
            replicates_used_up: None,
            untried: UntriedCounts::default(),
            smallest: None,
            simplest: None,
            worst: None,
        };
        let searches = vec![
            search(None, SearchVerdict::NothingFound, 32),
            search(Some("isotropic".into()), SearchVerdict::Refuted, 7),
        ];
        let searched = Falsification { id: "example".to_owned(), seed: 1, known: Vec::new(), searches };
        let text = conditions(&[], Some(&[searched]));
        assert!(
            text.ends_with(": nothing found in 32 problems; without `isotropic`, refuted in 7 problems\n"),
            "{text}"
        );
    }
}
