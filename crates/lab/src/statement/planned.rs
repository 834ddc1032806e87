//! Statements and conditions at one place of a sweep.

use std::sync::Arc;

use super::curve::{Values, contrast, values_along};
use super::fault::PlanFault;
use super::grid::Place;
use super::no_value::NoValue;
use super::node::{AtomId, Node};
use super::planner::Planner;
use super::resolution::Resolution;
use super::side::{Condition, LawSide, Side, Statement};
use super::vacuous::is_vacuous;
use crate::comparison::Comparison;
use crate::functional::Predicate;
use crate::own_relation::OwnRelation;
use crate::sentence::Relation;
use weak_to_strong::evidence::Interval;

/// A statement at one place.
#[derive(Clone, Debug)]
pub enum Planned {
    /// Two sides compare so.
    Compare(Box<Compared>),
    /// Two sides are in a relation of a user's own.
    Own(OwnRelation, Node, Node),
    /// A curve has a shape.
    Shape(Box<PlannedShape>),
    /// It has no value.
    NoValue(Arc<NoValue>),
}

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

/// A curve that has a shape.
#[derive(Clone, Debug)]
pub struct PlannedShape {
    /// The shape.
    pub predicate: &'static Predicate,
    /// The values of the variable, or their logarithms, in increasing order.
    pub at: Vec<f64>,
    /// The places of the points.
    pub places: Vec<Place>,
    /// The number at each of them.
    pub values: Vec<Node>,
    /// The contrasts of these numbers that the shape needs.
    pub contrasts: Vec<Node>,
}

/// Plans a statement at a place.
///
/// # Errors
///
/// As [`Planner::node`].
pub fn planned(
    planner: &mut Planner,
    statement: &Statement,
    resolution: Resolution,
    place: &Place,
) -> Result<Planned, PlanFault> {
    match statement {
        Statement::Compare(relation, left, right) => {
            let (left, right) = (planner.node(left, place)?, planner.node(right, place)?);
            compared(planner, comparison(*relation), left, right, resolution)
        }
        Statement::Own(relation, left, right) => own(relation, planner.node(left, place)?, planner.node(right, place)?),
        Statement::Uniform(of) => {
            let distance = Side::Law(Box::new(LawSide::DistanceFromUniform(of.clone())));
            let left = planner.node(&distance, place)?;
            compared(planner, Comparison::Equal, left, Node::Known(0.0), resolution)
        }
        Statement::Shape(predicate, of, over) => {
            let Values { at, places, nodes } = values_along(planner, of, over, place)?;
            if let Some(reason) = nodes.iter().find_map(Node::no_value) {
                return Ok(Planned::NoValue(reason.clone()));
            }
            let contrasts = (predicate.contrasts)(&at);
            if contrasts.is_empty() {
                let (variable, needed) = (over.name.clone(), 2);
                let few = NoValue::FewPoints { functional: predicate.name, variable, needed, found: at.len() };
                return Ok(Planned::NoValue(Arc::new(few)));
            }
            let contrasts = contrasts.iter().map(|weights| contrast(&nodes, weights)).collect();
            Ok(Planned::Shape(Box::new(PlannedShape { predicate, at, places, values: nodes, contrasts })))
        }
    }
}

fn own(relation: &OwnRelation, left: Node, right: Node) -> Result<Planned, PlanFault> {
    if let Some(reason) = left.no_value().or(right.no_value()) {
        return Ok(Planned::NoValue(reason.clone()));
    }
    let expected = right.as_known().unwrap_or(f64::NAN);
    let Interval { lower, upper } = (relation.range)(expected);
    if lower <= upper {
        return Ok(Planned::Own(relation.clone(), left, right));
    }
    Err(PlanFault::EmptyRange { relation: relation.name.clone(), lower, upper, expected })
}

/// The comparison that a relation states about measured sides.
pub fn comparison(relation: Relation) -> Comparison {
    match relation {
        Relation::Below | Relation::AtMost => Comparison::AtMost,
        Relation::Equal => Comparison::Equal,
        Relation::AtLeast | Relation::Above => Comparison::AtLeast,
    }
}

fn compared(
    planner: &Planner,
    comparison: Comparison,
    left: Node,
    right: Node,
    resolution: Resolution,
) -> Result<Planned, PlanFault> {
    if let Some(reason) = left.no_value().or(right.no_value()) {
        return Ok(Planned::NoValue(reason.clone()));
    }
    let difference = left.minus(&right);
    if let (Some(reason), false) = (difference.no_value(), right.as_known().is_some_and(f64::is_infinite)) {
        return Ok(Planned::NoValue(reason.clone()));
    }
    let stated_range =
        right.as_known().filter(|_| comparison != Comparison::Equal).map(|right| comparison.range(right, 0.0));
    let is_vacuous = stated_range.is_some_and(|range| is_vacuous(&left, range, &planner.atoms));
    let beyond = right
        .as_known()
        .is_none()
        .then(|| [1.0 + resolution.relative, 1.0 - resolution.relative].map(|factor| left.minus(&right.times(factor))));
    let cleared = right.as_known().and_then(|right| cleared(&left, right, resolution.at(right)));
    let compared = Compared { comparison, left, right, difference, is_vacuous, beyond, cleared };
    Ok(Planned::Compare(Box::new(compared)))
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

impl Planned {
    /// All numbers in it that need intervals.
    pub fn nodes(&self) -> Vec<&Node> {
        match self {
            Self::Compare(compared) => compared.nodes(),
            Self::Own(_, left, right) => vec![left, right],
            Self::Shape(shape) => shape.values.iter().chain(&shape.contrasts).collect(),
            Self::NoValue(_) => Vec::new(),
        }
    }

    /// Whether it is an equality with a right side of 0, of which no share says how near is near enough.
    pub fn lacks_resolution(&self, resolution: Resolution) -> bool {
        let Self::Compare(sides) = self else { return false };
        let is_measured = sides.left.as_known().is_none() && !sides.left.is_place();
        let at_right = sides.right.as_known().map(|right| resolution.at(right));
        sides.comparison == Comparison::Equal && is_measured && at_right == Some(0.0)
    }

    /// Whether it has a value, and measurements could refute it.
    pub fn says_something(&self) -> bool {
        match self {
            Self::Compare(compared) => !compared.is_vacuous,
            Self::Own(..) | Self::Shape(_) => true,
            Self::NoValue(_) => false,
        }
    }

    /// The same statement, if the atoms have other places in their list.
    pub fn with_atoms(&self, place: &[AtomId]) -> Self {
        let all = |nodes: &[Node]| nodes.iter().map(|node| node.with_atoms(place)).collect();
        match self {
            Self::Compare(compared) => Self::Compare(Box::new(compared.with_atoms(place))),
            Self::Own(relation, left, right) => {
                Self::Own(relation.clone(), left.with_atoms(place), right.with_atoms(place))
            }
            Self::Shape(shape) => Self::Shape(Box::new(PlannedShape {
                values: all(&shape.values),
                contrasts: all(&shape.contrasts),
                ..PlannedShape::clone(shape)
            })),
            Self::NoValue(_) => self.clone(),
        }
    }
}

impl Compared {
    fn nodes(&self) -> Vec<&Node> {
        let mut nodes = vec![&self.left, &self.right, &self.difference];
        nodes.extend(self.beyond.iter().flatten());
        if let Some(cleared) = &self.cleared {
            nodes.push(&cleared.denominator);
            nodes.extend(&cleared.differences);
        }
        nodes
    }

    fn with_atoms(&self, place: &[AtomId]) -> Self {
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
