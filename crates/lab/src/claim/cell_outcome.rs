//! The outcome of one cell.

use super::distribution::distribution_of;
use super::jobs::Sampled;
use super::judged_cell::JudgedCell;
use super::plan::{Inner, shown_at};
use super::replay_of::replay_of_cell;
use super::{CellOutcome, CheckOptions, FigureKind, FigureSpec, Measurement, Point, Replicates};
use crate::statement::{Judgement, Measurements, Number, Planned, number_in, shown, with_values};

/// The outcome of a judged cell. `figure` is the figure of the claim.
pub(super) fn cell_outcome(
    sampled: &Sampled,
    judged: &JudgedCell,
    measured: &Measurements,
    options: &CheckOptions,
    figure: Option<&FigureSpec>,
) -> CellOutcome {
    let (cell, found) = (judged.cell, &judged.found);
    let claim = sampled.claim;
    let inner = cell.inner.get(found.at);
    let witness: Point = inner.filter(|_| !claim.file.claim.exists.0.is_empty()).map_or_else(Point::new, |inner| {
        let mut place = shown(&inner.place);
        place.retain(|name, _| Some(name) != claim.file.claim.eventually.as_ref());
        place
    });
    let shows_distribution = figure.is_some_and(|figure| figure.kind == FigureKind::Distribution);
    let left = &found.judgement.left;
    let own = measurement(cell.point.clone(), left, cell.shown.references.clone(), cell.shown.scale);
    CellOutcome {
        witness,
        from: found.from,
        condition_is_met: found.condition,
        distribution: inner
            .filter(|_| shows_distribution)
            .and_then(|inner| distribution_of(sampled, &inner.stated, measured)),
        tried: if figure.is_some_and(|figure| claim.tries_along(&figure.x)) {
            tried(sampled, judged, measured)
        } else {
            Vec::new()
        },
        replay: replay_of_cell(sampled, cell, Replicates::First(measured.most_replicates(&cell.atoms())), options),
        ..at_place(sampled, inner, &found.judgement, own, measured)
    }
}

/// What was found at each value of the variables of `exists`.
fn tried(sampled: &Sampled, judged: &JudgedCell, measured: &Measurements) -> Vec<CellOutcome> {
    let (claim, cell) = (sampled.claim, judged.cell);
    let mut planner = claim.planner(&claim.grid);
    let at = |(index, (inner, judgement)): (usize, (&Inner, &Judgement))| {
        let values = shown(&inner.place);
        let mut setting = cell.point.clone();
        setting.extend(values.clone());
        let place = with_values(&cell.place, &inner.place);
        // An expression of the figure may be defined for the cell only.
        let figure = shown_at(claim, &mut planner, &place).unwrap_or_else(|_| cell.shown.clone());
        let own = measurement(setting, &judgement.left, figure.references, figure.scale);
        let witness = if index == judged.found.at { values } else { Point::new() };
        CellOutcome { witness, ..at_place(sampled, Some(inner), judgement, own, measured) }
    };
    cell.inner.iter().zip(&judged.judgements).enumerate().map(at).collect()
}

/// What was found at one place.
fn at_place(
    sampled: &Sampled,
    inner: Option<&Inner>,
    judgement: &Judgement,
    measurement: Measurement,
    measured: &Measurements,
) -> CellOutcome {
    let Judgement { right, .. } = judgement;
    CellOutcome {
        measurement,
        expected: right.estimate.mean,
        expected_interval: (!right.is_computed).then(|| right.interval()),
        difference: judgement.difference,
        verdict: judgement.verdict,
        warrant: judgement.warrant,
        slack: judgement.slack,
        margin: judgement.margin,
        replicates_needed: judgement.replicates_needed,
        doubt: judgement.doubt,
        fit: judgement.fit.clone(),
        witness: Point::new(),
        from: None,
        tried: Vec::new(),
        places: places(sampled, inner.map(|inner| &inner.stated), &judgement.places),
        sign_changes: judgement.sign_changes,
        distribution: None,
        paired: inner.is_some_and(|inner| is_paired(&inner.stated, measured)),
        condition_is_met: None,
        no_value: inner.and_then(|inner| no_value(&inner.stated)),
        replay: None,
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
