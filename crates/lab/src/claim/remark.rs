//! What an outcome shows beyond its verdict.

use super::{CellOutcome, Claim, Verdict};

/// What a reader should be told of an outcome: that it is false as written, and true under a condition.
pub(super) fn remark(cells: &[CellOutcome], claim: &Claim) -> Option<String> {
    let is_violated = |cell: &&CellOutcome| cell.verdict == Verdict::Violated;
    let is_good = |cell: &CellOutcome| matches!(cell.verdict, Verdict::Holds | Verdict::Tight);
    let violated: Vec<&CellOutcome> = cells.iter().filter(is_violated).collect();
    if violated.is_empty() || violated.len() == cells.len() || claim.file.claim.most.is_some() {
        return None;
    }
    let thresholds = claim.grid.variables().iter().filter_map(|name| {
        let at = |cell: &CellOutcome| match cell.measurement.setting.get(name) {
            Some(crate::setting::SettingValue::Number(at)) => Some(*at),
            Some(crate::setting::SettingValue::Word(_)) | None => None,
        };
        let bad: Option<Vec<f64>> = violated.iter().map(|cell| at(cell)).collect();
        let bad = bad?;
        let all: Option<Vec<f64>> = cells.iter().map(at).collect();
        let all = all?;
        let (least, greatest) =
            (bad.iter().copied().fold(f64::INFINITY, f64::min), bad.iter().copied().fold(f64::NEG_INFINITY, f64::max));
        let above = all.iter().copied().filter(|at| *at > greatest).fold(f64::INFINITY, f64::min);
        let below = all.iter().copied().filter(|at| *at < least).fold(f64::NEG_INFINITY, f64::max);
        let holds = |keep: &dyn Fn(f64) -> bool| {
            cells.iter().zip(&all).filter(|(_, at)| keep(**at)).all(|(cell, _)| is_good(cell))
        };
        if above.is_finite() && holds(&|at| at >= above) {
            return Some(format!("{name} >= {above}"));
        }
        (below.is_finite() && holds(&|at| at <= below)).then(|| format!("{name} <= {below}"))
    });
    let conditions: Vec<String> = thresholds.collect();
    let condition = conditions.first()?;
    Some(format!("false as written, true on this sweep when {condition}"))
}
