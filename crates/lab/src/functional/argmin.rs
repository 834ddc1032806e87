//! `argmin`: where along a variable the least value lies.

use super::descriptor::{Functional, Kind};
use super::place::Place;
use super::unbeaten::{contrasts, place_of_least};

/// The place of the least value: from the first to the last point that no other point provably beats.
pub(super) static ARGMIN: Functional = Functional {
    name: "argmin",
    meaning: "where along a variable the least value lies",
    example: "argmin(naive.mse over penalty) == 0.1",
    noun: "place of the least value",
    relative_resolution: 0.0,
    absolute_resolution: 0.0,
    place: Some(Place::Point),
    parameters: &[],
    kind: Kind::OfPoints { contrasts, found: |points| place_of_least(points, 1.0) },
};
