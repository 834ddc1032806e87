//! How a quantity and an expression must compare.

use serde::{Deserialize, Serialize};

/// The relation that a claim states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// quantity ≥ expression, at every cell.
    #[serde(rename = ">=")]
    AtLeast,
    /// quantity ≤ expression, at every cell.
    #[serde(rename = "<=")]
    AtMost,
    /// quantity = expression within the resolution, at every cell.
    #[serde(rename = "==")]
    Equal,
    /// quantity ~ C·mᵖ·exp(−expression·m) along a sweep variable m.
    #[serde(rename = "decays_at")]
    DecaysAt,
    /// quantity → expression along a sweep variable.
    #[serde(rename = "tends_to")]
    TendsTo,
}

impl Relation {
    /// As claim files write it.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::Equal => "==",
            Self::DecaysAt => "decays_at",
            Self::TendsTo => "tends_to",
        }
    }

    /// Whether it is judged on a fit along a variable, in place of cell by cell.
    pub fn is_fitted(self) -> bool {
        matches!(self, Self::DecaysAt | Self::TendsTo)
    }
}
