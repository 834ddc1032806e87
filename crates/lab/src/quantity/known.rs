//! Numbers that need no simulation.

use super::{Draw, Experiment, Made};
use crate::inference::{Estimator, Inference};

/// An experiment for a number that needs no simulation.
struct Known {
    value: f64,
    width: usize,
}

impl Made {
    /// A number that is known. It may be ∞.
    pub(super) fn exact(value: f64) -> Self {
        Self::exact_along(1, value)
    }

    /// A number that is known and the same at all of `width` settings of a path.
    pub(super) fn exact_along(width: usize, value: f64) -> Self {
        Self::new(Known { value, width }, Inference::of((0..width).map(|_| Estimator::Exact(value))))
    }
}

impl Experiment for Known {
    fn width(&self) -> usize {
        self.width
    }

    fn sampler(&self) -> &'static str {
        "none"
    }

    /// Observations are finite, so an infinite number is observed as 0. The estimate does not depend on them.
    fn start(&self) -> Draw<'_> {
        Draw::new(|_, observation| {
            observation.fill(if self.value.is_finite() { self.value } else { 0.0 });
            Ok(())
        })
    }
}
