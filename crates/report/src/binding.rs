//! The cell where a claim binds most.

use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, Comparison, Slack, Stating, Verdict};

/// Returns the cell of the least slack for ≥, of the greatest for ≤, and of that furthest from 1 for =. If no cell has a slack it is that of the difference
/// left − right. Returns `None` if no two sides are compared, or if no cell is judged.
pub(super) fn binding_cell(outcome: &ClaimOutcome) -> Option<&CellOutcome> {
    let Stating::Compare(comparison) = outcome.shape.relation else { return None };
    let is_judged = |cell: &&CellOutcome| !matches!(cell.verdict, Verdict::Vacuous | Verdict::NotApplicable);
    let judged: Vec<&CellOutcome> = outcome.cells.iter().filter(is_judged).collect();
    let by = |value: &dyn Fn(&CellOutcome) -> Option<f64>, middle: f64| {
        let known = judged.iter().filter_map(|cell| Some((*cell, value(cell).filter(|value| value.is_finite())?)));
        let tightness = |value: f64| match comparison {
            Comparison::AtLeast => -value,
            Comparison::AtMost => value,
            Comparison::Equal => (value - middle).abs(),
        };
        known.max_by(|(_, a), (_, b)| tightness(*a).total_cmp(&tightness(*b))).map(|(cell, _)| cell)
    };
    by(&slack_of, 1.0).or_else(|| by(&|cell| Some(cell.difference.value), 0.0))
}

fn slack_of(cell: &CellOutcome) -> Option<f64> {
    cell.slack.map(|Slack { value, .. }| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example;

    #[test]
    fn the_least_slack_binds_from_below_and_the_greatest_from_above() {
        let mut outcome = example::naive();
        let slacks = [1.2, 1.05, 1.5];
        for (cell, value) in outcome.cells.iter_mut().zip(slacks) {
            cell.slack = Some(Slack { value, interval: cell.measurement.interval });
        }
        let binding =
            |outcome: &ClaimOutcome| binding_cell(outcome).and_then(|cell| cell.slack).map(|slack| slack.value);
        assert_eq!(binding(&outcome), Some(1.05));
        outcome.cells[1].verdict = Verdict::NotApplicable;
        assert_eq!(binding(&outcome), Some(1.2));
        outcome.shape.relation = Stating::Compare(Comparison::AtMost);
        assert_eq!(binding(&outcome), Some(1.5));
    }

    #[test]
    fn without_slacks_the_difference_decides() {
        let mut outcome = example::naive();
        outcome.cells.iter_mut().for_each(|cell| cell.slack = None);
        outcome.cells[4].difference.value = -7.0;
        assert!(std::ptr::eq(binding_cell(&outcome).expect("a cell"), &raw const outcome.cells[4]));
    }
}
