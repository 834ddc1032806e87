//! Intervals of numbers that are computed.

use weak_to_strong::evidence::{Enclosure, Interval, Warrant};

/// The interval of a number that is computed.
pub fn exactly(value: f64) -> Enclosure {
    Enclosure::of(Interval { lower: value, upper: value }, Warrant::Exact)
}
