//! `max`: the greatest value along a variable.

use super::descriptor::{Functional, Kind};
use super::minimum::least;

/// The greatest value: from the greatest lower end that is not doubted to the greatest upper end.
pub(super) static MAXIMUM: Functional = Functional {
    name: "max",
    meaning: "the greatest value along a variable",
    example: "max(naive.mse over penalty) <= source.mse",
    noun: "greatest value",
    relative_resolution: 0.01,
    absolute_resolution: 0.0,
    place: None,
    parameters: &[],
    kind: Kind::OfPoints { contrasts: |_| Vec::new(), found: |points| least(points, -1.0) },
};
