//! `crossing`: where along a variable a number falls below 0 for good.

use weak_to_strong::evidence::{Enclosure, End, Warrant};

use super::descriptor::{Functional, Kind};
use super::place::Place;
use super::points::{Found, Points};

/// Where a number falls below 0 for good: above the last point where it is proved to be positive, and not above the first point from which on it is proved
/// to be negative.
pub(super) static CROSSING: Functional = Functional {
    name: "crossing",
    meaning: "where along a variable a number that begins positive falls below 0 for good",
    example: "crossing(refined.mse - naive.mse over batch) <= refinement_crossover",
    noun: "crossing",
    relative_resolution: 0.0,
    absolute_resolution: 0.0,
    place: Some(Place::Crossing),
    parameters: &[],
    kind: Kind::OfPoints { contrasts: |_| Vec::new(), found: last_change },
};

/// A sign that is proved.
#[derive(Clone, Copy, PartialEq)]
enum Sign {
    Positive,
    Negative,
}

fn sign_of(value: &Enclosure) -> Option<Sign> {
    let trusted = value.trusted();
    if trusted.lower > 0.0 { Some(Sign::Positive) } else { (trusted.upper < 0.0).then_some(Sign::Negative) }
}

fn last_change(points: &Points) -> Found {
    let signs: Vec<Option<Sign>> = points.values.iter().map(sign_of).collect();
    let last_positive = signs.iter().rposition(|sign| *sign == Some(Sign::Positive));
    let negative_from = first_of_the_rest(&signs, |sign| *sign == Some(Sign::Negative));
    let lower = last_positive.map_or(End::new(f64::NEG_INFINITY, Warrant::Exact), |place| {
        End::new(points.at[place], points.values[place].lower.warrant)
    });
    let rest = &points.values[negative_from..];
    let warrant = rest.iter().map(|value| value.upper.warrant).max().unwrap_or(Warrant::Exact);
    let upper = End::new(place_or_infinity(points.at, negative_from), warrant);
    let proved: Vec<Sign> = signs.into_iter().flatten().collect();
    Found {
        enclosure: Enclosure { lower, upper },
        estimate: place_or_infinity(points.at, first_of_the_rest(points.estimates, |estimate| *estimate < 0.0)),
        changes: Some(proved.windows(2).filter(|pair| pair[0] != pair[1]).count()),
    }
}

/// The first place from which on all items are such; their number if the last one is not.
fn first_of_the_rest<T>(items: &[T], is_such: impl Fn(&T) -> bool) -> usize {
    items.iter().rposition(|item| !is_such(item)).map_or(0, |place| place + 1)
}

fn place_or_infinity(at: &[f64], place: usize) -> f64 {
    at.get(place).copied().unwrap_or(f64::INFINITY)
}
