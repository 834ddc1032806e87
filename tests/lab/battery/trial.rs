//! Runs of a case with many seeds.

use std::path::Path;

use rayon::prelude::*;
use weak_to_strong_lab::claim::{CheckOptions, Claim, ClaimFile, Registry, Verdict, check};
use weak_to_strong_lab::study::Session;

use super::case::Case;
use super::laws::registry;

/// What became of the runs of one case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub runs: u32,
    /// Verdicts that are wrong: violated where the claim is true, holds or tight where it is false.
    pub wrong: u32,
    /// Verdicts that are right.
    pub right: u32,
}

impl Tally {
    fn add(self, other: Self) -> Self {
        Self { runs: self.runs + other.runs, wrong: self.wrong + other.wrong, right: self.right + other.right }
    }
}

/// Checks a case with the seeds 1, 2, …, `seeds`.
pub fn tally(case: &Case, seeds: u64, error_probability: f64) -> Tally {
    let registry = registry();
    let drawn = case.rows.is_none().then(|| claim(case, case.id, &registry));
    let run = |seed| {
        let verdict = match (&drawn, case.rows) {
            (Some(claim), _) => verdict(case, claim, seed, error_probability),
            (None, rows) => verdict_on_rows(
                case,
                &registry,
                rows.map_or_else(String::new, |rows| rows(seed)),
                seed,
                error_probability,
            ),
        };
        let judged = case.truth.judges(verdict);
        Tally { runs: 1, wrong: u32::from(judged == Some(false)), right: u32::from(judged == Some(true)) }
    };
    (1..=seeds).into_par_iter().map(run).reduce(Tally::default, Tally::add)
}

fn verdict(case: &Case, claim: &Claim, seed: u64, error_probability: f64) -> Verdict {
    let options = CheckOptions { seed, error_probability, stop_at_violation: true, ..CheckOptions::default() };
    let outcome = check(std::slice::from_ref(claim), &options, &Session::alone());
    outcome.unwrap_or_else(|error| panic!("{}: {error}", case.id)).remove(0).verdict
}

fn verdict_on_rows(case: &Case, registry: &Registry, rows: String, seed: u64, error_probability: f64) -> Verdict {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("rows.csv"), rows).expect("a folder that can be written");
    let origin = folder.path().join("claim.toml");
    verdict(case, &claim(case, &origin, registry), seed, error_probability)
}

fn claim(case: &Case, origin: impl AsRef<Path>, registry: &Registry) -> Claim {
    let file = ClaimFile::parse(case.id, &case.text).unwrap_or_else(|error| panic!("{}: {error}", case.id));
    let origin = origin.as_ref().display().to_string();
    Claim::with_registry(origin, file, registry).unwrap_or_else(|error| panic!("{}: {error}", case.id))
}
