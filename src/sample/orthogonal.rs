//! Samples whose prompts are designed, not drawn: XᵀX = n·v·I exactly.

use nalgebra::{DMatrix, DVector};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

use super::SampleMoments;
use super::wishart::chi_squared;

/// Draws the moments of n labels βᵀX + noise on prompts with XᵀX = n·v·I.
///
/// Only the labels are random. With ξ standard normal in q dimensions,
///
/// ```text
/// XᵀY = n·v·β + noise·√(n·v)·ξ,   YᵀY = |XᵀY|²/(n·v) + noise²·χ²_{n−q}
/// ```
///
/// q may be less than d. A rotated design is orthogonal too, and so are its first q coordinates.
#[derive(Clone, Debug, PartialEq)]
pub struct OrthogonalSampler {
    count: usize,
    /// n·v.
    scale: f64,
    concept: DVector<f64>,
    noise: f64,
}

impl OrthogonalSampler {
    /// A sampler of n labels with normal noise.
    ///
    /// | argument          | symbol | shape | range |
    /// | ----------------- | ------ | ----- | ----- |
    /// | `count`           | n      |       | ≥ q   |
    /// | `prompt_variance` | v      |       | > 0   |
    /// | `concept`         | β      | q     |       |
    /// | `noise`           | σ_w    |       | ≥ 0   |
    ///
    /// # Panics
    ///
    /// If n < q, since so few prompts cannot be orthogonal.
    pub fn new(count: usize, prompt_variance: f64, concept: DVector<f64>, noise: f64) -> Self {
        assert!(count >= concept.len(), "{count} prompts cannot be orthogonal in {} dimensions", concept.len());
        Self { count, scale: count as f64 * prompt_variance, concept, noise }
    }

    /// Moments for [`OrthogonalSampler::draw`]. Everything that is not random is already filled in.
    pub fn empty_moments(&self) -> SampleMoments {
        let dim = self.concept.len();
        SampleMoments {
            count: self.count,
            gram: DMatrix::identity(dim, dim) * self.scale,
            cross: DVector::zeros(dim),
            label_square: 0.0,
        }
    }

    /// Replaces the random parts of `moments`.
    pub fn draw<R: Rng + ?Sized>(&self, moments: &mut SampleMoments, rng: &mut R) {
        let noise = self.noise * self.scale.sqrt();
        for (cross, coefficient) in moments.cross.iter_mut().zip(&self.concept) {
            let error: f64 = StandardNormal.sample(rng);
            *cross = self.scale * coefficient + noise * error;
        }
        let outside = self.noise * self.noise * chi_squared(self.count - self.concept.len(), rng);
        moments.label_square = moments.cross.norm_squared() / self.scale + outside;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::JointMoments;
    use crate::random::{ContentKey, open_stream};

    #[test]
    fn without_noise_the_labels_are_fitted_exactly() {
        let sampler = OrthogonalSampler::new(8, 0.5, DVector::from_vec(vec![1.0, -2.0]), 0.0);
        let mut moments = sampler.empty_moments();
        sampler.draw(&mut moments, &mut open_stream(1, &ContentKey::of("exact"), 0));
        assert_eq!(moments.cross.as_slice(), [4.0, -8.0]);
        assert_eq!(moments.residual_square(&[1.0, -2.0]), 0.0);
    }

    /// Fixed seed, 20,000 samples of n = 6 labels in q = 2 coordinates. The residual of the true concept is noise²·χ²₆ and that of least
    /// squares noise²·χ²₄: means 6 and 4 noise² with standard errors √(12/20,000) and √(8/20,000). Five of them are exceeded with
    /// probability 1.2e-6. A χ² with one degree of freedom more or less is off by 40 of them.
    #[test]
    fn residuals_have_their_degrees_of_freedom() {
        let sampler = OrthogonalSampler::new(6, 0.5, DVector::from_vec(vec![1.0, -2.0]), 0.5);
        let mut moments = sampler.empty_moments();
        let mut stream = open_stream(2, &ContentKey::of("residuals"), 0);
        let mut residuals = JointMoments::new(2);
        for _ in 0..20_000 {
            sampler.draw(&mut moments, &mut stream);
            let fitted = &moments.cross / 3.0;
            let of = |coefficients: &[f64]| moments.residual_square(coefficients) / 0.25;
            residuals.push(&[of(&[1.0, -2.0]), of(fitted.as_slice())]);
        }
        assert!((residuals.mean()[0] - 6.0).abs() < 5.0 * (12.0f64 / 20_000.0).sqrt(), "{:?}", residuals.mean());
        assert!((residuals.mean()[1] - 4.0).abs() < 5.0 * (8.0f64 / 20_000.0).sqrt(), "{:?}", residuals.mean());
    }
}
