//! `argmax`: where along a variable the greatest value lies.

use super::descriptor::{Functional, Kind};
use super::place::Place;
use super::unbeaten::{contrasts, place_of_least};

/// The place of the greatest value: from the first to the last point that no other point provably beats.
pub(super) static ARGMAX: Functional = Functional {
    name: "argmax",
    meaning: "where along a variable the greatest value lies",
    example: "argmax(naive.mse over samples) == 32",
    noun: "place of the greatest value",
    relative_resolution: 0.0,
    absolute_resolution: 0.0,
    place: Some(Place::Point),
    parameters: &[],
    kind: Kind::OfPoints { contrasts, found: |points| place_of_least(points, -1.0) },
};
