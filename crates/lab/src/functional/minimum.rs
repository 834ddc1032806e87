//! `min`: the least value along a variable.

use weak_to_strong::evidence::{Enclosure, Interval, Warrant};

use super::descriptor::{Functional, Kind};
use super::points::{Found, Points};

/// The least value: from the least lower end to the least upper end that is not doubted.
pub(super) static MINIMUM: Functional = Functional {
    name: "min",
    meaning: "the least value along a variable",
    example: "min(naive.mse over penalty) >= segment_bound",
    noun: "least value",
    relative_resolution: 0.01,
    absolute_resolution: 0.0,
    place: None,
    parameters: &[],
    kind: Kind::OfPoints { contrasts: |_| Vec::new(), found: |points| least(points, 1.0) },
};

/// The least value, or the greatest one for the sign −1.
pub(super) fn least(points: &Points, sign: f64) -> Found {
    let enclosure = if sign > 0.0 { Enclosure::least_of(points.values) } else { Enclosure::greatest_of(points.values) };
    let line = Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY };
    let least = points.estimates.iter().map(|estimate| sign * estimate).fold(f64::INFINITY, f64::min);
    Found { enclosure: enclosure.unwrap_or(Enclosure::of(line, Warrant::Exact)), estimate: sign * least, changes: None }
}
