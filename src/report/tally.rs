//! How many cells of a claim have which verdict.

use crate::claim::{ClaimOutcome, Verdict};

/// What follows the claim's verdict: ` in all 9 cells`, or ` (of 9 cells, 1 violated, 8 hold)`; nothing without cells.
pub(super) fn tally(claim: &ClaimOutcome) -> String {
    let verdicts = [Verdict::Violated, Verdict::Unresolved, Verdict::Tight, Verdict::Holds, Verdict::Vacuous];
    let count = |verdict: Verdict| claim.cells.iter().filter(|cell| cell.verdict == verdict).count();
    let parts: Vec<String> = verdicts
        .into_iter()
        .filter(|verdict| count(*verdict) > 0)
        .map(|verdict| verdict.counted(count(verdict)))
        .collect();
    match (parts.as_slice(), claim.cells.len()) {
        ([], _) => String::new(),
        ([_], 1) => " in its only cell".to_owned(),
        ([_], 2) => " in both cells".to_owned(),
        ([_], cells) => format!(" in all {cells} cells"),
        (parts, cells) => format!(" (of {cells} cells, {})", parts.join(", ")),
    }
}
