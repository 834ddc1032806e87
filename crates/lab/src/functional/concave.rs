//! `concave`: along a variable a number never lies below a chord between two other points.

use super::bends::{bent, distances_from_chords};
use super::descriptor::Predicate;

/// The number never lies below the chord between its neighbours. A straight line is allowed.
pub(super) static CONCAVE: Predicate = Predicate {
    name: "concave",
    meaning: "along a variable the number never lies below a chord between two other points",
    example: "concave(naive.mse over log(penalty))",
    contrasts: |at| distances_from_chords(at, -1.0),
    judged: bent,
};
