//! How far the mean estimator is from the segment between source and weak supervisor.

use std::ops::Range;
use std::sync::LazyLock;

use nalgebra::DVector;

use super::fine_tuning::ridge;
use super::finite_variance::require_finite_variance;
use super::{Draw, Experiment, Made, MakeExperiment, Quantity, Undefined};
use crate::inference::{FunctionOfMeans, Inference, OfMeans};
use crate::setting::{PENALTY, SAMPLES, Settings};
use crate::unit::Unit;
use weak_to_strong::learn::FineTuning;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::numeric::JointMoments;
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
            Ok(SegmentDistance::new(problem, settings).made())
        }),
    }]
});

/// Number of samples behind each of the two independent averages in a replicate.
///
/// At a given cost, the standard error of their product is proportional to one over the square root of this number.
const SAMPLES_PER_AVERAGE: usize = 64;

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

    fn made(self) -> Made {
        let length_square = self.shift.norm_squared();
        let places = 0..self.path.len();
        let from_segment = places.map(|i| OfMeans::new(2 * i..2 * i + 2, FromSegment { length_square }));
        let inference = Inference::of(from_segment);
        Made::new(self, inference)
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

impl Experiment for SegmentDistance {
    fn width(&self) -> usize {
        2 * self.path.len()
    }

    fn sampler(&self) -> &'static str {
        self.sampler.name()
    }

    fn start(&self) -> Draw<'_> {
        let mut sampler = self.sampler.clone();
        let mut moments = sampler.empty_moments();
        let nowhere = vec![DVector::zeros(self.shift.len()); self.path.len()];
        Draw::new(move |stream, observation| {
            let mut averages = [nowhere.clone(), nowhere.clone()];
            for average in &mut averages {
                for _ in 0..SAMPLES_PER_AVERAGE {
                    sampler.draw(&mut moments, self.samples, Composition::Mixed, stream);
                    let fit = FineTuning::new(&moments, &self.source_mean).map_err(|_| Undefined::at(0))?;
                    for (i, (movement, settings)) in average.iter_mut().zip(&self.path).enumerate() {
                        let estimate = ridge(&fit, settings).map_err(|_| Undefined::at(2 * i))?;
                        *movement += (estimate - &self.source_mean) / SAMPLES_PER_AVERAGE as f64;
                    }
                }
            }
            let [first, second] = &averages;
            for (i, (one, other)) in first.iter().zip(second).enumerate() {
                let ((position, across), (other_position, other_across)) = (self.split(one), self.split(other));
                observation[2 * i] = across.dot(&other_across);
                observation[2 * i + 1] = 0.5 * (position + other_position);
            }
            Ok(())
        })
    }
}

/// The squared distance from the segment. It is the sum of |E(part across)|² and of |Δ|² times the square of how far E(position) lies beyond an end.
struct FromSegment {
    /// |Δ|².
    length_square: f64,
}

impl FunctionOfMeans for FromSegment {
    fn value(&self, moments: &JointMoments, at: Range<usize>) -> f64 {
        let [across, position] = [moments.mean()[at.start], moments.mean()[at.start + 1]];
        across + beyond(position) * beyond(position) * self.length_square
    }

    fn gradient(&self, means: &[f64]) -> Vec<f64> {
        vec![1.0, 2.0 * beyond(means[1]) * self.length_square]
    }
}

/// Returns how far a position lies beyond the nearer end of the segment, with its sign.
fn beyond(position: f64) -> f64 {
    position - position.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::gradient_gap;

    /// One Δ of length 2 beyond either end adds 4 to the part across; between the ends nothing is added.
    #[test]
    fn beyond_an_end_the_way_to_it_counts() {
        let from_segment = FromSegment { length_square: 4.0 };
        for (position, expected) in [(2.0, 4.5), (0.5, 0.5), (-1.0, 4.5)] {
            let mut moments = JointMoments::new(2);
            moments.push(&[0.5, position]);
            assert_eq!(from_segment.value(&moments, 0..2), expected);
            assert!(gradient_gap(&from_segment, &[0.5, position]) < 1e-8, "{position}");
        }
    }
}
