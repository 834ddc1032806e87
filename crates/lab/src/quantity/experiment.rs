//! An experiment: something that can be replicated independently.

use thiserror::Error;

use crate::inference::Inference;
use weak_to_strong::random::Stream;

/// A quantity with problem and settings fixed.
///
/// One replicate yields a vector, the observation. What is made of the moments of many observations is an [`Inference`].
pub trait Experiment: Send + Sync {
    /// Length of an observation.
    fn width(&self) -> usize;

    /// The name of the sampler behind it: `direct` draws example after example, others equal it in law.
    fn sampler(&self) -> &'static str {
        "direct"
    }

    /// Starts a block of replicates.
    fn start(&self) -> Draw<'_>;
}

/// An experiment, and how one estimate for each of the settings that it was made for follows from its observations.
pub struct Made {
    /// What one replicate does.
    pub experiment: Box<dyn Experiment>,
    /// What is made of the observations.
    pub inference: Inference,
}

impl Made {
    /// An experiment with an inference of its own.
    pub fn new(experiment: impl Experiment + 'static, inference: Inference) -> Self {
        Self { experiment: Box::new(experiment), inference }
    }

    /// An experiment whose coordinates are averaged.
    pub fn of_means(experiment: impl Experiment + 'static) -> Self {
        let inference = Inference::means(experiment.width());
        Self::new(experiment, inference)
    }
}

/// Draws the replicates of one block, several at a time; owns the buffers that it needs.
pub struct Draw<'a> {
    pub(super) group: usize,
    pub(super) draw: DrawGroup<'a>,
}

/// Draws a group of replicates from a stream and writes their observations, one after the other.
type DrawGroup<'a> = Box<dyn FnMut(&mut Stream, &mut [f64]) -> Result<(), Undefined> + 'a>;

impl<'a> Draw<'a> {
    /// Draws one replicate at a time and writes its observation.
    pub fn new(draw: impl FnMut(&mut Stream, &mut [f64]) -> Result<(), Undefined> + 'a) -> Self {
        Self::in_groups(1, draw)
    }

    /// Draws `group` replicates at a time and writes their observations, one after the other.
    ///
    /// Of the last group of a block, as many replicates are taken as the block needs. On an error, the observations before the replicate
    /// that it names are written.
    ///
    /// # Panics
    ///
    /// If the group is empty.
    pub fn in_groups(group: usize, draw: impl FnMut(&mut Stream, &mut [f64]) -> Result<(), Undefined> + 'a) -> Self {
        assert!(group > 0, "a group of replicates is not empty");
        Self { group, draw: Box::new(draw) }
    }
}

/// An observation has no number at a coordinate: a learner refuses what was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("replicate {replicate} of its group has no number at coordinate {coordinate}")]
pub struct Undefined {
    /// The index of the replicate within its group.
    pub replicate: usize,
    /// The coordinate of its observation.
    pub coordinate: usize,
}

impl Undefined {
    /// In the only replicate of a group.
    pub fn at(coordinate: usize) -> Self {
        Self { replicate: 0, coordinate }
    }
}
