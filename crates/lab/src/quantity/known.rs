//! Numbers that need no simulation.

use super::{Draw, Experiment, Made};
use crate::inference::{Estimator, Inference};

/// A number that needs no simulation. It may be infinite.
pub(super) struct Known(pub(super) f64);

impl Known {
    /// Makes an experiment that draws nothing, whose estimate is this number without an error.
    pub(super) fn made(self) -> Made {
        let inference = Inference::of([Estimator::Exact(self.0)]);
        Made::new(self, inference)
    }
}

impl Experiment for Known {
    fn width(&self) -> usize {
        1
    }

    fn sampler(&self) -> &'static str {
        "none"
    }

    fn start(&self) -> Draw<'_> {
        Draw::new(|_, observation| {
            observation[0] = if self.0.is_finite() { self.0 } else { 0.0 };
            Ok(())
        })
    }
}
