//! An experiment. Its replicates are independent.

use thiserror::Error;

use super::NetworkUsed;
use crate::inference::Inference;
use weak_to_strong::random::Stream;

/// A quantity with problem and settings fixed.
///
/// One replicate gives a vector, the observation. An [`Inference`] turns the moments of many observations into estimates.
pub trait Experiment: Send + Sync {
    /// Returns the length of an observation.
    fn width(&self) -> usize;

    /// Returns the name of the sampler that it uses. `direct` draws one example after the other; the other samplers have the same law.
    fn sampler(&self) -> &'static str {
        "direct"
    }

    /// Returns the networks that answer in it. The SHA-256 of one from a file is kept with its replicates.
    fn networks(&self) -> Vec<&NetworkUsed> {
        Vec::new()
    }

    /// Starts a block of replicates.
    fn start(&self) -> Draw<'_>;
}

/// An experiment and its inference. The inference gives one estimate for each of the settings that the experiment was made for.
pub struct Made {
    /// The experiment, which draws the observations.
    pub experiment: Box<dyn Experiment>,
    /// The inference, which turns the moments of the observations into estimates.
    pub inference: Inference,
    /// What tells the code of a user's own quantity from that of another with the same name and version; `None` if there is nothing to tell apart.
    pub code: Option<String>,
}

impl Made {
    /// Joins an experiment and its inference.
    pub fn new(experiment: impl Experiment + 'static, inference: Inference) -> Self {
        Self { experiment: Box::new(experiment), inference, code: None }
    }

    /// The same, with a digest of the code, which a store then keeps with the replicates.
    pub fn of_code(self, code: Option<String>) -> Self {
        Self { code, ..self }
    }

    /// What tells it from another of the same name: its code, and the networks from files that answer in it.
    pub(crate) fn identity(&self) -> Option<String> {
        let networks = self.experiment.networks();
        let digests = networks.iter().filter_map(|network| network.sha256.as_deref());
        let parts: Vec<&str> = self.code.as_deref().into_iter().chain(digests).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// Takes an experiment whose estimates are the means of the coordinates.
    pub fn of_means(experiment: impl Experiment + 'static) -> Self {
        let inference = Inference::means(experiment.width());
        Self::new(experiment, inference)
    }
}

/// Draws the replicates of one block, several at a time. It owns the buffers that it needs.
pub struct Draw<'a> {
    pub(super) group: usize,
    pub(super) draw: DrawGroup<'a>,
}

/// Draws a group of replicates from a stream, and writes their observations one after the other.
type DrawGroup<'a> = Box<dyn FnMut(&mut Stream, &mut [f64]) -> Result<(), Undefined> + 'a>;

impl<'a> Draw<'a> {
    /// Takes a function that draws one replicate and writes its observation.
    pub fn new(draw: impl FnMut(&mut Stream, &mut [f64]) -> Result<(), Undefined> + 'a) -> Self {
        Self::in_groups(1, draw)
    }

    /// Takes a function that draws `group` replicates and writes their observations one after the other.
    ///
    /// From the last group of a block, only as many replicates are used as the block needs. If `draw` returns [`Undefined`], it has written the
    /// observations before the replicate that [`Undefined`] names.
    ///
    /// # Panics
    ///
    /// If the group is empty.
    pub fn in_groups(group: usize, draw: impl FnMut(&mut Stream, &mut [f64]) -> Result<(), Undefined> + 'a) -> Self {
        assert!(group > 0, "a group of replicates is not empty");
        Self { group, draw: Box::new(draw) }
    }
}

/// An observation has no number at a coordinate, because a learner cannot be fitted to the draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("replicate {replicate} of its group has no number at coordinate {coordinate}")]
pub struct Undefined {
    /// The index of the replicate within its group.
    pub replicate: usize,
    /// The coordinate of its observation.
    pub coordinate: usize,
}

impl Undefined {
    /// Names the coordinate in the only replicate of a group.
    pub fn at(coordinate: usize) -> Self {
        Self { replicate: 0, coordinate }
    }
}
