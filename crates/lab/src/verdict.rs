//! Verdicts, from the mildest to the worst.

use serde::{Deserialize, Serialize};

/// The verdict on a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// An assumption or a condition of the claim is not met, so nothing was tested.
    NotApplicable,
    /// The bound is trivially true, so nothing was tested.
    Vacuous,
    /// The interval lies on the right side of the bound (for equalities: within the resolution).
    Holds,
    /// The interval contains the bound and is narrower than the resolution.
    Tight,
    /// A side has no value: a denominator, or the argument of a logarithm or a root, cannot be told from a number that is not allowed there.
    Undefined,
    /// The replicates ended before the interval was narrow enough.
    Unresolved,
    /// The interval lies on the wrong side of the bound.
    Violated,
}

impl Verdict {
    /// All verdicts, in the order in which those of many claims are counted.
    pub const IN_REPORTS: [Self; 7] = [
        Self::Holds,
        Self::Tight,
        Self::Violated,
        Self::Unresolved,
        Self::Undefined,
        Self::Vacuous,
        Self::NotApplicable,
    ];

    /// All verdicts, the worst first: the order in which those of the cells of a claim are counted.
    pub const WORST_FIRST: [Self; 7] = [
        Self::Violated,
        Self::Unresolved,
        Self::Undefined,
        Self::Tight,
        Self::Holds,
        Self::Vacuous,
        Self::NotApplicable,
    ];

    /// The verdict in words, as tables show it.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotApplicable => "not applicable",
            Self::Vacuous => "vacuous",
            Self::Holds => "holds",
            Self::Tight => "tight",
            Self::Undefined => "undefined",
            Self::Unresolved => "unresolved",
            Self::Violated => "violated",
        }
    }

    /// The verdict with a count, such as `3 hold`.
    pub fn counted(self, count: usize) -> String {
        let words = if self == Self::Holds && count != 1 { "hold" } else { self.words() };
        format!("{count} {words}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_is_counted() {
        assert!(Verdict::WORST_FIRST.is_sorted_by(|a, b| a > b));
        let mut in_reports = Verdict::IN_REPORTS;
        in_reports.sort_by(|a, b| b.cmp(a));
        assert_eq!(in_reports, Verdict::WORST_FIRST);
    }
}
