//! What was tried for the variables of `exists`, along one of them.

use std::borrow::Cow;

use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, Verdict};

/// Returns the outcome with all that was tried in place of its cells, if the figure is drawn along a variable of `exists`. Otherwise the outcome as it is.
///
/// A statement that some value makes true says nothing of the others, so they count as judged only where it holds, or where no value makes it true.
pub(super) fn along_trials(outcome: &ClaimOutcome) -> Cow<'_, ClaimOutcome> {
    if outcome.cells.iter().all(|cell| cell.tried.is_empty()) {
        return Cow::Borrowed(outcome);
    }
    let cells = outcome.cells.iter().flat_map(|cell| cell.tried.iter().map(|tried| of_cell(cell, tried))).collect();
    Cow::Owned(ClaimOutcome { cells, ..outcome.clone() })
}

fn of_cell(cell: &CellOutcome, tried: &CellOutcome) -> CellOutcome {
    let fails = matches!(tried.verdict, Verdict::Violated | Verdict::Unresolved | Verdict::Undefined);
    let is_refuted = cell.verdict == Verdict::Violated;
    let verdict = if fails && !is_refuted { Verdict::NotApplicable } else { tried.verdict };
    CellOutcome { verdict, ..tried.clone() }
}
