//! The result of a search for counterexamples.

use serde::{Deserialize, Serialize};

use super::measure::Untried;
use crate::claim::{ClaimFile, FoundSpec, Margin, Point, Slack, Verdict};
use crate::name::Name;
use weak_to_strong::evidence::Interval;
use weak_to_strong::numeric::{Estimate, json_number};

/// The result of the attempt to refute a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Falsification {
    /// The id of the claim.
    pub id: String,
    /// The seed.
    pub seed: u64,
    /// The known counterexamples, replayed.
    pub known: Vec<KnownCounterexample>,
    /// The search within the claim's assumptions, then one search for each assumption that some problem of its domain does not meet.
    pub searches: Vec<SearchOutcome>,
}

/// A known counterexample of a claim, checked again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KnownCounterexample {
    /// Its id.
    pub id: String,
    /// The assumptions that are dropped.
    pub without: Vec<String>,
    /// The verdict; `violated` if it is still a counterexample.
    pub verdict: Verdict,
    /// Measured ÷ expected.
    pub slack: Option<Slack>,
}

/// One search of a claim's domain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SearchOutcome {
    /// The assumption that was dropped, which no problem of the search meets; `None` for the search within all assumptions.
    pub without: Option<Name>,
    /// The verdict of the search.
    pub verdict: SearchVerdict,
    /// Problems that were measured.
    pub problems: u64,
    /// The most replicates that the search might draw, if it ended early because they were used up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replicates_used_up: Option<u64>,
    /// The numbers of candidates that were not tried.
    pub untried: UntriedCounts,
    /// The most promising problem of the search, measured again on fresh random streams.
    pub smallest: Option<Probe>,
    /// The simplest counterexample.
    pub simplest: Option<Probe>,
    /// The counterexample with the largest violation.
    pub worst: Option<Probe>,
}

/// The verdict of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchVerdict {
    /// A problem violates the claim, on fresh random streams too.
    Refuted,
    /// No problem of the search violates the claim.
    NothingFound,
    /// There was no problem to measure.
    NotTried,
}

impl SearchVerdict {
    /// The verdict in words, as tables show it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Refuted => "refuted",
            Self::NothingFound => "nothing found",
            Self::NotTried => "nothing to try",
        }
    }
}

/// Numbers of candidates that were not tried, by reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UntriedCounts {
    /// They are not valid problems, or the quantity cannot be measured on them.
    pub no_problem: u64,
    /// They do not meet the assumptions of the search. In a search without an assumption: or they meet that assumption.
    pub other_assumptions: u64,
    /// The expression has no value there, or one that makes the claim trivially true.
    pub nothing_expected: u64,
    /// The search had too few replicates for a fit.
    pub unresolved: u64,
}

impl UntriedCounts {
    /// The sum of these numbers.
    pub fn total(&self) -> u64 {
        self.no_problem + self.other_assumptions + self.nothing_expected + self.unresolved
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.no_problem += other.no_problem;
        self.other_assumptions += other.other_assumptions;
        self.nothing_expected += other.nothing_expected;
        self.unresolved += other.unresolved;
    }

    pub(super) fn count(&mut self, untried: &Untried) {
        *match untried {
            Untried::NoProblem => &mut self.no_problem,
            Untried::Unmet(_) => &mut self.other_assumptions,
            Untried::NothingExpected => &mut self.nothing_expected,
            Untried::Unresolved => &mut self.unresolved,
        } += 1;
    }
}

/// A problem of the domain, measured on random streams that the search has not seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Probe {
    /// The values that the search has set in the claim's problem and settings.
    pub setting: Point,
    /// The estimate.
    #[serde(flatten)]
    pub estimate: Estimate,
    /// Its confidence interval.
    #[serde(flatten)]
    pub interval: Interval,
    /// The value of the claim's expression.
    #[serde(deserialize_with = "json_number::deserialize")]
    pub expected: f64,
    /// The margin by which the claim holds or fails.
    pub margin: Margin,
    /// The verdict.
    pub verdict: Verdict,
    /// A claim file that replays this problem.
    #[serde(skip)]
    pub file: ClaimFile,
}

impl Falsification {
    /// Gives the counterexamples of a search that was read from a file their names.
    pub(in crate::claim) fn name_probes(&mut self) {
        for search in &mut self.searches {
            let without = search.without.iter().map(ToString::to_string).collect();
            let id = FoundSpec { claim: self.id.clone(), without, command: String::new() }.id();
            for probe in [&mut search.smallest, &mut search.simplest, &mut search.worst].into_iter().flatten() {
                probe.file.id.clone_from(&id);
            }
        }
    }

    /// Whether the claim fails within its assumptions, at a known counterexample or at one that was found.
    pub fn is_refuted(&self) -> bool {
        let known = self.known.iter().any(|known| known.without.is_empty() && known.verdict == Verdict::Violated);
        known || self.searches.iter().any(|search| search.without.is_none() && search.verdict == SearchVerdict::Refuted)
    }

    /// Whether at least one problem within the assumptions could be measured.
    pub fn is_tried(&self) -> bool {
        self.searches.iter().any(|search| search.without.is_none() && search.verdict != SearchVerdict::NotTried)
    }

    /// The simplest counterexamples that were found, one for each search that refuted.
    pub fn counterexamples(&self) -> impl Iterator<Item = &Probe> {
        self.searches.iter().filter_map(|search| search.simplest.as_ref())
    }
}
