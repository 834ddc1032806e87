//! A claim whose truth is known.

use weak_to_strong_lab::claim::Verdict;

/// A claim whose truth is known.
#[derive(Clone, Debug)]
pub struct Case {
    pub id: &'static str,
    /// The claim file.
    pub text: String,
    pub truth: Truth,
    /// Whether truth is at least 5 % away from the bound, or clear in another way, and nothing at its place speaks against a decision.
    pub must_be_decided: bool,
    /// Writes the rows of its data file from a seed.
    pub rows: Option<fn(u64) -> String>,
}

/// What is known of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    True,
    False,
    /// The number in question lies exactly at an edge, so that only an interval that misses decides.
    Edge,
    /// A side has no value.
    NoValue,
    /// The condition is false everywhere.
    Out,
}

impl Truth {
    pub fn of(is_true: bool) -> Self {
        if is_true { Self::True } else { Self::False }
    }

    /// Whether a verdict is right or wrong; `None` if it decides nothing.
    pub fn judges(self, verdict: Verdict) -> Option<bool> {
        let says = match verdict {
            Verdict::Holds | Verdict::Tight => Self::True,
            Verdict::Violated => Self::False,
            Verdict::Undefined => Self::NoValue,
            Verdict::NotApplicable => Self::Out,
            Verdict::Vacuous | Verdict::Unresolved => return None,
        };
        match (self, says) {
            // A sentence without a value is not decided, whatever the truth is; a condition that is false may be unknown.
            (Self::True | Self::False | Self::Edge | Self::Out, Self::NoValue) => None,
            (Self::Out, Self::True) => None,
            (truth, says) => Some(truth == says),
        }
    }
}
