//! Runs of a case with many seeds.

use rayon::prelude::*;
use weak_to_strong_lab::claim::{CheckOptions, Claim, ClaimFile, Registry, Verdict, check};
use weak_to_strong_lab::study::Session;

use super::cases::Case;
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
    let claim = claim(case, &registry);
    let run = |seed| {
        let options = CheckOptions { seed, error_probability, power: false, stop_at_violation: true };
        let outcome = check(std::slice::from_ref(&claim), &options, &Session::alone());
        let verdict = outcome.unwrap_or_else(|error| panic!("{}: {error}", case.id)).remove(0).verdict;
        judged(case, verdict)
    };
    (1..=seeds).into_par_iter().map(run).reduce(Tally::default, Tally::add)
}

fn claim(case: &Case, registry: &Registry) -> Claim {
    let file = ClaimFile::parse(case.id, &case.text).unwrap_or_else(|error| panic!("{}: {error}", case.id));
    Claim::with_registry(case.id.to_owned(), file, registry).unwrap_or_else(|error| panic!("{}: {error}", case.id))
}

fn judged(case: &Case, verdict: Verdict) -> Tally {
    let affirmed = matches!(verdict, Verdict::Holds | Verdict::Tight);
    let denied = verdict == Verdict::Violated;
    let (right, wrong) = if case.is_true { (affirmed, denied) } else { (denied, affirmed) };
    Tally { runs: 1, wrong: u32::from(wrong), right: u32::from(right) }
}
