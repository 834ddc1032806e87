//! How a quantity and an expression must compare.

use serde::{Deserialize, Serialize};

use super::{ClaimFault, ClaimSpec};
use crate::model::Unit;
use crate::quantity::{self, Quantity};

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
    /// the law whose distance from the uniform one the quantity measures is uniform, within the resolution, at every cell.
    #[serde(rename = "uniform")]
    Uniform,
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
            Self::Uniform => "uniform",
        }
    }

    /// The statement in one line, such as `naive.mse >= segment_bound`; `uniform` has no right-hand side.
    pub fn sentence(self, quantity: &str, expression: &str) -> String {
        match self {
            Self::Uniform => format!("{quantity} {}", self.symbol()),
            _ => format!("{quantity} {} {expression}", self.symbol()),
        }
    }

    /// Whether it is judged on a fit along a variable, in place of cell by cell.
    pub fn is_fitted(self) -> bool {
        matches!(self, Self::DecaysAt | Self::TendsTo)
    }
}

/// `uniform` stands alone and is about distances from the uniform law; every other relation has a right-hand side.
pub(super) fn check_relation(claim: &ClaimSpec, quantity: &Quantity) -> Result<(), ClaimFault> {
    match (claim.relation, &claim.expression) {
        (Relation::Uniform, Some(text)) => Err(ClaimFault::ExpressionUnused { text: text.clone() }),
        (Relation::Uniform, None) if quantity.unit != Unit::DistanceFromUniform => {
            let fitting = quantity::all().filter(|other| other.unit == Unit::DistanceFromUniform);
            let fitting = fitting.map(|other| other.name).collect::<Vec<_>>().join(", ");
            Err(ClaimFault::NotADistance { quantity: quantity.name, fitting })
        }
        (Relation::Uniform, None) => Ok(()),
        (relation, None) => Err(ClaimFault::ExpressionMissing { relation: relation.symbol() }),
        (_, Some(_)) => Ok(()),
    }
}
