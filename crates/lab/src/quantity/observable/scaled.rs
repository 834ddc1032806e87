//! Observations that were divided by a known number.

use crate::quantity::{Draw, Experiment, ReplicatesOfBlock};

/// Multiplies each coordinate of another experiment's observations by a number.
pub(super) struct Scaled {
    pub(super) shares: Box<dyn Experiment>,
    pub(super) factors: Vec<f64>,
}

impl Experiment for Scaled {
    fn width(&self) -> usize {
        self.factors.len()
    }

    fn sampler(&self) -> &'static str {
        self.shares.sampler()
    }

    fn start(&self) -> Draw<'_> {
        let mut shares = ReplicatesOfBlock::of(&*self.shares);
        Draw::new(move |stream, observation| {
            let shares = shares.draw_next(stream)?.iter().zip(&self.factors);
            observation.iter_mut().zip(shares).for_each(|(observed, (share, factor))| *observed = share * factor);
            Ok(())
        })
    }
}
