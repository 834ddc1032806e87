//! Verdicts on statements at one place.

use super::compare::{compared, own};
use super::doubt::Doubt;
use super::enclosed::KnownPoints;
use super::judgement::{Difference, Judgement, Margin, Number};
use super::measurements::{Measurements, atoms_of};
use super::node::{AtomId, Node};
use super::planned::{Planned, PlannedCondition, PlannedShape};
use super::resolution::Resolution;
use crate::sentence::Relation;
use crate::verdict::Verdict;
use weak_to_strong::evidence::{Enclosure, Interval, LEAST_REPLICATES, Warrant};
use weak_to_strong::numeric::Estimate;

/// The least effective sample size of an estimate by importance sampling that is judged.
pub const LEAST_EFFECTIVE_SIZE: f64 = 100.0;

/// What is found about a statement.
pub fn judged(planned: &Planned, resolution: Resolution, measured: &Measurements) -> Judgement {
    let found = match planned {
        Planned::Compare(sides) => compared(sides, resolution, measured),
        Planned::Own(relation, left, right) => own(relation, left, right, measured),
        Planned::Shape(shape) => of_shape(shape, resolution, measured),
        Planned::NoValue(_) => Judgement::undefined(),
    };
    if matches!(found.verdict, Verdict::Vacuous | Verdict::Undefined) {
        return found;
    }
    let of_fits = planned.nodes().into_iter().find_map(|node| measured.doubt_of_fits(node));
    match of_fits.or_else(|| few_effective(planned, measured)) {
        Some(doubt) => found.doubted(doubt),
        None => found,
    }
}

fn few_effective(planned: &Planned, measured: &Measurements) -> Option<Doubt> {
    let atoms: Vec<AtomId> = planned.nodes().into_iter().flat_map(atoms_of).collect();
    let importances = measured.importances(&atoms);
    let is_few = importances.iter().any(|importance| importance.effective_sample_size < LEAST_EFFECTIVE_SIZE);
    is_few.then_some(Doubt::FewEffective)
}

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Met {
    /// Whether it does; `None` if that is not known yet.
    pub holds: Option<bool>,
    /// The weakest warrant of the numbers in it; `None` if all of them are computed.
    pub warrant: Option<Warrant>,
}

impl Met {
    /// There is no condition.
    pub const ALWAYS: Self = Self { holds: Some(true), warrant: None };
}

/// Whether a condition holds, by what has been measured. A doubtful fit decides nothing.
pub fn met(condition: &PlannedCondition, measured: &Measurements) -> Met {
    let holds = condition.truth(&|relation, difference| {
        if measured.doubt_of_fits(difference).is_some() {
            return None;
        }
        let Interval { lower, upper } = measured.enclosed(difference)?.trusted();
        match relation {
            Relation::AtLeast | Relation::Above => decided(lower >= 0.0, upper < 0.0),
            Relation::AtMost | Relation::Below => decided(upper <= 0.0, lower > 0.0),
            Relation::Equal => decided(lower == 0.0 && upper == 0.0, lower > 0.0 || upper < 0.0),
        }
    });
    let numbers = condition.nodes().into_iter().filter_map(|node| measured.enclosed(node));
    Met { holds, warrant: numbers.map(|number| number.warrant()).max() }
}

fn decided(holds: bool, fails: bool) -> Option<bool> {
    if holds { Some(true) } else { fails.then_some(false) }
}

/// A number with its interval.
pub fn number(node: &Node, measured: &Measurements) -> Number {
    match node {
        Node::Known(value) => Number::computed(*value),
        Node::NoValue(_) => Number::none(),
        Node::Linear(_)
        | Node::Ratio(..)
        | Node::Arithmetic(..)
        | Node::Apply(..)
        | Node::Found(_)
        | Node::Fitted(_) => {
            Number { estimate: measured.estimate(node), enclosure: measured.enclosed(node), is_computed: false }
        }
    }
}

/// What is doubtful about the ends of an interval.
pub(super) fn doubt_of_ends(number: &Number, replicates: u64) -> Option<Doubt> {
    let Enclosure { lower, upper } = number.enclosure?;
    let tail = lower.doubt.or(upper.doubt).map(Doubt::from);
    let few = [lower, upper].iter().any(|end| end.warrant >= Warrant::Asymptotic && end.at.is_infinite());
    (few && replicates < LEAST_REPLICATES).then_some(Doubt::FewReplicates).or(tail)
}

fn of_shape(shape: &PlannedShape, resolution: Resolution, measured: &Measurements) -> Judgement {
    let PlannedShape { predicate, at, values, contrasts, .. } = shape;
    let Some(known) = KnownPoints::of(at, values, contrasts, measured) else { return Judgement::undefined() };
    let ruling = (predicate.judged)(&known.points(), resolution.relative, resolution.absolute);
    let contrasts: Vec<Number> = contrasts.iter().map(|node| number(node, measured)).collect();
    // A violation is shown by a contrast that is proved to have the wrong sign; else the one with the least certain sign says how far the verdict is.
    let proved = contrasts.iter().filter(|one| one.interval().upper < 0.0);
    let worst =
        proved.max_by(|a, b| certainty(a).total_cmp(&certainty(b))).filter(|_| ruling.verdict == Verdict::Violated);
    let nearest = worst.or_else(|| contrasts.iter().min_by(|a, b| certainty(a).total_cmp(&certainty(b))));
    let nearest = nearest.copied().unwrap_or(Number::none());
    let fewest = measured.fewest_replicates(&values.iter().flat_map(atoms_of).collect::<Vec<_>>());
    let unresolved = ruling.verdict == Verdict::Unresolved;
    Judgement {
        verdict: ruling.verdict,
        warrant: ruling.warrant,
        doubt: doubt_of_ends(&nearest, fewest).filter(|_| unresolved),
        left: nearest,
        right: Number::computed(0.0),
        difference: Difference { value: nearest.estimate.mean, interval: nearest.interval() },
        slack: None,
        margin: margin_of_shape(ruling.margin, &nearest.estimate),
        replicates_needed: None,
        places: ruling.places,
        sign_changes: None,
        fit: None,
    }
}

/// How many standard errors a number lies from 0.
fn certainty(number: &Number) -> f64 {
    number.estimate.mean.abs() / number.estimate.standard_error
}

fn margin_of_shape(value: f64, nearest: &Estimate) -> Option<Margin> {
    let standard_error = if nearest.mean == 0.0 { 0.0 } else { (value / nearest.mean).abs() * nearest.standard_error };
    (value.is_finite() && standard_error.is_finite()).then_some(Margin { value, standard_error })
}

impl Judgement {
    /// A statement without a value.
    pub fn undefined() -> Self {
        let anything = Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY };
        Self {
            verdict: Verdict::Undefined,
            warrant: None,
            doubt: None,
            left: Number::none(),
            right: Number::none(),
            difference: Difference { value: f64::NAN, interval: anything },
            slack: None,
            margin: None,
            replicates_needed: None,
            places: Vec::new(),
            sign_changes: None,
            fit: None,
        }
    }

    fn doubted(self, doubt: Doubt) -> Self {
        let (slack, replicates_needed) = (None, None);
        Self { verdict: Verdict::Unresolved, warrant: None, doubt: Some(doubt), slack, replicates_needed, ..self }
    }
}
