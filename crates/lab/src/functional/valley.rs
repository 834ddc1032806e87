//! `valley`: along a variable a number falls up to some point, and rises after it.

use super::descriptor::Predicate;
use super::steps::differences;
use super::turning::turning;

/// The number falls up to some point, and rises after it. A number that only falls or only rises counts too, and so do equal values.
pub(super) static VALLEY: Predicate = Predicate {
    name: "valley",
    meaning: "along a variable the number falls up to some point, and rises after it",
    example: "valley(naive.mse over penalty)",
    contrasts: |at| differences(at.len(), 1.0),
    judged: turning,
};
