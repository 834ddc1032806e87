//! Squared errors of estimators some of which choose the best penalty for a share of the samples.

use super::biases::Bounds;
use super::{Draw, Experiment, ReplicatesOfBlock};

/// Observes (1 − share)·x + share·y for squared errors x given the prompts, and y of the best penalty of a sample of its own.
pub(super) struct WithOracle {
    /// Observes x, and possibly more.
    pub(super) blind: Box<dyn Experiment>,
    /// Observes y.
    pub(super) oracle: Box<dyn Experiment>,
    /// For each y the coordinate of its x, and the share.
    pub(super) shares: Vec<(usize, f64)>,
    /// The squared error of the source, which is among the estimators of y.
    pub(super) of_source: f64,
}

impl Experiment for WithOracle {
    fn width(&self) -> usize {
        self.blind.width()
    }

    fn sampler(&self) -> &'static str {
        self.blind.sampler()
    }

    fn start(&self) -> Draw<'_> {
        let mut blind = ReplicatesOfBlock::of(&*self.blind);
        let mut oracle = ReplicatesOfBlock::of(&*self.oracle);
        let bounds = Bounds { least: 0.0, greatest: self.of_source };
        Draw::new(move |stream, observation| {
            observation.copy_from_slice(blind.draw_next(stream)?);
            for ((place, share), best) in self.shares.iter().zip(oracle.draw_next(stream)?) {
                observation[*place] = (1.0 - share) * observation[*place] + share * bounds.without_rounding(*best);
            }
            Ok(())
        })
    }
}
