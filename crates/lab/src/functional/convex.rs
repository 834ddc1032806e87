//! `convex`: along a variable a number never lies above a chord between two other points.

use super::bends::{bent, distances_from_chords};
use super::descriptor::Predicate;

/// The number never lies above the chord between its neighbours. A straight line is allowed.
pub(super) static CONVEX: Predicate = Predicate {
    name: "convex",
    meaning: "along a variable the number never lies above a chord between two other points",
    example: "convex(naive.mse over log(penalty))",
    contrasts: |at| distances_from_chords(at, 1.0),
    judged: bent,
};
