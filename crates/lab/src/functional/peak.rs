//! `peak`: along a variable a number rises up to some point, and falls after it.

use super::descriptor::Predicate;
use super::steps::differences;
use super::turning::turning;

/// The number rises up to some point, and falls after it. A number that only rises or only falls counts too, and so do equal values.
pub(super) static PEAK: Predicate = Predicate {
    name: "peak",
    meaning: "along a variable the number rises up to some point, and falls after it",
    example: "peak(naive.mse over samples)",
    contrasts: |at| differences(at.len(), -1.0),
    judged: turning,
};
