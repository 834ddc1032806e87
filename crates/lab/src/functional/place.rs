//! How a place on the grid compares with a number.

use weak_to_strong::evidence::{Enclosure, Interval};

use crate::comparison::Comparison;
use crate::verdict::Verdict;

/// A kind of place on the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A point from the lower end to the upper end.
    Point,
    /// Somewhere above the lower end, and not above the upper end.
    Crossing,
}

/// A number this near to a grid point, relative to it, is that point.
const SAME: f64 = 1e-9;

/// The verdict on `place comparison expected`, where `at` holds the grid in increasing order.
///
/// | comparison | holds | violated |
/// | ---------- | ----- | -------- |
/// | ≤ | upper end ≤ expected | lower end > expected; for a crossing ≥ |
/// | ≥ | lower end ≥ expected | upper end < expected |
/// | = | the interval lies within the grid neighbours of the number | it lies beside them |
///
/// A crossing lies above its lower end. So it is violated too if the lower end is the upper neighbour.
pub fn place_verdict(
    place: Place,
    comparison: Comparison,
    enclosure: &Enclosure,
    expected: f64,
    at: &[f64],
) -> Verdict {
    let Interval { lower, upper } = enclosure.trusted();
    let range = place_range(comparison, expected, at);
    let is_above = match place {
        Place::Point => lower > range.upper,
        Place::Crossing => lower >= range.upper,
    };
    if is_above || upper < range.lower {
        Verdict::Violated
    } else if lower >= range.lower && upper <= range.upper {
        Verdict::Holds
    } else {
        Verdict::Unresolved
    }
}

/// The range in which a place lies if the comparison is true: a half-line, or from one grid neighbour of the number to the other.
pub fn place_range(comparison: Comparison, expected: f64, at: &[f64]) -> Interval {
    match comparison {
        Comparison::AtLeast => Interval { lower: expected, upper: f64::INFINITY },
        Comparison::AtMost => Interval { lower: f64::NEG_INFINITY, upper: expected },
        Comparison::Equal => neighbours(expected, at),
    }
}

/// The grid points on both sides of a number that are not the number itself. There is −∞ before the first point and ∞ after the last one.
fn neighbours(number: f64, at: &[f64]) -> Interval {
    let is_same = |point: f64| point == number || (point - number).abs() <= SAME * point.abs();
    let others = || at.iter().copied().filter(|point| !is_same(*point));
    Interval {
        lower: others().rfind(|point| *point < number).unwrap_or(f64::NEG_INFINITY),
        upper: others().find(|point| *point > number).unwrap_or(f64::INFINITY),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weak_to_strong::evidence::Warrant;

    const GRID: [f64; 4] = [1.0, 2.0, 4.0, 8.0];

    fn verdict(place: Place, comparison: Comparison, (lower, upper): (f64, f64), expected: f64) -> Verdict {
        let enclosure = Enclosure::of(Interval { lower, upper }, Warrant::FiniteSample);
        place_verdict(place, comparison, &enclosure, expected, &GRID)
    }

    #[test]
    fn a_place_equals_a_number_between_its_neighbours() {
        let point = |interval, expected| verdict(Place::Point, Comparison::Equal, interval, expected);
        assert_eq!(point((2.0, 2.0), 2.0), Verdict::Holds);
        assert_eq!(point((1.0, 4.0), 2.0 * (1.0 + 1e-15)), Verdict::Holds);
        assert_eq!(point((2.0, 4.0), 3.0), Verdict::Holds);
        assert_eq!(point((1.0, 4.0), 3.0), Verdict::Unresolved);
        assert_eq!(point((8.0, 8.0), 2.0), Verdict::Violated);
        assert_eq!(point((4.0, 8.0), 2.0), Verdict::Unresolved);
        assert_eq!((point((8.0, 8.0), 11.0), point((1.0, 1.0), 0.0)), (Verdict::Holds, Verdict::Holds));
    }

    #[test]
    fn a_crossing_lies_above_its_lower_end() {
        let crossing = |comparison, interval, expected| verdict(Place::Crossing, comparison, interval, expected);
        assert_eq!(crossing(Comparison::AtMost, (2.0, 4.0), 4.0), Verdict::Holds);
        assert_eq!(crossing(Comparison::AtMost, (2.0, 4.0), 2.0), Verdict::Violated);
        assert_eq!(crossing(Comparison::AtMost, (2.0, 4.0), 3.0), Verdict::Unresolved);
        assert_eq!(crossing(Comparison::AtLeast, (2.0, 4.0), 2.0), Verdict::Holds);
        assert_eq!(crossing(Comparison::AtLeast, (2.0, 4.0), 4.5), Verdict::Violated);
        assert_eq!(crossing(Comparison::Equal, (2.0, 4.0), 3.0), Verdict::Holds);
        assert_eq!(crossing(Comparison::Equal, (4.0, 8.0), 2.0), Verdict::Violated);
        // No change on the grid.
        assert_eq!(crossing(Comparison::AtMost, (8.0, f64::INFINITY), 8.0), Verdict::Violated);
        assert_eq!(crossing(Comparison::AtMost, (f64::NEG_INFINITY, 1.0), 1.0), Verdict::Holds);
        // The place of a least value may be its lower end.
        assert_eq!(verdict(Place::Point, Comparison::AtMost, (2.0, 4.0), 2.0), Verdict::Unresolved);
    }
}
