//! How near a claim is to the edge of what it states: one number for all its cells.

use weak_to_strong::evidence::Interval;
use weak_to_strong_lab::claim::{
    CellOutcome, ClaimOutcome, Comparison, Difference, MostOutcome, Slack, Stating, Verdict,
};

pub(super) use super::number::with_interval;
use super::place::{place_text, places_text};
use super::significant;

/// What tells how near a claim is to the edge of what it states.
pub(super) enum Nearness<'a> {
    /// For how many problems it holds.
    Share(&'a MostOutcome),
    /// Where along a variable something lies, or where a curve turns or does not have its shape, in words.
    Place(String),
    /// left ÷ right, where it binds most.
    Ratio(Slack),
    /// The greatest measured value, if it should be 0.
    Greatest(f64, Interval),
    /// left − right, where it binds most.
    Difference(Difference),
    /// Nothing tells it.
    Nothing,
}

impl<'a> Nearness<'a> {
    /// Of a claim.
    pub(super) fn of(outcome: &'a ClaimOutcome) -> Self {
        if let Some(most) = &outcome.most {
            return Self::Share(most);
        }
        if let Some(words) = place_of(outcome) {
            return Self::Place(words);
        }
        match (outcome.slack, outcome.greatest_above_zero()) {
            (Some(slack), _) => Self::Ratio(slack),
            (None, Some((greatest, interval))) => Self::Greatest(greatest, interval),
            (None, None) => worst_difference(outcome).map_or(Self::Nothing, Self::Difference),
        }
    }

    /// In a column of slacks.
    pub(super) fn in_column(&self) -> String {
        match self {
            Self::Share(most) => {
                let interval = Interval { lower: most.lower, upper: most.upper };
                format!("share {}", with_interval(share(most), &interval))
            }
            Self::Place(words) => words.clone(),
            Self::Ratio(slack) => with_interval(slack.value, &slack.interval),
            Self::Greatest(greatest, interval) => format!("greatest: {}", with_interval(*greatest, interval)),
            Self::Difference(difference) => {
                format!("left − right: {}", with_interval(difference.value, &difference.interval))
            }
            Self::Nothing => "–".to_owned(),
        }
    }
}

/// The share of problems for which a statement holds.
pub(super) fn share(most: &MostOutcome) -> f64 {
    most.held as f64 / most.draws as f64
}

/// For how many problems a statement holds, and what that proves.
pub(super) fn share_text(most: &MostOutcome) -> String {
    let undecided = most.draws.saturating_sub(most.held + most.violated);
    let undecided = if undecided > 0 { format!(", {undecided} undecided") } else { String::new() };
    format!(
        "it holds for {} of {} problems{undecided}, {} violated; the share lies in [{}, {}], stated: more than {}",
        most.held,
        most.draws,
        most.violated,
        significant(most.lower, 4),
        significant(most.upper, 4),
        most.share
    )
}

/// Where something lies, over all cells.
fn place_of(outcome: &ClaimOutcome) -> Option<String> {
    let shape = &outcome.shape;
    if let Stating::Shape(_) = shape.relation {
        return shape_places(outcome);
    }
    let place = shape.functional?.place?;
    let intervals = outcome.cells.iter().map(|cell| cell.measurement.interval);
    let hull = intervals.reduce(|a, b| Interval { lower: a.lower.min(b.lower), upper: a.upper.max(b.upper) })?;
    Some(format!("{} {}", shape.noun(), place_text(place, hull)))
}

/// Where the first curve that is violated does not have its shape; or where curves turn.
fn shape_places(outcome: &ClaimOutcome) -> Option<String> {
    let violated = outcome.cells.iter().find(|cell| cell.verdict == Verdict::Violated);
    if let Some(cell) = violated {
        return shape_of_cell(cell);
    }
    let mut turns: Vec<f64> = outcome.cells.iter().flat_map(|cell| &cell.places).copied().collect();
    turns.sort_by(f64::total_cmp);
    turns.dedup();
    (!turns.is_empty()).then(|| format!("turns at {}", places_text(&turns)))
}

/// Where a curve does not have its shape, or turns; `None` if neither is known.
pub(super) fn shape_of_cell(cell: &CellOutcome) -> Option<String> {
    let verb = if cell.verdict == Verdict::Violated { "fails" } else { "turns" };
    (!cell.places.is_empty()).then(|| format!("{verb} at {}", places_text(&cell.places)))
}

/// left − right where the comparison binds most: the least for ≥, the greatest for ≤, and the furthest from 0 for =. For an inequality the interval is
/// that of the extreme difference over all cells.
pub(super) fn worst_difference(outcome: &ClaimOutcome) -> Option<Difference> {
    if !matches!(outcome.shape.relation, Stating::Compare(_)) {
        return None;
    }
    let judged = outcome.cells.iter().filter(|cell| !matches!(cell.verdict, Verdict::Vacuous | Verdict::NotApplicable));
    let differences = judged.map(|cell| cell.difference).filter(|difference| difference.value.is_finite());
    differences.reduce(match outcome.shape.comparison() {
        Comparison::AtLeast => |a, b| by_end(a, b, f64::min),
        Comparison::AtMost => |a, b| by_end(a, b, f64::max),
        Comparison::Equal => |a: Difference, b: Difference| if b.value.abs() > a.value.abs() { b } else { a },
    })
}

fn by_end(a: Difference, b: Difference, choose: fn(f64, f64) -> f64) -> Difference {
    let lower = choose(a.interval.lower, b.interval.lower);
    let upper = choose(a.interval.upper, b.interval.upper);
    Difference { value: choose(a.value, b.value), interval: Interval { lower, upper } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example_forms::{crossing, exponent, falling, most, two_sides, valley};

    #[test]
    fn each_form_tells_how_near_it_is() {
        let column = |outcome: &ClaimOutcome| Nearness::of(outcome).in_column();
        assert_eq!(column(&most()), "share 0.975 [0.957, 0.999]");
        assert_eq!(column(&crossing()), "crossing between 8 and 48");
        assert_eq!(column(&falling()), "fails at 64, 256");
        assert_eq!(column(&valley()), "turns at 1");
        assert_eq!(column(&exponent()), "left − right: 0.304 [0.284, 0.324]");
        // The greatest difference is that at batch 1.
        assert_eq!(column(&two_sides(&[])), "left − right: 0.389 [0.369, 0.409]");
    }

    #[test]
    fn the_share_is_told_with_its_limits() {
        let text = share_text(most().most.as_ref().expect("a share"));
        assert!(text.starts_with("it holds for 975 of 1000 problems, 19 undecided, 6 violated; "), "{text}");
        assert!(text.ends_with("the share lies in [0.9570, 0.9990], stated: more than 0.95"), "{text}");
    }
}
