//! Numbers that need no simulation.

use super::{Draw, Experiment};

/// A number that needs no simulation.
pub(super) struct Known(pub(super) f64);

impl Experiment for Known {
    fn width(&self) -> usize {
        1
    }

    fn sampler(&self) -> &'static str {
        "none"
    }

    fn start(&self) -> Draw<'_> {
        Draw::new(|_, observation| {
            observation[0] = self.0;
            Ok(())
        })
    }
}
