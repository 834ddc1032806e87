//! An experiment: something that can be replicated independently.

use nalgebra::DMatrix;

use crate::inference::Importance;
use weak_to_strong::evidence::{Interval, asymptotic_sequence};
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

    /// One estimate for each of the settings that the experiment was made for.
    ///
    /// Unless it is written otherwise, each coordinate of the observation is averaged.
    fn estimates(&self, moments: &JointMoments) -> Vec<Estimate> {
        (0..self.width()).map(|i| mean_of_coordinate(moments, i)).collect()
    }

    /// The joint covariance of the estimates.
    ///
    /// Unless it is written otherwise, several estimates are taken for the means of the coordinates. It is written otherwise wherever they
    /// are others.
    fn covariances(&self, moments: &JointMoments) -> DMatrix<f64> {
        let estimates = self.estimates(moments);
        DMatrix::from_fn(estimates.len(), estimates.len(), |i, j| match i == j {
            true => estimates[i].standard_error.powi(2),
            false => moments.covariance(i, j) / moments.count().max(1) as f64,
        })
    }

    /// The joint covariance of the estimates' logarithms, to first order: cov(Êᵢ, Êⱼ)/(Êᵢ·Êⱼ).
    ///
    /// Unless it is written otherwise, it is this quotient. It is written otherwise where estimates are so small that their covariances
    /// underflow.
    fn relative_covariances(&self, moments: &JointMoments) -> DMatrix<f64> {
        let (estimates, covariances) = (self.estimates(moments), self.covariances(moments));
        covariances.map_with_location(|i, j, covariance| covariance / (estimates[i].mean * estimates[j].mean))
    }

    /// One confidence interval for each estimate, which misses with probability at most `error` at all numbers of replicates
    /// together.
    ///
    /// Unless it is written otherwise, estimates are taken as asymptotically normal. Where observations are bounded, and so may hide
    /// rare events, it is written otherwise.
    fn intervals(&self, moments: &JointMoments, error: f64) -> Vec<Interval> {
        self.estimates(moments).iter().map(|estimate| asymptotic_sequence(estimate, error)).collect()
    }

    /// How far each of its estimates can be relied on, for those that are from importance sampling; none at all where it is left out.
    fn importances(&self, _moments: &JointMoments) -> Vec<Option<Importance>> {
        Vec::new()
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

/// The mean of one coordinate of the observation.
pub(super) fn mean_of_coordinate(moments: &JointMoments, coordinate: usize) -> Estimate {
    Estimate {
        mean: moments.mean()[coordinate],
        standard_error: (moments.covariance(coordinate, coordinate) / moments.count().max(1) as f64).sqrt(),
        replicates: moments.count(),
    }
}

/// The joint covariance of estimates whose gradients at the mean of the observations are these.
pub(super) fn covariances_along(moments: &JointMoments, gradients: &[Vec<f64>]) -> DMatrix<f64> {
    let width = moments.mean().len();
    let of_means = DMatrix::from_fn(width, width, |i, j| moments.covariance(i, j) / moments.count().max(1) as f64);
    let gradients = DMatrix::from_fn(width, gradients.len(), |i, k| gradients[k][i]);
    gradients.tr_mul(&(of_means * &gradients))
}
