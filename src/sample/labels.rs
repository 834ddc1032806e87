//! The law of a label given its prompt.

use nalgebra::{DMatrix, DVector};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal, StudentT};

use crate::model::TransferProblem;
use crate::random::{Stream, WideGenerator};

/// Labels Y = βₖᵀX + noise, with the concept k drawn from a prior.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelLaw {
    /// The concepts behind the labels, as columns (d × K).
    pub concepts: DMatrix<f64>,
    /// Probabilities of the concepts.
    pub prior: DVector<f64>,
    /// The law of the noise.
    pub noise: LabelNoise,
}

/// The law of label noise, with mean zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelNoise {
    deviation: f64,
    /// Student's t before scaling, and its standard deviation; none for normal noise.
    heavy_tailed: Option<(StudentT<f64>, f64)>,
}

impl LabelNoise {
    /// Normal noise with this standard deviation.
    pub fn normal(deviation: f64) -> Self {
        Self { deviation, heavy_tailed: None }
    }

    /// Student's t with this many degrees of freedom, scaled to this standard deviation. It must have more than 2 degrees of freedom; with
    /// infinitely many it is normal.
    pub fn student(deviation: f64, degrees_of_freedom: f64) -> Self {
        let law = StudentT::new(degrees_of_freedom).ok().filter(|_| degrees_of_freedom.is_finite());
        let scale = (degrees_of_freedom / (degrees_of_freedom - 2.0)).sqrt();
        Self { deviation, heavy_tailed: law.map(|law| (law, scale)) }
    }

    /// The standard deviation, if the noise is normal.
    pub fn normal_deviation(&self) -> Option<f64> {
        self.heavy_tailed.is_none().then_some(self.deviation)
    }

    /// The standard deviation.
    pub fn deviation(&self) -> f64 {
        self.deviation
    }

    /// Whether the fourth power of the noise has a mean: not for Student's t with ν ≤ 4, whose variance ν/(ν − 2) is at least 2.
    pub fn has_fourth_moment(&self) -> bool {
        self.heavy_tailed.is_none_or(|(_, scale)| scale * scale < 2.0)
    }

    /// Draws many numbers: normal ones in bulk, others one by one from `stream`.
    #[inline(always)]
    pub(super) fn fill(&self, numbers: &mut [f64], wide: &mut WideGenerator, stream: &mut Stream) {
        match &self.heavy_tailed {
            None => {
                wide.fill_normal(numbers);
                numbers.iter_mut().for_each(|number| *number *= self.deviation);
            }
            Some(_) => numbers.iter_mut().for_each(|number| *number = self.draw(stream)),
        }
    }

    /// Draws the noise of one label.
    pub fn draw<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let standard: f64 = match &self.heavy_tailed {
            None => StandardNormal.sample(rng),
            Some((law, scale)) => law.sample(rng) / scale,
        };
        self.deviation * standard
    }
}

impl LabelLaw {
    /// The source: concepts βₖ, prior α, noise σ.
    pub fn source(problem: &TransferProblem) -> Self {
        Self {
            concepts: problem.concepts().clone(),
            prior: problem.source_prior().probabilities().clone(),
            noise: LabelNoise::normal(problem.noise()),
        }
    }

    /// The weak supervisor: concepts βₖʷ, prior π, noise σ_w.
    pub fn weak(problem: &TransferProblem) -> Self {
        Self {
            concepts: problem.weak_concepts().clone(),
            prior: problem.target_prior().probabilities().clone(),
            noise: LabelNoise::student(problem.weak_noise(), problem.weak_degrees_of_freedom()),
        }
    }

    /// The target: concepts βₖ, prior π, noise σ.
    pub fn target(problem: &TransferProblem) -> Self {
        Self {
            concepts: problem.concepts().clone(),
            prior: problem.target_prior().probabilities().clone(),
            noise: LabelNoise::normal(problem.noise()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ContentKey, open_stream};

    /// Fixed seed. Student's t with ν = 9 has kurtosis 3 + 6/5, so the variance of 200,000 draws has standard error √(3.2/2·10⁵) = 0.004;
    /// five of them are exceeded with probability 6e-7. An unscaled t would have variance 9/7.
    #[test]
    fn heavy_tails_keep_the_standard_deviation() {
        let mut stream = open_stream(3, &ContentKey::of("student"), 0);
        let noise = LabelNoise::student(2.0, 9.0);
        let squares: f64 = (0..200_000).map(|_| noise.draw(&mut stream).powi(2)).sum();
        assert!((squares / (4.0 * 200_000.0) - 1.0).abs() < 0.02, "{squares}");
    }

    #[test]
    fn infinitely_many_degrees_of_freedom_are_normal() {
        assert_eq!(LabelNoise::student(0.5, f64::INFINITY), LabelNoise::normal(0.5));
        assert_eq!(LabelNoise::student(0.5, 4.0).normal_deviation(), None);
    }
}
