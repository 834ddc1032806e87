//! From a statement at several values of the variables of `exists` and `eventually` to a verdict on a cell.

use super::{ClaimSpec, Verdict};
use crate::statement::{Judgement, Met, Place, number_in};
use weak_to_strong::evidence::Warrant;

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

/// The quantifiers of a claim.
#[derive(Clone, Copy)]
pub(super) struct Quantifiers<'a> {
    /// Whether one value of some variables is enough.
    pub(super) exists: bool,
    /// The variable from some value of which on the statement is made.
    pub(super) eventually: Option<&'a str>,
}

impl<'a> Quantifiers<'a> {
    pub(super) fn of(spec: &'a ClaimSpec) -> Self {
        Self { exists: !spec.exists.0.is_empty(), eventually: spec.eventually.as_deref() }
    }
}

/// With `eventually`, at least so many points must be left from which on a statement holds.
pub(super) const LEAST_LEFT: usize = 3;

/// The verdict on a cell from the judgements at its inner places. `condition` says whether the claim's condition is met.
pub(super) fn aggregate(
    quantifiers: Quantifiers,
    places: &[&Place],
    judgements: Vec<Judgement>,
    condition: Met,
) -> Aggregate {
    let series = series(quantifiers, places);
    let is_eventual = quantifiers.eventually.is_some();
    let ends: Vec<Settled> = series.iter().map(|series| settled(series, &judgements, is_eventual)).collect();
    let chosen = if quantifiers.exists { some_of(&ends, &judgements) } else { all_of(&ends) };
    let Settled { verdict, at, from, warrant } = under(condition, chosen);
    let from = quantifiers.eventually.and_then(|variable| number_in(places[from?], variable));
    let found = judgements.into_iter().nth(at).unwrap_or_else(Judgement::undefined);
    Aggregate { judgement: Judgement { verdict, warrant, ..found }, at, from, condition: condition.holds }
}

/// What is settled along the variable of `eventually`, or at one place without it.
#[derive(Clone, Copy)]
struct Settled {
    verdict: Verdict,
    /// The place that decides.
    at: usize,
    /// The first place from which on the statement holds.
    from: Option<usize>,
    /// The weakest warrant of what decides.
    warrant: Option<Warrant>,
}

/// The places of a cell in groups: along the variable of `eventually`, in its order, or one by one.
pub(super) fn series(quantifiers: Quantifiers, places: &[&Place]) -> Vec<Vec<usize>> {
    match quantifiers.eventually {
        None => (0..places.len()).map(|place| vec![place]).collect(),
        Some(variable) => along(places, variable),
    }
}

/// The places with the same values of all other variables, in the order of this one.
fn along(places: &[&Place], variable: &str) -> Vec<Vec<usize>> {
    let mut groups: indexmap::IndexMap<String, Vec<usize>> = indexmap::IndexMap::new();
    for (index, place) in places.iter().enumerate() {
        let others = place.iter().filter(|(name, _)| *name != variable);
        let mut others: Vec<String> = others.map(|(name, value)| format!("{name}={value:?}")).collect();
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
    let verdict = |place: usize| judgements[place].verdict;
    let good = series.iter().rev().take_while(|place| is_good(verdict(**place))).count();
    let holds_from = (is_eventual && good >= LEAST_LEFT).then(|| series.len() - good);
    let first = holds_from.unwrap_or_else(|| if is_eventual { series.len().saturating_sub(LEAST_LEFT) } else { 0 });
    let deciding = &series[first..];
    let Some(at) = worst_place(deciding, judgements) else {
        return Settled { verdict: Verdict::NotApplicable, at: 0, from: None, warrant: None };
    };
    let warrants = deciding.iter().filter(|place| is_good(verdict(**place)) == is_good(verdict(at)));
    let warrant = warrants.filter_map(|place| judgements[*place].warrant).max();
    let found = verdict(at);
    if found == Verdict::Violated {
        return Settled { verdict: found, at, from: None, warrant: judgements[at].warrant };
    }
    if is_eventual && holds_from.is_none() {
        return Settled { verdict: found.max(Verdict::Undefined), at, from: None, warrant: None };
    }
    Settled { verdict: found, at, from: holds_from.map(|first| series[first]), warrant }
}

/// The place with the worst verdict, among those of the same verdict the one with the least margin.
fn worst_place(series: &[usize], judgements: &[Judgement]) -> Option<usize> {
    let margin = |place: usize| judgements[place].margin.map_or(f64::INFINITY, |margin| margin.value);
    let worse = |a: &usize, b: &usize| {
        judgements[*a].verdict.cmp(&judgements[*b].verdict).then(margin(*b).total_cmp(&margin(*a)))
    };
    series.iter().copied().max_by(worse)
}

fn all_of(ends: &[Settled]) -> Settled {
    let none = Settled { verdict: Verdict::NotApplicable, at: 0, from: None, warrant: None };
    ends.iter().copied().max_by_key(|settled| settled.verdict).unwrap_or(none)
}

/// The one that holds with the greatest margin. If none holds, it is violated if all are.
fn some_of(ends: &[Settled], judgements: &[Judgement]) -> Settled {
    let margin = |end: &Settled| judgements[end.at].margin.map_or(f64::NEG_INFINITY, |margin| margin.value);
    let better =
        |a: &&Settled, b: &&Settled| is_good(a.verdict).cmp(&is_good(b.verdict)).then(margin(a).total_cmp(&margin(b)));
    let Some(best) = ends.iter().max_by(better) else { return all_of(ends) };
    if is_good(best.verdict) {
        return *best;
    }
    let others = ends.iter().map(|end| end.verdict).filter(|verdict| *verdict != Verdict::Violated);
    match others.max() {
        None => Settled { warrant: ends.iter().filter_map(|end| end.warrant).max(), ..*best },
        Some(open) => Settled { verdict: open, warrant: None, ..*best },
    }
}

/// A statement is made only where the condition is met. It is violated only where that is proved.
fn under(condition: Met, found: Settled) -> Settled {
    match (condition.holds, found.verdict) {
        (Some(false), _) => Settled { verdict: Verdict::NotApplicable, warrant: None, ..found },
        (None, Verdict::Violated) => Settled { verdict: Verdict::Unresolved, warrant: None, ..found },
        (Some(true), Verdict::Violated) => Settled { warrant: found.warrant.max(condition.warrant), ..found },
        (Some(true) | None, _) => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::Margin;
    use Verdict::{Holds, NotApplicable, Tight, Undefined, Unresolved, Vacuous, Violated};

    const FOR_ALL: Quantifiers = Quantifiers { exists: false, eventually: None };
    const FOR_SOME: Quantifiers = Quantifiers { exists: true, eventually: None };
    const EVENTUALLY: Quantifiers = Quantifiers { exists: false, eventually: Some("samples") };

    fn judgement(verdict: Verdict, margin: f64) -> Judgement {
        let decided = matches!(verdict, Holds | Tight | Violated);
        Judgement {
            verdict,
            warrant: decided.then_some(Warrant::FiniteSample),
            margin: Some(Margin { value: margin, standard_error: 0.0 }),
            ..Judgement::undefined()
        }
    }

    /// Places with a penalty of 0, 1, … each.
    fn penalties(count: usize) -> Vec<Place> {
        (0..count as i64).map(|penalty| [("penalty".to_owned(), penalty.into())].into_iter().collect()).collect()
    }

    fn found(quantifiers: Quantifiers, places: &[Place], judgements: Vec<Judgement>, condition: Met) -> Aggregate {
        aggregate(quantifiers, &places.iter().collect::<Vec<_>>(), judgements, condition)
    }

    fn for_some(verdicts: &[Verdict]) -> Aggregate {
        let judgements = verdicts.iter().enumerate().map(|(place, verdict)| judgement(*verdict, -(place as f64)));
        found(FOR_SOME, &penalties(verdicts.len()), judgements.collect(), Met::ALWAYS)
    }

    /// One witness among 61 points is enough, wherever it is; without it the claim is violated only if all points are.
    #[test]
    fn one_witness_is_enough() {
        for witness in [0, 37, 60] {
            let mut verdicts = [Violated; 61];
            verdicts[witness] = Holds;
            let some = for_some(&verdicts);
            assert_eq!((some.judgement.verdict, some.at), (Holds, witness));
            verdicts[witness] = Unresolved;
            let open = for_some(&verdicts).judgement;
            assert_eq!((open.verdict, open.warrant), (Unresolved, None));
            verdicts[witness] = Undefined;
            assert_eq!(for_some(&verdicts).judgement.verdict, Undefined);
            verdicts[witness] = Violated;
            let none = for_some(&verdicts).judgement;
            assert_eq!((none.verdict, none.warrant), (Violated, Some(Warrant::FiniteSample)));
        }
        assert_eq!(for_some(&[Tight, Violated]).judgement.verdict, Tight);
    }

    /// Of several witnesses the one with the greatest margin is told, and one that no measurement could refute last of all.
    #[test]
    fn the_clearest_witness_is_told() {
        let of = |judgements: Vec<Judgement>| found(FOR_SOME, &penalties(judgements.len()), judgements, Met::ALWAYS);
        let some = of(vec![judgement(Holds, 0.1), judgement(Holds, 0.3), judgement(Violated, 0.5)]);
        assert_eq!(some.at, 1);
        let vacuous = Judgement { margin: None, ..judgement(Vacuous, 0.0) };
        assert_eq!(of(vec![vacuous, judgement(Holds, 0.1)]).at, 1);
        let nearest = of(vec![judgement(Violated, -0.5), judgement(Violated, -0.1), judgement(Violated, -0.2)]);
        assert_eq!(nearest.at, 1);
    }

    /// What all points refute has the weakest warrant of all.
    #[test]
    fn a_verdict_on_all_points_has_the_weakest_warrant() {
        let weak = Judgement { warrant: Some(Warrant::Asymptotic), ..judgement(Violated, -0.5) };
        let all = found(FOR_SOME, &penalties(2), vec![weak, judgement(Violated, -0.1)], Met::ALWAYS);
        assert_eq!((all.at, all.judgement.warrant), (1, Some(Warrant::Asymptotic)));
        let weak = Judgement { warrant: Some(Warrant::Model), ..judgement(Holds, 0.5) };
        let series = vec![judgement(Holds, 0.1), weak, judgement(Holds, 0.2)];
        let eventual = found(EVENTUALLY, &sizes(3), series, Met::ALWAYS);
        assert_eq!((eventual.judgement.verdict, eventual.judgement.warrant), (Holds, Some(Warrant::Model)));
    }

    /// Places with samples of 1, 2, 4, …, in another order than that of the sweep.
    fn sizes(count: usize) -> Vec<Place> {
        (0..count).map(|power| [("samples".to_owned(), (1i64 << power).into())].into_iter().collect()).collect()
    }

    fn eventually(verdicts: &[Verdict]) -> (Verdict, Option<f64>) {
        let judgements = verdicts.iter().map(|verdict| judgement(*verdict, 0.0)).collect();
        let some = found(EVENTUALLY, &sizes(verdicts.len()), judgements, Met::ALWAYS);
        (some.judgement.verdict, some.from)
    }

    #[test]
    fn eventually_is_from_some_point_on_with_three_points_left() {
        assert_eq!(eventually(&[Violated, Holds, Tight, Holds]), (Tight, Some(2.0)));
        assert_eq!(eventually(&[Holds, Violated, Unresolved, Holds, Holds, Holds]), (Holds, Some(8.0)));
        assert_eq!(eventually(&[Holds, Holds, Holds]), (Holds, Some(1.0)));
        // Two points at the end are too few, but nothing refutes the claim.
        assert_eq!(eventually(&[Holds, Holds, Unresolved, Holds, Holds]), (Unresolved, None));
        assert_eq!(eventually(&[Holds, Holds]), (Undefined, None));
        assert_eq!(eventually(&[Holds, Holds, Violated, Holds, Holds]), (Violated, None));
        assert_eq!(eventually(&[Holds, Holds, Holds, Violated, Unresolved]), (Violated, None));
        assert_eq!(eventually(&[Violated, Unresolved, Holds, Holds, Undefined]), (Undefined, None));
    }

    /// The order of the places is that of the sweep; that of `eventually` is that of its variable.
    #[test]
    fn the_order_is_that_of_the_variable() {
        let mut places = sizes(4);
        places.reverse();
        let judgements = [Holds, Holds, Holds, Violated].map(|verdict| judgement(verdict, 0.0)).to_vec();
        let some = found(EVENTUALLY, &places, judgements, Met::ALWAYS);
        assert_eq!((some.judgement.verdict, some.from), (Holds, Some(2.0)));
    }

    /// A witness may not differ along the variable of `eventually`.
    #[test]
    fn a_witness_is_one_along_the_variable_of_eventually() {
        let both = Quantifiers { exists: true, eventually: Some("samples") };
        let place = |penalty: i64, samples: i64| -> Place {
            [("penalty".to_owned(), penalty.into()), ("samples".to_owned(), samples.into())].into_iter().collect()
        };
        let places: Vec<Place> =
            [0, 1].iter().flat_map(|penalty| [1, 2, 4].map(|samples| place(*penalty, samples))).collect();
        let of = |verdicts: [Verdict; 6]| {
            found(both, &places, verdicts.map(|verdict| judgement(verdict, 0.0)).to_vec(), Met::ALWAYS)
        };
        // At each size some penalty holds, but no penalty holds at all sizes.
        assert_eq!(of([Holds, Violated, Holds, Violated, Holds, Violated]).judgement.verdict, Violated);
        let some = of([Holds, Violated, Holds, Holds, Holds, Holds]);
        assert_eq!((some.judgement.verdict, some.from), (Holds, Some(1.0)));
        assert_eq!(some.at / 3, 1, "the witness is the second penalty");
    }

    /// A condition that is not known keeps a claim from being violated; one that is false from being anything.
    #[test]
    fn a_claim_is_violated_only_where_its_condition_is_proved() {
        let of = |verdict, holds| {
            let condition = Met { holds, warrant: Some(Warrant::Asymptotic) };
            let some = found(FOR_ALL, &penalties(1), vec![judgement(verdict, 0.0)], condition);
            (some.judgement.verdict, some.judgement.warrant)
        };
        assert_eq!(of(Violated, Some(true)), (Violated, Some(Warrant::Asymptotic)));
        assert_eq!(of(Violated, None), (Unresolved, None));
        assert_eq!(of(Violated, Some(false)), (NotApplicable, None));
        assert_eq!(of(Unresolved, Some(false)), (NotApplicable, None));
        assert_eq!(of(Holds, None), (Holds, Some(Warrant::FiniteSample)));
        assert_eq!(of(Holds, Some(true)), (Holds, Some(Warrant::FiniteSample)));
    }
}
