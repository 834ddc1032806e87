//! Two sides that are compared, with what is measured of them.

use super::node::{AtomId, Node};
use super::resolution::Resolution;
use crate::comparison::Comparison;

/// Two sides that are compared.
#[derive(Clone, Debug)]
pub struct Compared {
    /// How.
    pub comparison: Comparison,
    /// The left side.
    pub left: Node,
    /// The right side.
    pub right: Node,
    /// left − right
    pub difference: Node,
    /// Whether no measurement could refute it.
    pub is_vacuous: bool,
    /// left − (1 + relative resolution)·right, and the same with a minus; if the right side is measured.
    pub beyond: Option<[Node; 2]>,
    /// If the left side is a ratio and the right side is computed.
    pub cleared: Option<Cleared>,
}

/// A ratio A/B that is compared with a number c, without the fraction.
#[derive(Clone, Debug)]
pub struct Cleared {
    /// B.
    pub denominator: Node,
    /// A − c·B, A − (c + r)·B and A − (c − r)·B, where r is the resolution.
    pub differences: [Node; 3],
}

impl Compared {
    /// Compares two sides that have values, to this resolution.
    pub fn of(comparison: Comparison, left: Node, right: Node, resolution: Resolution, is_vacuous: bool) -> Self {
        let difference = left.minus(&right);
        let farther = |factor: f64| left.minus(&right.times(factor));
        let is_measured = right.as_known().is_none();
        let beyond = is_measured.then(|| [1.0 + resolution.relative, 1.0 - resolution.relative].map(farther));
        let cleared = right.as_known().and_then(|right| cleared(&left, right, resolution.at(right)));
        Self { comparison, left, right, difference, is_vacuous, beyond, cleared }
    }

    /// All numbers in it that need intervals.
    pub fn nodes(&self) -> Vec<&Node> {
        let mut nodes = vec![&self.left, &self.right, &self.difference];
        nodes.extend(self.beyond.iter().flatten());
        if let Some(cleared) = &self.cleared {
            nodes.push(&cleared.denominator);
            nodes.extend(&cleared.differences);
        }
        nodes
    }

    /// The same comparison, if the atoms have other places in their list.
    pub fn with_atoms(&self, place: &[AtomId]) -> Self {
        let moved = |node: &Node| node.with_atoms(place);
        Self {
            comparison: self.comparison,
            left: moved(&self.left),
            right: moved(&self.right),
            difference: moved(&self.difference),
            is_vacuous: self.is_vacuous,
            beyond: self.beyond.as_ref().map(|nodes| nodes.each_ref().map(moved)),
            cleared: self.cleared.as_ref().map(|cleared| Cleared {
                denominator: moved(&cleared.denominator),
                differences: cleared.differences.each_ref().map(moved),
            }),
        }
    }
}

fn cleared(left: &Node, right: f64, resolution: f64) -> Option<Cleared> {
    let Node::Ratio(numerator, denominator) = left else { return None };
    if !right.is_finite() {
        return None;
    }
    let [above, below] = [numerator, denominator].map(|linear| Node::Linear(linear.clone()));
    let differences = [right, right + resolution, right - resolution].map(|c| above.minus(&below.times(c)));
    Some(Cleared { denominator: below, differences })
}
