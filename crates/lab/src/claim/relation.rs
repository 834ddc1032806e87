//! How a quantity and an expression must compare.

use serde::{Serialize, Serializer};

use super::{ClaimFault, ClaimSpec};
use crate::catalogue::Catalogue;
use crate::quantity::Quantity;
use crate::unit::Unit;
use weak_to_strong::evidence::Interval;

/// The relation that a claim states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Relation {
    /// quantity ≥ expression, at every cell.
    AtLeast,
    /// quantity ≤ expression, at every cell.
    AtMost,
    /// quantity = expression within the resolution, at every cell.
    Equal,
    /// quantity ~ C·mᵖ·exp(−expression·m) along a sweep variable m.
    DecaysAt,
    /// quantity → expression along a sweep variable.
    TendsTo,
    /// the law whose distance from the uniform one the quantity measures is uniform, within the resolution, at every cell.
    Uniform,
    /// quantity within a range about the expression that a user defines, at every cell.
    Own(OwnRelation),
}

/// A relation of a user's own: the quantity lies in a range that the expression determines.
///
/// The range is all that it says. Verdicts, slack and the search for counterexamples follow from it as they do for `>=`, whose range is
/// \[expression, ∞\]: the claim holds where the quantity's confidence interval lies within the range, and is violated where it lies beside it.
///
/// ```
/// use weak_to_strong_lab::claim::OwnRelation;
/// use weak_to_strong::evidence::Interval;
/// let within_factor_two = OwnRelation {
///     name: "within_factor_two",
///     meaning: "at least half the expression and at most twice",
///     range: |expected| Interval { lower: 0.5 * expected, upper: 2.0 * expected },
/// };
/// assert_eq!((within_factor_two.range)(3.0), Interval { lower: 1.5, upper: 6.0 });
/// ```
#[derive(Clone, Copy, Debug)]
pub struct OwnRelation {
    /// The name in claim files.
    pub name: &'static str,
    /// What it says, in one line; it stands beside the expected value where a cell fails.
    pub meaning: &'static str,
    /// Where the quantity lies if the expression has this value. An end may be infinite; the lower one must not exceed the upper one.
    pub range: fn(f64) -> Interval,
}

/// Names are unique, and functions cannot be compared.
impl PartialEq for OwnRelation {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for OwnRelation {}

impl Relation {
    /// The library's.
    pub const BUILT_IN: [Self; 6] =
        [Self::AtLeast, Self::AtMost, Self::Equal, Self::DecaysAt, Self::TendsTo, Self::Uniform];

    /// As claim files write it.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::Equal => "==",
            Self::DecaysAt => "decays_at",
            Self::TendsTo => "tends_to",
            Self::Uniform => "uniform",
            Self::Own(own) => own.name,
        }
    }

    /// The statement in one line, such as `naive.mse >= segment_bound`; `uniform` has no right-hand side.
    pub fn sentence(self, quantity: &str, expression: &str) -> String {
        match self {
            Self::Uniform => format!("{quantity} {}", self.symbol()),
            _ => format!("{quantity} {} {expression}", self.symbol()),
        }
    }

    /// Where what is measured lies if the relation holds; `resolution` is absolute.
    pub(super) fn range(self, expected: f64, resolution: f64) -> Interval {
        match self {
            Self::AtLeast => Interval { lower: expected, upper: f64::INFINITY },
            Self::AtMost => Interval { lower: f64::NEG_INFINITY, upper: expected },
            Self::Equal | Self::DecaysAt | Self::TendsTo | Self::Uniform => {
                Interval { lower: expected - resolution, upper: expected + resolution }
            }
            Self::Own(own) => (own.range)(expected),
        }
    }

    /// Whether the ends of its range are stated by the claim itself, and not by the resolution.
    pub(super) fn has_stated_ends(self) -> bool {
        matches!(self, Self::AtLeast | Self::AtMost | Self::Own(_))
    }

    /// Whether it is judged on a fit along a variable, in place of cell by cell.
    pub fn is_fitted(self) -> bool {
        matches!(self, Self::DecaysAt | Self::TendsTo)
    }
}

impl Serialize for Relation {
    /// As claim files write it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.symbol())
    }
}

/// `uniform` stands alone and is about distances from the uniform law; every other relation has a right-hand side.
pub(super) fn check_relation(
    relation: Relation,
    claim: &ClaimSpec,
    quantity: &Quantity,
    known: &Catalogue<Quantity>,
) -> Result<(), ClaimFault> {
    match (relation, &claim.expression) {
        (Relation::Uniform, Some(text)) => Err(ClaimFault::ExpressionUnused { text: text.clone() }),
        (Relation::Uniform, None) if quantity.unit != Unit::DistanceFromUniform => {
            let fitting = known.names(|other| other.unit == Unit::DistanceFromUniform);
            Err(ClaimFault::NotADistance { quantity: quantity.name.clone(), fitting })
        }
        (Relation::Uniform, None) => Ok(()),
        (relation, None) => Err(ClaimFault::ExpressionMissing { relation: relation.symbol() }),
        (_, Some(_)) => Ok(()),
    }
}
