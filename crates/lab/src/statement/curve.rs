//! Numbers taken along a variable.

use std::sync::Arc;

use super::enclosed::exactly;
use super::fault::PlanFault;
use super::grid::Place;
use super::no_value::NoValue;
use super::node::{Curve, FittedCurve, Node};
use super::planner::Planner;
use super::side::{Along, Side, Variable};
use crate::functional::{Contrast, Found, Kind, Points};

/// Numbers along a variable, in its order.
pub(super) struct Values {
    pub(super) at: Vec<f64>,
    pub(super) places: Vec<Place>,
    pub(super) nodes: Vec<Node>,
}

/// The numbers that a side is along a variable.
pub(super) fn values_along(
    planner: &mut Planner,
    of: &Side,
    over: &Variable,
    place: &Place,
) -> Result<Values, PlanFault> {
    let points = planner.along(over, place)?;
    let nodes = points.iter().map(|(_, place)| planner.node(of, place)).collect::<Result<_, _>>()?;
    let (at, places) = points.into_iter().unzip();
    Ok(Values { at, places, nodes })
}

/// A linear form of numbers along a variable.
pub(super) fn contrast(nodes: &[Node], weights: &Contrast) -> Node {
    let terms = weights.iter().map(|(point, factor)| nodes[*point].times(*factor));
    let sum = |sum: Node, term: Node| Node::joined(crate::sentence::Operator::Plus, &sum, &term);
    terms.reduce(sum).unwrap_or(Node::Known(0.0))
}

/// A functional along a variable.
pub(super) fn along_node(planner: &mut Planner, along: &Along, place: &Place) -> Result<Node, PlanFault> {
    let Values { at, places, nodes } = values_along(planner, &along.of, &along.over, place)?;
    if let Some(reason) = nodes.iter().find_map(Node::no_value) {
        return Ok(Node::NoValue(reason.clone()));
    }
    let functional = along.functional;
    let few = |needed| {
        let (variable, found) = (along.over.name.clone(), nodes.len());
        Node::NoValue(Arc::new(NoValue::FewPoints { functional: functional.name, variable, needed, found }))
    };
    match &functional.kind {
        Kind::OfPoints { .. } if nodes.is_empty() => Ok(few(1)),
        Kind::OfPoints { contrasts, found } => {
            if let Some(known) = known_values(&nodes) {
                return Ok(Node::known(of_known(&at, &known, &contrasts(&at), *found)));
            }
            let contrasts = contrasts(&at).iter().map(|weights| contrast(&nodes, weights)).collect();
            Ok(Node::Found(Arc::new(Curve { functional, at, places, values: nodes, contrasts })))
        }
        Kind::Fit(fit) => {
            let mut parameters = Vec::new();
            for (name, side) in &along.parameters {
                match planner.computed(side, place)? {
                    Ok(value) => parameters.push((*name, value)),
                    Err(reason) => return Ok(Node::NoValue(reason)),
                }
            }
            let given = |name: &str| parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
            let needed = fit.least_sizes(&functional.parameter_values(given));
            if nodes.len() < needed {
                return Ok(few(needed));
            }
            let (values, resolution) = (nodes, planner.resolution);
            let given = functional
                .parameter_values(|name| parameters.iter().find(|(known, _)| *known == name).map(|(_, p)| *p));
            // Every form must be tested, so there is one size more than it has coefficients.
            let needed = (fit.forms)(&given).iter().map(|form| form.terms.len() + 1).max().unwrap_or(0);
            if at.len() < needed {
                let (variable, found) = (along.over.name.clone(), at.len());
                let few = NoValue::FewPoints { functional: functional.name, variable, needed, found };
                return Ok(Node::NoValue(Arc::new(few)));
            }
            let curve = FittedCurve { functional, at, places, values, parameters, resolution };
            Ok(Node::Fitted(Arc::new(curve)))
        }
    }
}

/// The numbers along a variable, if all of them are computed.
fn known_values(nodes: &[Node]) -> Option<Vec<f64>> {
    nodes.iter().map(Node::as_known).collect()
}

/// What a functional finds in numbers that are computed.
fn of_known(at: &[f64], values: &[f64], contrasts: &[Contrast], found: fn(&Points) -> Found) -> f64 {
    let of = |weights: &Contrast| weights.iter().map(|(point, factor)| factor * values[*point]).sum();
    let contrast_estimates: Vec<f64> = contrasts.iter().map(of).collect();
    let enclosed = |numbers: &[f64]| numbers.iter().map(|number| exactly(*number)).collect::<Vec<_>>();
    let (known, known_contrasts) = (enclosed(values), enclosed(&contrast_estimates));
    let points = Points {
        at,
        values: &known,
        estimates: values,
        contrasts: &known_contrasts,
        contrast_estimates: &contrast_estimates,
    };
    found(&points).estimate
}
