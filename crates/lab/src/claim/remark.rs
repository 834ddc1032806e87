//! What an outcome shows beyond its verdict.

use super::{CellOutcome, Claim, FigureSpec, Verdict};
use crate::family::is_problem_key;
use crate::statement::{free_in_statement, free_variables};

/// What a reader should be told of an outcome: that it is false as written, and true under a condition; and that a part of the sweep is idle.
pub(super) fn remark(cells: &[CellOutcome], claim: &Claim) -> Option<String> {
    let idle = idle_variables(claim);
    let idle = (!idle.is_empty()).then(|| format!("nothing in it depends on {}", idle.join(", ")));
    let parts: Vec<String> = true_under(cells, claim).into_iter().chain(idle).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Settings of the sweep on which nothing depends. Who sweeps another setting than the one that he means would else take the verdict for one about it.
fn idle_variables(claim: &Claim) -> Vec<&str> {
    let (grid, stated) = (&claim.grid, &claim.stated);
    let mut used = claim.free_variables(grid);
    used.extend(stated.false_neighbours.iter().flat_map(|statement| free_in_statement(statement, grid)));
    let shown = stated.references.iter().chain(&stated.marks).chain(&stated.scale);
    used.extend(shown.flat_map(|(_, side)| free_variables(side, grid)));
    let drawn = claim.file.figure.iter().flat_map(FigureSpec::variables);
    let bound = claim.bound_variables();
    used.extend(drawn.chain(&bound).flat_map(|name| grid.bases_of(name)));
    let is_idle = |name: &&str| {
        let is_read = is_problem_key(name) || grid.is_recorded(name) || used.contains(*name);
        !is_read && grid.bases_of(name) == [*name]
    };
    grid.variables().iter().map(String::as_str).filter(is_idle).collect()
}

/// The condition under which an outcome that is false as written is true.
fn true_under(cells: &[CellOutcome], claim: &Claim) -> Option<String> {
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
