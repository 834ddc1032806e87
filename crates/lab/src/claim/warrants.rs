//! Why the ends of an interval may be believed.

use serde::{Deserialize, Serialize};
use weak_to_strong::evidence::{Enclosure, Warrant};

/// Why the two ends of an interval may be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warrants {
    /// The warrant of the lower end.
    #[serde(rename = "lower_warrant")]
    pub lower: Warrant,
    /// The warrant of the upper end.
    #[serde(rename = "upper_warrant")]
    pub upper: Warrant,
}

impl From<&Enclosure> for Warrants {
    fn from(enclosure: &Enclosure) -> Self {
        Self { lower: enclosure.lower.warrant, upper: enclosure.upper.warrant }
    }
}

impl Warrants {
    /// Those of a number that has no interval.
    pub(super) fn none() -> Self {
        Self { lower: Warrant::Asymptotic, upper: Warrant::Asymptotic }
    }
}
