//! Statements and conditions at one place of a sweep.

use std::sync::Arc;

use super::compared::Compared;
use super::curve::{Values, contrast, values_along};
use super::fault::PlanFault;
use super::grid::Place;
use super::no_value::NoValue;
use super::node::{AtomId, Node};
use super::planner::Planner;
use super::resolution::Resolution;
use super::side::{LawSide, Side, Statement};
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
    Ok(Planned::Compare(Box::new(Compared::of(comparison, left, right, resolution, is_vacuous))))
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
