//! From a statement at several values of the variables of `exists` and `eventually` to a verdict on a cell.

use std::collections::HashMap;

use super::plan::PlannedCell;
use super::{Claim, Verdict};
use crate::statement::{Judgement, Place, number_in};

/// The verdict on a cell, and the place that decides it.
pub(super) struct Aggregate {
    /// What is found at the place that decides, with the verdict on the cell.
    pub(super) judgement: Judgement,
    /// The place among the cell's inner ones.
    pub(super) at: usize,
    /// The value of the variable of `eventually` from which on the statement holds.
    pub(super) from: Option<f64>,
    /// Whether the condition is known to be met; `None` if it is not known.
    pub(super) condition: Option<bool>,
}

/// How many of the last values of a variable a statement must cover, at the least, for `eventually`.
pub(super) const LEAST_LEFT: usize = 3;

/// The verdict on a cell from the judgements at its inner places. `condition` says whether the claim's condition is met.
pub(super) fn aggregate(
    claim: &Claim,
    cell: &PlannedCell,
    judgements: Vec<Judgement>,
    condition: Option<bool>,
) -> Aggregate {
    let places: Vec<&Place> = cell.inner.iter().map(|inner| &inner.place).collect();
    let eventual = claim.file.claim.eventually.as_deref();
    let series = match eventual {
        None => (0..places.len()).map(|place| vec![place]).collect(),
        Some(variable) => along(&places, variable),
    };
    let ends: Vec<Settled> = series.iter().map(|series| settled(series, &judgements, eventual.is_some())).collect();
    let chosen = chosen(&ends, &judgements, !claim.file.claim.exists.0.is_empty());
    let (at, verdict) = (chosen.at, verdict_of(&ends, &chosen, !claim.file.claim.exists.0.is_empty()));
    let from = match (eventual, chosen.from) {
        (Some(variable), Some(place)) => number_in(places[place], variable),
        _ => None,
    };
    let mut judgement = judgements.into_iter().nth(at).unwrap_or_else(Judgement::undefined);
    let verdict = match condition {
        Some(true) => verdict,
        Some(false) => Verdict::NotApplicable,
        None if verdict == Verdict::Violated => Verdict::Unresolved,
        None => verdict,
    };
    if verdict != judgement.verdict && !matches!(verdict, Verdict::Holds | Verdict::Tight | Verdict::Violated) {
        judgement.warrant = None;
    }
    judgement.verdict = verdict;
    Aggregate { judgement, at, from, condition }
}

/// What is settled along the variable of `eventually`.
#[derive(Clone, Copy)]
struct Settled {
    verdict: Verdict,
    /// The place that decides.
    at: usize,
    /// The first place from which on the statement holds.
    from: Option<usize>,
}

/// The places with the same values of all other variables, in the order of this one.
fn along(places: &[&Place], variable: &str) -> Vec<Vec<usize>> {
    let mut groups: indexmap::IndexMap<String, Vec<usize>> = indexmap::IndexMap::new();
    for (index, place) in places.iter().enumerate() {
        let others: HashMap<_, _> = place.iter().filter(|(name, _)| *name != variable).collect();
        let mut others: Vec<String> = others.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
        others.sort();
        groups.entry(others.join(",")).or_default().push(index);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    let value = |place: usize| number_in(places[place], variable).unwrap_or(f64::NAN);
    groups.iter_mut().for_each(|group| group.sort_by(|a, b| value(*a).total_cmp(&value(*b))));
    groups
}

fn is_good(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Holds | Verdict::Tight | Verdict::Vacuous)
}

/// From some point with at least three points left on, all hold: it holds. One of the last three is violated: it is violated.
fn settled(series: &[usize], judgements: &[Judgement], is_eventual: bool) -> Settled {
    let verdict = |place: &usize| judgements[*place].verdict;
    if !is_eventual || series.len() < LEAST_LEFT {
        let worst = series.iter().copied().max_by_key(|place| verdict(place)).unwrap_or(0);
        return Settled { verdict: judgements[worst].verdict, at: worst, from: None };
    }
    let good = series.iter().rev().take_while(|place| is_good(verdict(place))).count();
    let last = &series[series.len() - LEAST_LEFT..];
    if good >= LEAST_LEFT {
        let first = series.len() - good;
        let worst = series[first..].iter().copied().max_by_key(|place| verdict(place)).unwrap_or(series[first]);
        return Settled { verdict: judgements[worst].verdict, at: worst, from: Some(series[first]) };
    }
    let worst = last.iter().copied().max_by_key(|place| verdict(place)).unwrap_or(0);
    let found = judgements[worst].verdict;
    Settled {
        verdict: if found == Verdict::Violated { found } else { found.max(Verdict::Undefined) },
        at: worst,
        from: None,
    }
}

/// With `exists` the mildest one that holds, else the one nearest to holding; else the worst one.
fn chosen(ends: &[Settled], judgements: &[Judgement], exists: bool) -> Settled {
    let margin =
        |settled: &Settled| judgements.get(settled.at).and_then(|j| j.margin).map_or(f64::NEG_INFINITY, |m| m.value);
    let none = Settled { verdict: Verdict::NotApplicable, at: 0, from: None };
    let best =
        |a: &&Settled, b: &&Settled| is_good(a.verdict).cmp(&is_good(b.verdict)).then(margin(a).total_cmp(&margin(b)));
    let found = if exists { ends.iter().max_by(best) } else { ends.iter().max_by_key(|settled| settled.verdict) };
    found.copied().unwrap_or(none)
}

fn verdict_of(ends: &[Settled], chosen: &Settled, exists: bool) -> Verdict {
    if !exists || is_good(chosen.verdict) {
        return chosen.verdict;
    }
    if ends.iter().all(|end| end.verdict == Verdict::Violated) { Verdict::Violated } else { Verdict::Unresolved }
}
