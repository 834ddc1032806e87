//! The replicates of a claim that can be drawn again.

use super::jobs::Sampled;
use super::plan::PlannedCell;
use super::{CheckOptions, Replay, Replayed, Replicates};
use crate::quantity::QUANTITIES;
use crate::quantity::observable::OBSERVABLES;
use crate::statement::{Atom, Source};

/// Replicates of all that is measured at a cell. Returns `None` if nothing is judged there, or if the library's programs cannot draw
/// them: they do not know a user's own quantities, and rows of a data file are in the file.
pub(super) fn replay_of_cell(
    sampled: &Sampled,
    cell: &PlannedCell,
    replicates: Replicates,
    options: &CheckOptions,
) -> Option<Replay> {
    let list = sampled.plan.atoms.list();
    let is_known = |atom: &Atom| match &atom.source {
        Source::Quantity(quantity, _) => QUANTITIES.has(&quantity.name),
        Source::Law(law) => law.observed.iter().all(|one| OBSERVABLES.has(&one.observable.name)),
        Source::Recorded(_) => false,
    };
    if cell.is_out() || !cell.atoms().into_iter().all(|atom| is_known(&list[atom])) {
        return None;
    }
    let claim = sampled.claim;
    let own_streams = cell.atoms().iter().all(|atom| has_own_stream(&list[*atom]));
    Some(Replay {
        of: Replayed::Cell {
            states: claim.file.claim.states.clone(),
            number: cell.number,
            power: options.power && !own_streams,
        },
        origin: claim.origin.clone(),
        replicates,
        seed: options.seed,
    })
}

/// Whether what else is measured of the same sample does not change its draws.
fn has_own_stream(atom: &Atom) -> bool {
    let (Source::Quantity(quantity, settings), Some(cell)) = (&atom.source, &atom.cell) else { return false };
    cell.content_key(quantity, settings) == atom.key
}

/// Replicates of a quantity with the key of its own streams. Returns `None` for anything else: what shares its draws with other quantities is drawn with them.
pub(super) fn replay_of_quantity(
    sampled: &Sampled,
    atom: &Atom,
    replicates: Replicates,
    options: &CheckOptions,
) -> Option<Replay> {
    let Source::Quantity(quantity, _) = &atom.source else { return None };
    if !QUANTITIES.has(&quantity.name) || !has_own_stream(atom) {
        return None;
    }
    Some(Replay {
        of: Replayed::Quantity { name: quantity.name.clone(), setting: atom.point.clone() },
        origin: sampled.claim.origin.clone(),
        replicates,
        seed: options.seed,
    })
}
