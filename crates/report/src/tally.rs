//! The number of cells, or of claims, with each verdict.

use weak_to_strong_lab::claim::{ClaimOutcome, Verdict};

/// Returns `3 hold`, `1 violated` and so on, in this order. A verdict that does not occur is left out.
pub fn counted_verdicts(verdicts: impl Iterator<Item = Verdict> + Clone, order: &[Verdict]) -> Vec<String> {
    let count = |verdict: Verdict| verdicts.clone().filter(|found| *found == verdict).count();
    let there = order.iter().map(|verdict| (verdict, count(*verdict))).filter(|(_, count)| *count > 0);
    there.map(|(verdict, count)| verdict.counted(count)).collect()
}

/// Returns the text after the verdict of a claim: ` in all 9 cells`, or ` (of 9 cells, 1 violated, 8 hold)`. It is empty if there are no cells, and if the cells are of
/// many problems.
pub(super) fn tally(claim: &ClaimOutcome) -> String {
    if claim.most.is_some() {
        return String::new();
    }
    let parts = counted_verdicts(claim.cells.iter().map(|cell| cell.verdict), &Verdict::WORST_FIRST);
    match (parts.as_slice(), claim.cells.len()) {
        ([], _) => String::new(),
        ([_], 1) => " in its only cell".to_owned(),
        ([_], 2) => " in both cells".to_owned(),
        ([_], cells) => format!(" in all {cells} cells"),
        (parts, cells) => format!(" (of {cells} cells, {})", parts.join(", ")),
    }
}
