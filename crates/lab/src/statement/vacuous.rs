//! Statements that no measurement could refute.

use super::atom::{Atoms, Source};
use super::node::Node;
use crate::law::Law;
use crate::unit::Unit;
use weak_to_strong::evidence::Interval;

/// Whether a number of this kind lies in a range whatever is measured: only differences can be negative, and no probability exceeds 1.
pub(super) fn is_vacuous(left: &Node, range: Interval, atoms: &Atoms) -> bool {
    let Some(unit) = unit_of(left, atoms) else { return false };
    let least = if unit.can_be_negative() { f64::NEG_INFINITY } else { 0.0 };
    range.lower <= least && range.upper >= unit.greatest()
}

/// The unit of one quantity, of a law, or of the least or greatest of such numbers.
fn unit_of(node: &Node, atoms: &Atoms) -> Option<Unit> {
    match node {
        Node::Linear(linear) => match linear.weights.as_slice() {
            [(atom, weight)] if *weight == 1.0 && linear.constant == 0.0 => match &atoms.list()[*atom].source {
                Source::Quantity(quantity, _) => Some(quantity.unit),
                Source::Recorded(_) => None,
                Source::Law(law) => match law.law {
                    Law::Probability { .. } => Some(Unit::Probability),
                    Law::Mean(_) | Law::Variance(_) | Law::Quantile(..) | Law::DistanceFromUniform(_) => None,
                },
            },
            _ => None,
        },
        Node::Found(curve) if curve.functional.place.is_none() => unit_of(curve.values.first()?, atoms),
        Node::Known(_)
        | Node::NoValue(_)
        | Node::Ratio(..)
        | Node::Arithmetic(..)
        | Node::Apply(..)
        | Node::Found(_)
        | Node::Fitted(_) => None,
    }
}
