//! A second measurement, on random streams that the search has not used.

use std::cell::Cell;

use super::bench::Bench;
use super::candidate::{Candidate, counterexample_file};
use super::finding::Probe;
use crate::claim::{CellOutcome, CheckOptions, FoundSpec, Verdict, check};
use crate::study::{BLOCK, Session};

/// Measures candidates again.
pub(super) struct FreshLook<'a> {
    pub(super) bench: &'a Bench<'a>,
    /// The seed of the fresh streams.
    pub(super) seed: u64,
    /// The command that is searching.
    pub(super) command: &'a str,
    /// The replicates that are left to all looks; `None` if there is no limit.
    pub(super) left: Cell<Option<u64>>,
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
        let usual = self.bench.claim.replicates().min(MOST_REPLICATES_OF_A_LOOK);
        let claim = self.bench.admit(candidate, usual)?;
        let replicates = self.left.get().map_or(usual, |left| usual.min(left / claim.samples as u64));
        if replicates < usual.min(BLOCK) {
            self.left.set(Some(0));
            return None;
        }
        let mut claim = claim.claim;
        claim.file.claim.replicates = Some(replicates);
        let options =
            CheckOptions { seed: self.seed, error_probability: ERROR, power: false, stop_at_violation: false };
        let outcome = check(std::slice::from_ref(&claim), &options, &Session::alone()).ok()?.pop()?;
        self.left.set(self.left.get().map(|left| left.saturating_sub(outcome.replicates)));
        let cell = worst(&outcome.cells)?;
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
        file.claim.replicates = Some(REPLAY * usual);
        Some(Probe {
            setting: candidate.setting(&self.bench.universal.varied(&candidate.at)),
            estimate: cell.measurement.estimate,
            interval: cell.measurement.interval,
            expected: cell.expected,
            margin,
            verdict: if violated && margin.value > -ROUNDING { Verdict::Unresolved } else { cell.verdict },
            file,
        })
    }

    /// Whether its replicates are used up.
    pub(super) fn is_over(&self) -> bool {
        self.left.get() == Some(0)
    }
}

/// The cell with the worst verdict, and of several the one with the least margin.
fn worst(cells: &[CellOutcome]) -> Option<&CellOutcome> {
    let margin = |cell: &CellOutcome| cell.margin.map_or(f64::INFINITY, |margin| margin.value);
    cells.iter().max_by(|a, b| a.verdict.cmp(&b.verdict).then(margin(b).total_cmp(&margin(a))))
}
