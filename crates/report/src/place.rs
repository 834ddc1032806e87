//! Where a place lies that a claim is about, in words.

use weak_to_strong::evidence::Interval;
use weak_to_strong_lab::functional::Place;

use super::significant;

/// The interval of a place in words: `from 1 to 4`, `between 16 and 32`.
pub(super) fn place_text(place: Place, interval: Interval) -> String {
    place_in(place, interval, &short)
}

/// The same, with numbers written so.
pub(super) fn place_in(place: Place, Interval { lower, upper }: Interval, written: &dyn Fn(f64) -> String) -> String {
    let (from, to) = (written(lower), written(upper));
    match (place, lower.is_finite(), upper.is_finite()) {
        (_, false, false) => "anywhere".to_owned(),
        (Place::Point, ..) if lower == upper => format!("at {from}"),
        (Place::Point, ..) => format!("from {from} to {to}"),
        (Place::Crossing, true, true) => format!("between {from} and {to}"),
        (Place::Crossing, true, false) => format!("above {from}"),
        (Place::Crossing, false, true) => format!("at or below {to}"),
    }
}

/// Places along a variable: `4, 16, 64`.
pub(super) fn places_text(places: &[f64]) -> String {
    places.iter().map(|place| short(*place)).collect::<Vec<_>>().join(", ")
}

/// A value of a variable with all its digits, if these are few.
fn short(value: f64) -> String {
    let all = value.to_string();
    if all.len() <= 7 { all } else { significant(value, 5) }
}

/// How often a sign changes along a variable, in words.
pub(super) fn changes_text(changes: usize) -> String {
    match changes {
        0 => "the sign never changes".to_owned(),
        1 => "the sign changes once".to_owned(),
        _ => format!("the sign changes {changes} times"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_with_its_ends() {
        let text = |place, lower, upper| place_text(place, Interval { lower, upper });
        assert_eq!(text(Place::Point, 1.0, 4.0), "from 1 to 4");
        assert_eq!(text(Place::Point, 0.1, 0.1), "at 0.1");
        assert_eq!(text(Place::Crossing, 16.0, 32.0), "between 16 and 32");
        assert_eq!(text(Place::Crossing, f64::NEG_INFINITY, 4.0), "at or below 4");
        assert_eq!(text(Place::Crossing, 4.0, f64::INFINITY), "above 4");
        assert_eq!(places_text(&[4.0, 1.0 / 3.0]), "4, 0.33333");
    }
}
