//! Measurements that are shown, not judged: the points of a curve, and cells where nothing is stated.

use super::cell_outcome::measurement;
use super::plan::{PlannedCell, shown_at};
use super::{Claim, Measurement};
use crate::statement::{Measurements, Node, Place, Planned, number, shown};

/// The points of the curve that a cell's statement is about.
pub(super) fn points_of_cell(claim: &Claim, cell: &PlannedCell, measured: &Measurements) -> Vec<Measurement> {
    let curves = cell.inner.iter().filter_map(|inner| curve(claim, &inner.stated));
    curves.flat_map(|(places, nodes)| points(claim, cell, places, nodes, measured)).collect()
}

/// The left side of a cell where nothing is stated.
pub(super) fn shown_cell(claim: &Claim, cell: &PlannedCell, measured: &Measurements) -> Vec<Measurement> {
    let of = |stated: &Planned| {
        let left = stated.nodes().into_iter().next()?;
        if curve(claim, stated).is_some() {
            return None;
        }
        Some(measurement(cell.point.clone(), &number(left, measured), cell.shown.references.clone(), cell.shown.scale))
    };
    cell.inner.iter().filter_map(|inner| of(&inner.stated)).collect()
}

/// The curve of a statement. The least or greatest along a variable is one number, and has a curve only if the figure is drawn along the variable.
fn curve<'p>(claim: &Claim, stated: &'p Planned) -> Option<(&'p [Place], &'p [Node])> {
    if let Planned::Shape(shape) = stated {
        return Some((&shape.places, &shape.values));
    }
    match stated.nodes().into_iter().next()? {
        Node::Fitted(curve) => Some((&curve.places, &curve.values)),
        Node::Found(curve) => {
            let along = claim.shape().along;
            let is_drawn =
                along.is_some() && claim.file.figure.as_ref().is_none_or(|figure| Some(&figure.x) == along.as_ref());
            (is_drawn || curve.functional.place.is_some()).then_some((&curve.places, &curve.values))
        }
        Node::Known(_)
        | Node::NoValue(_)
        | Node::Linear(_)
        | Node::Ratio(..)
        | Node::Arithmetic(..)
        | Node::Apply(..) => None,
    }
}

fn points(
    claim: &Claim,
    cell: &PlannedCell,
    places: &[Place],
    nodes: &[Node],
    measured: &Measurements,
) -> Vec<Measurement> {
    let mut planner = claim.planner(&claim.grid);
    let point = |(place, node): (&Place, &Node)| {
        // The cell itself has all of the figure's values, so a point has them too, except if an expression is defined for the cell only.
        let values = shown_at(claim, &mut planner, place).ok();
        let references =
            values.as_ref().map_or_else(|| cell.shown.references.clone(), |shown| shown.references.clone());
        let scale = values.map_or(cell.shown.scale, |shown| shown.scale);
        measurement(shown(place), &number(node, measured), references, scale)
    };
    places.iter().zip(nodes).map(point).collect()
}
