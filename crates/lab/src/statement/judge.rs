//! Verdicts on statements at one place.

use super::compare::{compared, own};
use super::doubt::Doubt;
use super::enclosed::KnownPoints;
use super::judgement::{Difference, Judgement, Margin, Number};
use super::measurements::{Measurements, atoms_of};
use super::node::AtomId;
use super::numbers::{doubt_of_ends, number};
use super::planned::{Planned, PlannedShape};
use super::planned_condition::PlannedCondition;
use super::resolution::Resolution;
use crate::functional::Share;
use crate::sentence::Relation;
use crate::verdict::Verdict;
use weak_to_strong::evidence::{Interval, Warrant};

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
        margin: margin_of_shape(&ruling.margin, &contrasts),
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

/// The margin is as precise as the contrast of which it is a share.
fn margin_of_shape(share: &Share, contrasts: &[Number]) -> Option<Margin> {
    let standard_error = share.contrast.map_or(0.0, |place| match contrasts[place].estimate.standard_error {
        0.0 => 0.0,
        error => error / share.size,
    });
    (share.value.is_finite() && standard_error.is_finite()).then_some(Margin { value: share.value, standard_error })
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
