//! Numbers that need no simulation.

use super::{Draw, Experiment, Made};
use crate::inference::{Estimator, Inference};

/// An experiment for a number that needs no simulation.
struct Known(f64);

impl Made {
    /// A number that is known. It may be ∞.
    pub(super) fn exact(value: f64) -> Self {
        Self::new(Known(value), Inference::of([Estimator::Exact(value)]))
    }
}

impl Experiment for Known {
    fn width(&self) -> usize {
        1
    }

    fn sampler(&self) -> &'static str {
        "none"
    }

    /// Observations are finite, so an infinite number is observed as 0. The estimate does not depend on them.
    fn start(&self) -> Draw<'_> {
        Draw::new(|_, observation| {
            observation[0] = if self.0.is_finite() { self.0 } else { 0.0 };
            Ok(())
        })
    }
}
