//! Why an end of an interval may be believed.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The reason why an end of an interval may be believed, from the strongest to the weakest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Warrant {
    /// The number is known; nothing was sampled.
    Exact,
    /// The error probability is proved at every number of replicates.
    FiniteSample,
    /// The error probability holds in the limit of many replicates.
    Asymptotic,
    /// The error probability holds if a form is true that nobody proved: that of a fitted curve, in the limit of many replicates, or the normal law that a
    /// data file declares.
    Model,
}

impl Warrant {
    /// The warrant in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::FiniteSample => "finite-sample",
            Self::Asymptotic => "asymptotic",
            Self::Model => "model",
        }
    }
}

impl fmt::Display for Warrant {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.pad(self.words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weakest_warrant_is_the_greatest() {
        let all = [Warrant::Model, Warrant::Exact, Warrant::Asymptotic, Warrant::FiniteSample];
        assert_eq!(all.into_iter().max(), Some(Warrant::Model));
        assert_eq!(all.into_iter().min(), Some(Warrant::Exact));
        assert_eq!(Warrant::FiniteSample.to_string(), "finite-sample");
    }
}
