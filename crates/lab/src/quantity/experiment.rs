//! An experiment: something that can be replicated independently.

use nalgebra::DMatrix;

use crate::inference::{Importance, Inference};
use weak_to_strong::evidence::Interval;
use weak_to_strong::numeric::{Estimate, JointMoments};
use weak_to_strong::random::Stream;
use weak_to_strong::sample::GROUP;

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

    /// How one estimate for each of the settings that the experiment was made for follows from the observations.
    ///
    /// Unless it is written otherwise, each coordinate of the observation is averaged.
    fn inference(&self) -> Inference {
        Inference::means(self.width())
    }

    /// The estimates.
    fn estimates(&self, moments: &JointMoments) -> Vec<Estimate> {
        self.inference().estimates(moments)
    }

    /// The joint covariance of the estimates.
    fn covariances(&self, moments: &JointMoments) -> DMatrix<f64> {
        self.inference().covariances(moments)
    }

    /// The joint covariance of the estimates' logarithms, to first order.
    fn relative_covariances(&self, moments: &JointMoments) -> DMatrix<f64> {
        self.inference().relative_covariances(moments)
    }

    /// One confidence interval for each estimate.
    fn intervals(&self, moments: &JointMoments, error: f64) -> Vec<Interval> {
        self.inference().intervals(moments, error)
    }

    /// How far each of its estimates can be relied on.
    fn importances(&self, moments: &JointMoments) -> Vec<Option<Importance>> {
        self.inference().importances(moments)
    }
}

/// Hands out, one by one, replicates that are drawn by the group: [`GROUP`] observations of this width, one after the other.
pub(super) fn one_by_one<'a>(width: usize, mut draw_group: impl FnMut(&mut [f64], &mut Stream) + 'a) -> Replicate<'a> {
    let mut observations = vec![0.0; GROUP * width];
    let mut next = GROUP;
    Box::new(move |stream, observation| {
        if next == GROUP {
            draw_group(&mut observations, stream);
            next = 0;
        }
        observation.copy_from_slice(&observations[next * width..][..width]);
        next += 1;
    })
}
