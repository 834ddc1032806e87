//! The surplus of a ridge teacher.

use std::ops;

use nalgebra::DVector;
use rand_distr::{Distribution, StandardNormal};

use super::geometry::Geometry;
use super::integrated::Ridge;
use super::shares::mean_inverse_trace;
use super::spectrum::Spectrum;
use crate::inference::{FunctionOfMeans, Inference, OfMeans};
use crate::quantity::{Draw, Experiment, Made, QuantityError};
use weak_to_strong::evidence::Interval;
use weak_to_strong::kernel::{LANES, WideGenerator};
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::random::Stream;

/// Observes two shares in [0, 1] of what a sample of the teacher weighs by λ/(λ + η)²:
///
/// ```text
/// 4η·bᵀS(S + η)⁻²b,   (4η/r)·tr S(S + η)⁻²
/// ```
///
/// Here b is the direction of the truth, and r = min(n, d). Averaged over label noise, tᵀβ* − |t|² is |β_w|²η times the first without its factor, minus
/// σ²/n times the trace. So the surplus is |β_w|²η/r times the ratio of the two means, minus σ²/n.
pub(super) struct Surplus {
    spectrum: Spectrum,
    dim: usize,
    penalty: f64,
}

impl Surplus {
    /// # Errors
    ///
    /// If both means are 0, or infinite.
    pub(super) fn made(geometry: &Geometry, teacher: Ridge, direct: bool) -> Result<Made, QuantityError> {
        let Ridge { labels, penalty } = teacher;
        let dim = geometry.teacher_dim;
        let undefined = |reason: &str| {
            Err(QuantityError::NotDefined { quantity: "teacher.surplus".into(), reason: reason.to_owned() })
        };
        if penalty.is_infinite() {
            return undefined("with teacher_penalty = inf the teacher is 0 and the surplus is 0/0; write a finite one");
        }
        if labels.is_infinite() {
            return Ok(Made::exact(geometry.teacher_truth * penalty / dim as f64));
        }
        let noise = geometry.teacher_noise / labels;
        if penalty == 0.0 {
            if mean_inverse_trace(labels, dim).is_infinite() {
                return undefined(
                    "with teacher_penalty = 0 and teacher_labels within 1 of the teacher's dimension the surplus is ∞/∞; \
                     write a teacher_penalty above 0, or move teacher_labels",
                );
            }
            return Ok(Made::exact(-noise));
        }
        let spectrum = Spectrum::new(labels as usize, dim, direct);
        let factor = geometry.teacher_truth * penalty / spectrum.rank() as f64;
        let ratio = OfMeans::new(0..2, MovedRatio { factor, shift: -noise }).in_unit_interval();
        Ok(Made::new(Self { spectrum, dim, penalty }, Inference::of([ratio])))
    }

    /// Writes the observation of a sample with these eigenvalues. The squared coordinates of the truth's direction are those of a uniform one.
    fn observe(&self, eigenvalues: &[f64], stream: &mut Stream, observation: &mut [f64]) {
        let mut direction: DVector<f64> = DVector::zeros(self.dim);
        direction.iter_mut().for_each(|x| *x = StandardNormal.sample(stream));
        direction.normalize_mut();
        let (mut along, mut all) = (0.0, 0.0);
        for (eigenvalue, coordinate) in eigenvalues.iter().zip(&direction) {
            let kept = eigenvalue / (eigenvalue + self.penalty);
            // 4a(1 − a), which is 4ηλ/(λ + η)².
            let weight = 4.0 * kept * (self.penalty / (eigenvalue + self.penalty));
            along += weight * coordinate * coordinate;
            all += weight;
        }
        let unit = |share: f64| if share > 1.0 { 1.0 } else { share };
        observation.copy_from_slice(&[unit(along), unit(all / eigenvalues.len() as f64)]);
    }
}

impl Experiment for Surplus {
    fn width(&self) -> usize {
        2
    }

    fn sampler(&self) -> &'static str {
        self.spectrum.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        let mut spectrum = self.spectrum.clone();
        let mut generator = None;
        Draw::in_groups(LANES, move |stream, observations| {
            let generator = generator.get_or_insert_with(|| WideGenerator::from_stream(stream));
            spectrum.draw(generator, stream);
            for (lane, observation) in observations.chunks_exact_mut(2).enumerate() {
                self.observe(spectrum.of_lane(lane), stream, observation);
            }
            Ok(())
        })
    }
}

/// factor·x/y + shift, for means in [0, 1].
struct MovedRatio {
    factor: f64,
    shift: f64,
}

impl FunctionOfMeans for MovedRatio {
    fn value(&self, moments: &JointMoments, at: ops::Range<usize>) -> f64 {
        self.factor * moments.mean()[at.start] / moments.mean()[at.start + 1] + self.shift
    }

    fn gradient(&self, means: &[f64]) -> Vec<f64> {
        let [above, below] = [means[0], means[1]];
        vec![self.factor / below, -self.factor * above / (below * below)]
    }

    fn over_box(&self, means: &[Interval]) -> Interval {
        let [above, below] = [means[0], means[1]];
        let ratio = |x: f64, y: f64| {
            if self.factor == 0.0 {
                self.shift
            } else if y > 0.0 {
                self.factor * x / y + self.shift
            } else {
                f64::INFINITY
            }
        };
        Interval { lower: ratio(above.lower.max(0.0), below.upper), upper: ratio(above.upper, below.lower) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::gradient_gap;

    #[test]
    fn a_ratio_by_hand() {
        let ratio = MovedRatio { factor: 2.0, shift: -1.0 };
        let mut moments = JointMoments::new(2);
        [[0.25, 0.75], [0.5, 0.25]].iter().for_each(|observation| moments.push(observation));
        assert_eq!(ratio.value(&moments, 0..2), 0.5);
        assert!(gradient_gap(&ratio, &[0.375, 0.5]) < 1e-8);
        let side = |lower, upper| Interval { lower, upper };
        assert_eq!(ratio.over_box(&[side(0.25, 0.5), side(0.5, 1.0)]), side(-0.5, 1.0));
        assert_eq!(ratio.over_box(&[side(0.25, 0.5), side(0.0, 1.0)]).upper, f64::INFINITY);
    }
}
