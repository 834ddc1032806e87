//! Conditions at one place of a sweep.

use super::fault::PlanFault;
use super::grid::Place;
use super::node::{AtomId, Node};
use super::planner::Planner;
use super::side::Condition;
use crate::sentence::Relation;

/// A condition at one place.
#[derive(Clone, Debug)]
pub enum PlannedCondition {
    /// It is known.
    Known(bool),
    /// Something in it has no value.
    NoValue,
    /// Both hold.
    And(Box<Self>, Box<Self>),
    /// At least one holds.
    Or(Box<Self>, Box<Self>),
    /// It does not hold.
    Not(Box<Self>),
    /// left − right compares with 0 so.
    Compare(Relation, Node),
}

/// Plans a condition at a place.
///
/// # Errors
///
/// As [`Planner::node`].
pub fn planned_condition(
    planner: &mut Planner,
    condition: &Condition,
    place: &Place,
) -> Result<PlannedCondition, PlanFault> {
    let mut part = |condition: &Condition| planned_condition(planner, condition, place).map(Box::new);
    Ok(match condition {
        Condition::And(one, other) => PlannedCondition::And(part(one)?, part(other)?),
        Condition::Or(one, other) => PlannedCondition::Or(part(one)?, part(other)?),
        Condition::Not(of) => PlannedCondition::Not(part(of)?),
        Condition::Is(name, word) => PlannedCondition::Known(planner.word(name, place)?.as_deref() == Some(word)),
        Condition::Compare(relation, left, right) => {
            let (left, right) = (planner.node(left, place)?, planner.node(right, place)?);
            match (left.as_known(), right.as_known()) {
                (Some(left), Some(right)) => PlannedCondition::Known(holds(*relation, left, right)),
                _ => {
                    let difference = left.minus(&right);
                    if difference.no_value().is_some() {
                        PlannedCondition::NoValue
                    } else {
                        PlannedCondition::Compare(*relation, difference)
                    }
                }
            }
        }
    })
}

/// Whether two computed numbers compare so.
fn holds(relation: Relation, left: f64, right: f64) -> bool {
    match relation {
        Relation::Below => left < right,
        Relation::AtMost => left <= right,
        Relation::Equal => left == right,
        Relation::AtLeast => left >= right,
        Relation::Above => left > right,
    }
}

impl PlannedCondition {
    /// The numbers in it that need intervals.
    pub fn nodes(&self) -> Vec<&Node> {
        match self {
            Self::Known(_) | Self::NoValue => Vec::new(),
            Self::And(one, other) | Self::Or(one, other) => [one.nodes(), other.nodes()].concat(),
            Self::Not(of) => of.nodes(),
            Self::Compare(_, node) => vec![node],
        }
    }

    /// The same condition, if the atoms have other places in their list.
    pub fn with_atoms(&self, place: &[AtomId]) -> Self {
        let moved = |of: &Self| Box::new(of.with_atoms(place));
        match self {
            Self::Known(_) | Self::NoValue => self.clone(),
            Self::And(one, other) => Self::And(moved(one), moved(other)),
            Self::Or(one, other) => Self::Or(moved(one), moved(other)),
            Self::Not(of) => Self::Not(moved(of)),
            Self::Compare(relation, node) => Self::Compare(*relation, node.with_atoms(place)),
        }
    }

    /// Whether it is known to be false, or has no value, before anything is measured.
    pub fn is_out(&self) -> bool {
        self.has_no_value() || self.known() == Some(false)
    }

    fn has_no_value(&self) -> bool {
        match self {
            Self::NoValue => true,
            Self::Known(_) | Self::Compare(..) => false,
            Self::And(one, other) | Self::Or(one, other) => one.has_no_value() || other.has_no_value(),
            Self::Not(of) => of.has_no_value(),
        }
    }

    fn known(&self) -> Option<bool> {
        self.truth(&|_, _| None)
    }

    /// Whether it holds, where `compare` says what is proved of each comparison of a difference with 0.
    pub fn truth(&self, compare: &dyn Fn(Relation, &Node) -> Option<bool>) -> Option<bool> {
        match self {
            Self::Known(known) => Some(*known),
            Self::NoValue => Some(false),
            Self::Not(of) => of.truth(compare).map(|truth| !truth),
            Self::Compare(relation, node) => compare(*relation, node),
            Self::And(one, other) => match (one.truth(compare), other.truth(compare)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            Self::Or(one, other) => match (one.truth(compare), other.truth(compare)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
        }
    }
}
