//! How the two sides of a claim compare.

use weak_to_strong::evidence::Interval;

/// How the measured value compares with the expected value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// measured ≥ expected.
    AtLeast,
    /// measured ≤ expected.
    AtMost,
    /// measured = expected, within the resolution.
    Equal,
}

impl Comparison {
    /// All comparisons.
    pub const ALL: [Self; 3] = [Self::AtLeast, Self::AtMost, Self::Equal];

    /// The mathematical sign of the comparison.
    pub fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => "≥",
            Self::AtMost => "≤",
            Self::Equal => "=",
        }
    }

    /// The range in which the measured value lies if the comparison is true. `resolution` is absolute.
    pub(crate) fn range(self, expected: f64, resolution: f64) -> Interval {
        match self {
            Self::AtLeast => Interval { lower: expected, upper: f64::INFINITY },
            Self::AtMost => Interval { lower: f64::NEG_INFINITY, upper: expected },
            Self::Equal => Interval { lower: expected - resolution, upper: expected + resolution },
        }
    }
}
