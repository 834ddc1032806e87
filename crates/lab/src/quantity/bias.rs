//! How far the mean estimator is from the segment between source and weak supervisor.

use std::sync::LazyLock;

use nalgebra::{DMatrix, DVector};

use super::experiment::covariances_along;
use super::finite_variance::require_finite_variance;
use super::naive::ridge;
use super::{Experiment, MakeExperiment, Quantity, Replicate};
use crate::setting::{PENALTY, SAMPLES, Settings};
use crate::unit::Unit;
use weak_to_strong::learn::FineTuning;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::numeric::{Estimate, JointMoments};
use weak_to_strong::sample::{Composition, LabelLaw, MomentSampler};

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![Quantity {
        name: "naive.bias".into(),
        version: 1,
        symbol: "dist²(E β̂, segment)".into(),
        meaning: "squared distance of the mean naive estimator from the segment between source and weak supervisor"
            .into(),
        unit: Unit::MeanSquaredError,
        settings: vec![SAMPLES, PENALTY],
        path: vec![PENALTY],
        experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| {
            require_finite_variance(problem, &SAMPLES, settings)?;
            Ok(Box::new(SegmentDistance::new(problem, settings)))
        }),
    }]
});

/// Number of samples behind each of the two independent averages in a replicate.
///
/// At a given cost the standard error of their product falls with the square root of this number.
const GROUP: usize = 64;

/// Observations for dist²(E β̂, [β_P, β_Q′]), unbiased while E β̂ projects into the segment.
///
/// Two independent averages of β̂ − β_P are split along and across Δ = β_Q′ − β_P. The product of the two parts across has
/// mean |E(part across)|²; the mean of the parts along shows whether E β̂ lies beyond an end. Per penalty the observation is
/// (product across, position along in units of |Δ|).
struct SegmentDistance {
    sampler: MomentSampler,
    samples: usize,
    source_mean: DVector<f64>,
    /// Δ.
    shift: DVector<f64>,
    path: Vec<Settings>,
}

impl SegmentDistance {
    fn new(problem: &TransferProblem, path: &[Settings]) -> Self {
        Self {
            sampler: MomentSampler::new(problem.prompts(), LabelLaw::weak(problem)),
            samples: path[0].count(&SAMPLES),
            source_mean: problem.source_mean(),
            shift: problem.weak_mean() - problem.source_mean(),
            path: path.to_vec(),
        }
    }

    /// Position along Δ (0 at the source, 1 at the weak supervisor) and part across.
    fn split(&self, movement: &DVector<f64>) -> (f64, DVector<f64>) {
        let length_square = self.shift.norm_squared();
        if length_square == 0.0 {
            return (0.0, movement.clone());
        }
        let position = movement.dot(&self.shift) / length_square;
        (position, movement - &self.shift * position)
    }
}

impl SegmentDistance {
    /// The gradient of the i-th estimate at the mean of the observations.
    fn gradient(&self, moments: &JointMoments, i: usize) -> Vec<f64> {
        let position = moments.mean()[2 * i + 1];
        let beyond = position - position.clamp(0.0, 1.0);
        let mut gradient = vec![0.0; self.width()];
        gradient[2 * i] = 1.0;
        gradient[2 * i + 1] = 2.0 * beyond * self.shift.norm_squared();
        gradient
    }
}

impl Experiment for SegmentDistance {
    fn width(&self) -> usize {
        2 * self.path.len()
    }

    fn sampler(&self) -> &'static str {
        self.sampler.name()
    }

    fn replicate(&self) -> Replicate<'_> {
        let mut sampler = self.sampler.clone();
        let mut moments = sampler.empty_moments();
        let nowhere = vec![DVector::zeros(self.shift.len()); self.path.len()];
        Box::new(move |stream, observation| {
            let mut averages = [nowhere.clone(), nowhere.clone()];
            for average in &mut averages {
                for _ in 0..GROUP {
                    sampler.draw(&mut moments, self.samples, Composition::Mixed, stream);
                    let fit = FineTuning::new(&moments, &self.source_mean);
                    for (movement, settings) in average.iter_mut().zip(&self.path) {
                        match fit.as_ref().ok().and_then(|fit| ridge(fit, settings).ok()) {
                            Some(estimate) => *movement += (estimate - &self.source_mean) / GROUP as f64,
                            None => movement.fill(f64::NAN),
                        }
                    }
                }
            }
            let [first, second] = &averages;
            for (i, (one, other)) in first.iter().zip(second).enumerate() {
                let ((position, across), (other_position, other_across)) = (self.split(one), self.split(other));
                observation[2 * i] = across.dot(&other_across);
                observation[2 * i + 1] = 0.5 * (position + other_position);
            }
        })
    }

    fn estimates(&self, moments: &JointMoments) -> Vec<Estimate> {
        let length_square = self.shift.norm_squared();
        let estimate = |i: usize| {
            let (across, position) = (moments.mean()[2 * i], moments.mean()[2 * i + 1]);
            let beyond = position - position.clamp(0.0, 1.0);
            Estimate {
                mean: across + beyond * beyond * length_square,
                standard_error: moments.standard_error_along(&self.gradient(moments, i)),
                replicates: moments.count(),
            }
        };
        (0..self.path.len()).map(estimate).collect()
    }

    fn covariances(&self, moments: &JointMoments) -> DMatrix<f64> {
        covariances_along(moments, &(0..self.path.len()).map(|i| self.gradient(moments, i)).collect::<Vec<_>>())
    }
}
