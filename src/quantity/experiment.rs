//! An experiment: something that can be replicated independently.

use super::Importance;
use crate::evidence::{Interval, asymptotic_sequence};
use crate::numeric::{Estimate, JointMoments};
use crate::random::Stream;

/// Draws one replicate and writes its observation; owns the buffers that it needs.
pub type Replicate<'a> = Box<dyn FnMut(&mut Stream, &mut [f64]) + 'a>;

/// A quantity with problem and settings fixed.
///
/// One replicate yields a vector, the observation. Estimates are made from the moments of many observations, so they may be
/// means or functions of means.
pub trait Experiment: Send + Sync {
    /// Length of an observation.
    fn width(&self) -> usize;

    /// Starts a run of replicates.
    fn replicate(&self) -> Replicate<'_>;

    /// The name of the sampler behind it: `direct` draws example after example, others equal it in law.
    fn sampler(&self) -> &'static str {
        "direct"
    }

    /// One estimate for each of the settings that the experiment was made for.
    ///
    /// Unless it is written otherwise, each coordinate of the observation is averaged.
    fn estimates(&self, moments: &JointMoments) -> Vec<Estimate> {
        (0..self.width()).map(|i| mean_of_coordinate(moments, i)).collect()
    }

    /// One confidence interval for each estimate, which misses with probability at most `error` at all numbers of replicates
    /// together.
    ///
    /// Unless it is written otherwise, estimates are taken as asymptotically normal. Where observations are bounded, and so may hide
    /// rare events, it is written otherwise.
    fn intervals(&self, moments: &JointMoments, error: f64) -> Vec<Interval> {
        self.estimates(moments).iter().map(|estimate| asymptotic_sequence(estimate, error)).collect()
    }

    /// How far its estimates can be relied on, if it samples by importance.
    fn importance(&self, _moments: &JointMoments) -> Option<Importance> {
        None
    }
}

/// The mean of one coordinate of the observation.
pub(super) fn mean_of_coordinate(moments: &JointMoments, coordinate: usize) -> Estimate {
    Estimate {
        mean: moments.mean()[coordinate],
        standard_error: (moments.covariance(coordinate, coordinate) / moments.count().max(1) as f64).sqrt(),
        replicates: moments.count(),
    }
}
