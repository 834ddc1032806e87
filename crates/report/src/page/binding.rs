//! The cell at which a claim binds most.

use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, Comparison};

/// Returns the cell with the worst verdict; of several, that which is nearest to the edge of what the claim states.
pub(super) fn binding_cell(claim: &ClaimOutcome) -> Option<&CellOutcome> {
    let worst = claim.cells.iter().map(|cell| cell.verdict).max()?;
    let nearness = |cell: &CellOutcome| match (claim.shape.comparison(), cell.slack) {
        (Comparison::AtLeast, Some(slack)) => slack.value,
        (Comparison::AtMost, Some(slack)) => -slack.value,
        (Comparison::Equal, Some(slack)) => -(slack.value - 1.0).abs(),
        (Comparison::AtLeast, None) => cell.difference.value,
        (Comparison::AtMost, None) => -cell.difference.value,
        (Comparison::Equal, None) => -cell.difference.value.abs(),
    };
    let cells = claim.cells.iter().filter(|cell| cell.verdict == worst && !nearness(cell).is_nan());
    cells.min_by(|a, b| nearness(a).total_cmp(&nearness(b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example;
    use weak_to_strong_lab::claim::Verdict;

    #[test]
    fn it_is_the_nearest_of_the_worst() {
        let mut claim = example::naive();
        for (i, cell) in claim.cells.iter_mut().enumerate() {
            cell.verdict = if i % 2 == 0 { Verdict::Holds } else { Verdict::Tight };
            cell.slack = None;
            cell.difference.value = 100.0 - i as f64;
        }
        let last_tight = claim.cells.iter().rposition(|cell| cell.verdict == Verdict::Tight).expect("a tight cell");
        assert_eq!(binding_cell(&claim), Some(&claim.cells[last_tight]));
        claim.cells.clear();
        assert_eq!(binding_cell(&claim), None);
    }
}
