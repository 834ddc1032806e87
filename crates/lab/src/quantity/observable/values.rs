//! What is known of the law of a number beforehand.

use crate::inference::Range;

/// What is known of the law of a number that one sample gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Values {
    /// What is proved of its values.
    pub range: Range,
    /// The mean of its q-th power is known to be infinite for all q from this on; ∞ if this is not known of any q.
    pub no_moment_from: f64,
}

impl Values {
    /// Those of a number of which this is proved.
    pub const fn ranging(range: Range) -> Self {
        Self { range, no_moment_from: f64::INFINITY }
    }

    /// Those of a number in [0, 1].
    pub const UNIT: Self = Self::ranging(Range::UNIT);

    /// Those of a squared error, which is not negative.
    pub const SQUARE: Self = Self::ranging(Range::at_least(0.0));

    /// The same, with no moment from `power` on.
    pub fn without_moments_from(self, power: f64) -> Self {
        Self { no_moment_from: self.no_moment_from.min(power), ..self }
    }

    /// Whether it is known to have no variance.
    pub fn lacks_variance(&self) -> bool {
        self.no_moment_from <= 2.0
    }

    /// Whether its square is known to have no variance.
    pub fn lacks_fourth_moment(&self) -> bool {
        self.no_moment_from <= 4.0
    }
}

/// The power from which on the squared error of least squares has no mean, for `count` labels with noise on prompts in `dim` dimensions that have a density.
///
/// It is of the order of 1/λ, λ the least eigenvalue of the Gram matrix that is not always 0. Near 0 the distribution function of λ is of the order of
/// λ^((|n − d| + 1)/2) for normal prompts.
pub(super) fn least_squares_power(count: f64, dim: usize) -> f64 {
    0.5 * ((count - dim as f64).abs() + 1.0)
}
