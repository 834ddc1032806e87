//! The outcome of one cell.

use super::jobs::Sampled;
use super::judged_cell::JudgedCell;
use super::plan::PlannedCell;
use super::replay_of::{replay_of_cell, replay_of_quantity};
use super::{CellOutcome, CheckOptions, Measurement, Point, Replay, Replicates};
use crate::statement::{Judgement, Measurements, Node, Number, Planned, number_in, shown};

/// The outcome of a judged cell.
pub(super) fn cell_outcome(
    sampled: &Sampled,
    judged: &JudgedCell,
    measured: &Measurements,
    options: &CheckOptions,
) -> CellOutcome {
    let (cell, found) = (judged.cell, &judged.found);
    let judgement = &found.judgement;
    let claim = sampled.claim;
    let inner = cell.inner.get(found.at);
    let witness: Point = inner.filter(|_| !claim.file.claim.exists.0.is_empty()).map_or_else(Point::new, |inner| {
        let mut place = shown(&inner.place);
        place.retain(|name, _| Some(name) != claim.file.claim.eventually.as_ref());
        place
    });
    let Judgement { left, right, .. } = judgement;
    let replay = replay(sampled, cell, measured, options);
    CellOutcome {
        measurement: measurement(cell.point.clone(), left, cell.shown.references.clone(), cell.shown.scale),
        expected: right.estimate.mean,
        expected_interval: (!right.is_computed).then(|| right.interval()),
        difference: judgement.difference,
        verdict: judgement.verdict,
        warrant: judgement.warrant,
        slack: judgement.slack,
        margin: judgement.margin,
        replicates_needed: judgement.replicates_needed,
        doubt: judgement.doubt,
        fit: judgement.fit,
        witness,
        from: found.from,
        places: places(sampled, inner.map(|inner| &inner.stated), &judgement.places),
        sign_changes: judgement.sign_changes,
        paired: inner.is_some_and(|inner| is_paired(&inner.stated, measured)),
        condition_is_met: found.condition,
        no_value: inner.and_then(|inner| no_value(&inner.stated)),
        replay,
        replay_command: None,
    }
}

/// A number at a point, as outcomes show it.
pub(super) fn measurement(
    setting: Point,
    number: &Number,
    references: indexmap::IndexMap<String, f64>,
    scale: f64,
) -> Measurement {
    let warrants = number.enclosure.as_ref().map_or_else(super::Warrants::none, Into::into);
    Measurement { setting, estimate: number.estimate, interval: number.interval(), warrants, references, scale }
}

/// Values of the variable at which a shape was judged, which may be by its logarithm.
fn places(sampled: &Sampled, stated: Option<&Planned>, judged: &[f64]) -> Vec<f64> {
    let (Some(Planned::Shape(shape)), Some(along)) = (stated, sampled.claim.shape().along) else {
        return judged.to_vec();
    };
    let value = |place: &f64| {
        let index = shape.at.iter().position(|at| at == place)?;
        number_in(&shape.places[index], &along)
    };
    judged.iter().map(|place| value(place).unwrap_or(*place)).collect()
}

fn no_value(stated: &Planned) -> Option<String> {
    if let Planned::NoValue(reason) = stated { Some(reason.to_string()) } else { None }
}

/// Whether two numbers of the statement are of the same samples, so that what they share cancels.
fn is_paired(stated: &Planned, measured: &Measurements) -> bool {
    let Planned::Compare(compared) = stated else { return false };
    let mut paired = false;
    let mut of_linear = |linear: &crate::statement::Linear| {
        let atoms: Vec<usize> = linear.weights.iter().map(|(atom, _)| *atom).collect();
        paired |= measured.samples_of(&atoms).len() < atoms.len();
    };
    compared.difference.each_linear(&mut of_linear);
    paired
}

/// The replicates of a cell: of a quantity, if it is all that is measured there, or of the whole sentence.
fn replay(sampled: &Sampled, cell: &PlannedCell, measured: &Measurements, options: &CheckOptions) -> Option<Replay> {
    let atoms = cell.atoms();
    let replicates = Replicates::First(measured.most_replicates(&atoms));
    let alone = match (atoms.as_slice(), cell.inner.as_slice()) {
        ([atom], [inner]) if is_one_quantity(&inner.stated) => Some(&sampled.plan.atoms.list()[*atom]),
        _ => None,
    };
    let of_quantity = alone.and_then(|atom| replay_of_quantity(sampled, atom, replicates, options));
    of_quantity.or_else(|| replay_of_cell(sampled, cell, replicates, options))
}

/// Whether the left side is one number that is measured, as it is.
fn is_one_quantity(stated: &Planned) -> bool {
    let (Planned::Compare(_) | Planned::Own(..)) = stated else { return false };
    matches!(stated.nodes().first(), Some(Node::Linear(linear)) if linear.weights.len() == 1)
}
