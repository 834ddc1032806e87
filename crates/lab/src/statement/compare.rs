//! Verdicts on two sides that are compared.

use super::compared::{Cleared, Compared};
use super::doubt::Doubt;
use super::enclosed::sign_changes;
use super::judgement::{Difference, Judgement, Margin, Number, Slack};
use super::margin::margin;
use super::measurements::{Measurements, atoms_of};
use super::node::Node;
use super::numbers::{doubt_of_ends, number};
use super::resolution::Resolution;
use crate::comparison::Comparison;
use crate::functional::place_verdict;
use crate::own_relation::OwnRelation;
use crate::verdict::Verdict;
use weak_to_strong::evidence::{Enclosure, Interval, Warrant};

/// What is proved of left − right, each with the warrant of the ends that prove it. r is the resolution.
#[derive(Clone, Copy, Debug, Default)]
struct Proved {
    /// left ≥ right
    at_least: Option<Warrant>,
    /// left < right
    below: Option<Warrant>,
    /// left ≤ right
    at_most: Option<Warrant>,
    /// left > right
    above: Option<Warrant>,
    /// left − right ≥ −r
    not_far_below: Option<Warrant>,
    /// left − right ≤ r
    not_far_above: Option<Warrant>,
    /// left − right < −r
    far_below: Option<Warrant>,
    /// left − right > r
    far_above: Option<Warrant>,
}

/// What is found about two sides that are compared.
pub(super) fn compared(sides: &Compared, resolution: Resolution, measured: &Measurements) -> Judgement {
    let (left, right) = (number(&sides.left, measured), number(&sides.right, measured));
    if sides.is_vacuous {
        let difference = difference(sides, &left, &right, measured);
        return Judgement { verdict: Verdict::Vacuous, left, right, difference, ..Judgement::undefined() };
    }
    let r = resolution.at(right.estimate.mean);
    let margin = margin(sides, &left, &right, r, measured);
    let Some(proved) = proved(sides, resolution, measured) else {
        return Judgement { left, right, margin, ..Judgement::undefined() };
    };
    let (mut verdict, mut warrant) = decided(sides.comparison, &proved);
    if let (Node::Found(curve), Some(expected), Some(enclosure)) = (&sides.left, sides.right.as_known(), left.enclosure)
        && let Some(place) = curve.functional.place
    {
        verdict = place_verdict(place, sides.comparison, &enclosure, expected, &curve.at);
        warrant = matches!(verdict, Verdict::Holds | Verdict::Violated).then(|| enclosure.warrant());
    }
    let fit = match &sides.left {
        Node::Fitted(curve) => measured.fit(curve),
        Node::Known(_)
        | Node::NoValue(_)
        | Node::Linear(_)
        | Node::Ratio(..)
        | Node::Arithmetic(..)
        | Node::Apply(..)
        | Node::Found(_) => None,
    };
    let unresolved = verdict == Verdict::Unresolved;
    let is_place = matches!(&sides.left, Node::Found(curve) if curve.functional.is_place());
    let fewest = measured.fewest_replicates(&[atoms_of(&sides.left), atoms_of(&sides.right)].concat());
    let of_ends = || [&left, &right].into_iter().find_map(|number| doubt_of_ends(number, fewest));
    let coarse = || is_coarse(sides, &left).then_some(Doubt::CoarseGrid);
    let doubt = if unresolved { of_ends().or_else(coarse) } else { None };
    let difference = difference(sides, &left, &right, measured);
    Judgement {
        verdict,
        warrant,
        doubt,
        left,
        right,
        difference,
        slack: slack(&left, &right).filter(|_| doubt.is_none()),
        margin,
        replicates_needed: (unresolved && doubt.is_none() && !is_place)
            .then(|| needed(sides.comparison, &difference, r, fewest)),
        places: Vec::new(),
        sign_changes: sign_changes(&sides.left, measured),
        fit: fit.and_then(|fit| fit.quality.clone()),
    }
}

/// Whether a place is known to a step of the grid, so that only more values of the variable would tell more.
fn is_coarse(sides: &Compared, left: &Number) -> bool {
    let (Node::Found(curve), Some(enclosure)) = (&sides.left, left.enclosure) else { return false };
    let Interval { lower, upper } = enclosure.interval();
    curve.functional.is_place() && curve.at.iter().filter(|at| **at > lower && **at < upper).count() == 0
}

fn decided(comparison: Comparison, proved: &Proved) -> (Verdict, Option<Warrant>) {
    let close = both(proved.not_far_below, proved.not_far_above);
    let (holds, violated, tight) = match comparison {
        Comparison::AtLeast => (proved.at_least, proved.below, close),
        Comparison::AtMost => (proved.at_most, proved.above, close),
        Comparison::Equal => (close, proved.far_below.or(proved.far_above), None),
    };
    let verdict = |warrant: Option<Warrant>, verdict| warrant.map(|warrant| (verdict, Some(warrant)));
    verdict(holds, Verdict::Holds)
        .or(verdict(violated, Verdict::Violated))
        .or(verdict(tight, Verdict::Tight))
        .unwrap_or((Verdict::Unresolved, None))
}

fn both(one: Option<Warrant>, other: Option<Warrant>) -> Option<Warrant> {
    Some(one?.max(other?))
}

/// Whether a number is proved to be ≥ t, > t, ≤ t or < t, with the warrant of the end.
#[derive(Clone, Copy)]
struct Ends(Enclosure);

impl Ends {
    fn at_least(self, t: f64) -> Option<Warrant> {
        (self.0.trusted().lower >= t).then_some(self.0.lower.warrant)
    }

    fn above(self, t: f64) -> Option<Warrant> {
        (self.0.trusted().lower > t).then_some(self.0.lower.warrant)
    }

    fn at_most(self, t: f64) -> Option<Warrant> {
        (self.0.trusted().upper <= t).then_some(self.0.upper.warrant)
    }

    fn below(self, t: f64) -> Option<Warrant> {
        (self.0.trusted().upper < t).then_some(self.0.upper.warrant)
    }
}

fn proved(sides: &Compared, resolution: Resolution, measured: &Measurements) -> Option<Proved> {
    if let Some(cleared) = &sides.cleared {
        return proved_of_ratio(cleared, measured);
    }
    if let Some(infinite) = sides.right.as_known().filter(|right| right.is_infinite()) {
        let left = measured.enclosed(&sides.left)?;
        if (left.lower.at, left.upper.at) == (infinite, infinite) {
            // An infinite number has no difference from the same infinity.
            return Some(of_difference(Ends(super::exactly::exactly(0.0)), 0.0));
        }
    }
    let difference = Ends(measured.enclosed(&sides.difference)?);
    if let Some(right) = sides.right.as_known() {
        return Some(of_difference(difference, resolution.at(right)));
    }
    let mut proved = of_difference(difference, resolution.absolute);
    let right = Ends(measured.enclosed(&sides.right)?);
    let Some([more, less]) = &sides.beyond else { return Some(proved) };
    let (more, less) = (Ends(measured.enclosed(more)?), Ends(measured.enclosed(less)?));
    let (positive, negative) = (right.at_least(0.0), right.at_most(0.0));
    // With right ≥ 0 the resolution is ρ·right: left ≤ (1 + ρ)·right and left ≥ (1 − ρ)·right; with right ≤ 0 the factors are exchanged.
    let by = |sign: Option<Warrant>, end: Option<Warrant>| both(sign, end);
    let above = by(positive, more.at_most(0.0)).or(by(negative, less.at_most(0.0)));
    let below = by(positive, less.at_least(0.0)).or(by(negative, more.at_least(0.0)));
    proved.not_far_above = proved.not_far_above.or(above);
    proved.not_far_below = proved.not_far_below.or(below);
    // Beyond the resolution is beyond both of its parts.
    let beyond_above = by(positive, more.above(0.0)).or(by(negative, less.above(0.0)));
    let beyond_below = by(positive, less.below(0.0)).or(by(negative, more.below(0.0)));
    // Whatever its sign, the right side is no larger than its ends.
    let Interval { lower, upper } = right.0.trusted();
    let most = resolution.at(lower.abs().max(upper.abs()));
    let weakest = Some(right.0.warrant());
    proved.far_above = both(proved.far_above, beyond_above).or(by(weakest, difference.above(most)));
    proved.far_below = both(proved.far_below, beyond_below).or(by(weakest, difference.below(-most)));
    Some(proved)
}

fn of_difference(difference: Ends, r: f64) -> Proved {
    Proved {
        at_least: difference.at_least(0.0),
        below: difference.below(0.0),
        at_most: difference.at_most(0.0),
        above: difference.above(0.0),
        not_far_below: difference.at_least(-r),
        not_far_above: difference.at_most(r),
        far_below: difference.below(-r),
        far_above: difference.above(r),
    }
}

/// A/B − c has the sign of A − c·B if B is positive, and the opposite sign if B is negative. Returns `None` if the sign of B is not proved.
fn proved_of_ratio(cleared: &Cleared, measured: &Measurements) -> Option<Proved> {
    let denominator = Ends(measured.enclosed(&cleared.denominator)?);
    let (sign, warrant) = match (denominator.above(0.0), denominator.below(0.0)) {
        (Some(warrant), _) => (1.0, warrant),
        (_, Some(warrant)) => (-1.0, warrant),
        (None, None) => return None,
    };
    let mut signed = Vec::new();
    for difference in &cleared.differences {
        signed.push(Ends(measured.enclosed(difference)?.scaled(sign)?));
    }
    let [at, above, below] = signed.as_slice() else { return None };
    let with = |end: Option<Warrant>| both(Some(warrant), end);
    Some(Proved {
        at_least: with(at.at_least(0.0)),
        below: with(at.below(0.0)),
        at_most: with(at.at_most(0.0)),
        above: with(at.above(0.0)),
        not_far_below: with(below.at_least(0.0)),
        not_far_above: with(above.at_most(0.0)),
        far_below: with(below.below(0.0)),
        far_above: with(above.above(0.0)),
    })
}

fn difference(sides: &Compared, left: &Number, right: &Number, measured: &Measurements) -> Difference {
    let value = left.estimate.mean - right.estimate.mean;
    let anything = Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY };
    let interval = measured.enclosed(&sides.difference).map_or(anything, |enclosure| enclosure.interval());
    Difference { value, interval }
}

fn slack(left: &Number, right: &Number) -> Option<Slack> {
    let (above, below) = (left.enclosure?, right.enclosure?);
    let positive = |enclosure: &Enclosure| enclosure.trusted().lower > 0.0;
    if !positive(&above) || !positive(&below) {
        return None;
    }
    let interval = above.over(&below)?.interval();
    Some(Slack { value: left.estimate.mean / right.estimate.mean, interval })
}

/// How many replicates would decide, if the estimates stay where they are: the interval must leave 0, or fit into the resolution.
fn needed(comparison: Comparison, difference: &Difference, r: f64, replicates: u64) -> u64 {
    let radius = 0.5 * (difference.interval.upper - difference.interval.lower);
    let off = difference.value.abs();
    let enough = match comparison {
        Comparison::AtLeast | Comparison::AtMost => off.max(r - off),
        Comparison::Equal => (off - r).abs().max(0.01 * r),
    };
    let factor = (radius / enough).powi(2);
    // Saturates where nothing is enough.
    (replicates as f64 * factor.max(1.0)).ceil() as u64
}

/// What is found about two sides in a relation of a user's own. The right side is computed.
pub(super) fn own(relation: &OwnRelation, left: &Node, right: &Node, measured: &Measurements) -> Judgement {
    let (left, right) = (number(left, measured), number(right, measured));
    let Some(enclosure) = left.enclosure else { return Judgement { left, right, ..Judgement::undefined() } };
    let expected = right.estimate.mean;
    let range = (relation.range)(expected);
    let ends = Ends(enclosure);
    let faced = |end: f64, warrant: Option<Warrant>| {
        if end.is_finite() { warrant } else { Some(Warrant::Exact) }
    };
    let inside = both(faced(range.lower, ends.at_least(range.lower)), faced(range.upper, ends.at_most(range.upper)));
    let outside = ends.below(range.lower).or(ends.above(range.upper));
    let (verdict, warrant) = match (inside, outside) {
        (Some(warrant), _) => (Verdict::Holds, Some(warrant)),
        (None, Some(warrant)) => (Verdict::Violated, Some(warrant)),
        (None, None) => (Verdict::Unresolved, None),
    };
    let replicates = left.estimate.replicates;
    let mean = left.estimate.mean;
    let value = (mean - range.lower).min(range.upper - mean);
    let shifted = |end: f64| end - expected;
    let Interval { lower, upper } = enclosure.interval();
    Judgement {
        verdict,
        warrant,
        doubt: doubt_of_ends(&left, replicates).filter(|_| verdict == Verdict::Unresolved),
        left,
        right,
        difference: Difference {
            value: mean - expected,
            interval: Interval { lower: shifted(lower), upper: shifted(upper) },
        },
        margin: Margin::of(value, left.estimate.standard_error, mean, expected),
        ..Judgement::undefined()
    }
}
