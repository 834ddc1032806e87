//! A second measurement, on random streams that the search has not used.

use super::candidate::{Candidate, counterexample_file};
use super::finding::Probe;
use super::measure::Bench;
use crate::claim::{CheckOptions, FoundSpec, Verdict, check};
use crate::study::Session;

/// Measures candidates again.
pub(super) struct FreshLook<'a> {
    pub(super) bench: &'a Bench<'a>,
    /// The seed of the fresh streams.
    pub(super) seed: u64,
    /// The command that is searching.
    pub(super) command: &'a str,
}

/// Error probability of each look. One search has fewer than a thousand looks, which together miss with probability below 0.001.
const ERROR: f64 = 1e-6;

/// A smaller violation may come from rounding.
const ROUNDING: f64 = 1e-9;

/// A look takes as many replicates of each cell as the claim, but no more than these.
const MOST_REPLICATES_OF_A_LOOK: u64 = 1 << 20;

/// A file asks for this many times the replicates that the look may take, so that it is violated with any seed.
const REPLAY: u64 = 4;

impl FreshLook<'_> {
    /// The candidate, measured afresh until there is a verdict or the replicates end.
    pub(super) fn at(&self, candidate: &Candidate) -> Option<Probe> {
        let replicates = self.bench.claim.replicates().min(MOST_REPLICATES_OF_A_LOOK);
        let claim = self.bench.admit(candidate, replicates).ok()?;
        let options =
            CheckOptions { seed: self.seed, error_probability: ERROR, power: false, stop_at_violation: false };
        let outcome = check(std::slice::from_ref(&claim), &options, &Session::alone()).ok()?.pop()?;
        let cell = outcome.cells.first()?;
        if cell.verdict == Verdict::NotApplicable {
            return None;
        }
        let margin = cell.margin?;
        let violated = cell.verdict == Verdict::Violated;
        let found = FoundSpec {
            claim: claim.file.id.clone(),
            without: self.bench.without.iter().map(|assumption| assumption.name.to_string()).collect(),
            command: self.command.to_owned(),
        };
        let mut file = counterexample_file(&claim, found);
        file.claim.replicates = Some(REPLAY * replicates);
        Some(Probe {
            setting: candidate.setting(),
            estimate: cell.measurement.estimate,
            interval: cell.measurement.interval,
            expected: cell.expected,
            margin,
            verdict: if violated && margin.value > -ROUNDING { Verdict::Unresolved } else { cell.verdict },
            file,
        })
    }
}
