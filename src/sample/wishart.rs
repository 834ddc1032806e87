//! Exact sampling of the moments of Gaussian prompts, at a cost that does not grow with their number.
//!
//! Let the rows of X (n × d) be independent N(0, I). The LQ factorisation Xᵀ = LQ has L lower trapezoidal (d × r,
//! r = min(n, d)) with independent entries: the i-th diagonal entry (from 0) is a χ with n − i degrees of freedom,
//! entries below the diagonal are standard normal (Bartlett 1933; for n < d the same argument stops after n columns). So
//!
//! ```text
//! XᵀX = LLᵀ,   Xᵀξ = Lζ,   |ξ|² = |ζ|² + χ²_{n−r}
//! ```
//!
//! for label noise ξ ~ N(0, Iₙ) and ζ = Qξ ~ N(0, Iᵣ), independent of L.

use nalgebra::{DMatrix, DVector};
use rand::Rng;
use rand_distr::{ChiSquared, Distribution, StandardNormal};

use super::SampleMoments;

/// Draws moments of Gaussian samples through the Bartlett factor.
#[derive(Clone, Debug)]
pub(super) struct WishartSampler {
    deviations: DVector<f64>,
    /// Standard deviation of the labels.
    noise: f64,
    factor: DMatrix<f64>,
    errors: DVector<f64>,
    signal: DVector<f64>,
}

impl WishartSampler {
    /// For independent normal coordinates with these standard deviations, and labels with normal noise.
    pub(super) fn new(deviations: DVector<f64>, noise: f64) -> Self {
        let dim = deviations.len();
        Self {
            deviations,
            noise,
            factor: DMatrix::zeros(dim, dim),
            errors: DVector::zeros(dim),
            signal: DVector::zeros(dim),
        }
    }

    /// Adds `count` examples labelled by the linear form `concept`.
    pub(super) fn add<R: Rng + ?Sized>(
        &mut self,
        moments: &mut SampleMoments,
        count: usize,
        concept: &[f64],
        rng: &mut R,
    ) {
        let rank = count.min(self.deviations.len());
        self.draw_factor(count, rank, rng);
        let noise = self.noise;
        self.errors.rows_mut(0, rank).iter_mut().for_each(|z| *z = noise * normal(rng));
        let outside = noise * noise * chi_squared(count - rank, rng);

        // With L the factor scaled by the deviations, Y = LᵀQ-coordinates: Lᵀβ + noise inside, noise alone outside.
        let factor = self.factor.columns(0, rank);
        let mut labels = self.signal.rows_mut(0, rank);
        labels.copy_from(&self.errors.rows(0, rank));
        for (column, label) in factor.column_iter().zip(labels.iter_mut()) {
            *label += column.iter().zip(concept).map(|(l, b)| l * b).sum::<f64>();
        }
        moments.count += count;
        for (column, label) in factor.column_iter().zip(labels.iter()) {
            moments.cross.axpy(*label, &column, 1.0);
            moments.label_square += label * label;
        }
        moments.label_square += outside;
        add_product_with_transpose(&mut moments.gram, &self.factor, rank);
    }

    /// Fills the first `rank` columns of the factor, scaled by the deviations.
    fn draw_factor<R: Rng + ?Sized>(&mut self, count: usize, rank: usize, rng: &mut R) {
        let dim = self.deviations.len();
        for i in 0..rank {
            self.factor[(i, i)] = self.deviations[i] * chi_squared(count - i, rng).sqrt();
            for row in i + 1..dim {
                self.factor[(row, i)] = self.deviations[row] * normal(rng);
            }
        }
    }
}

/// Adds LLᵀ, L lower trapezoidal in the first `rank` columns of `factor`.
fn add_product_with_transpose(gram: &mut DMatrix<f64>, factor: &DMatrix<f64>, rank: usize) {
    let dim = factor.nrows();
    for i in 0..rank {
        let tail = factor.column(i);
        let tail = tail.rows(i, dim - i);
        for j in i..dim {
            let scale = factor[(j, i)];
            gram.column_mut(j).rows_mut(i, dim - i).axpy(scale, &tail, 1.0);
        }
    }
}

fn normal<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    StandardNormal.sample(rng)
}

/// A χ² with `degrees` degrees of freedom; 0 for none.
pub(super) fn chi_squared<R: Rng + ?Sized>(degrees: usize, rng: &mut R) -> f64 {
    match degrees {
        0 => 0.0,
        1 => normal(rng).powi(2),
        // Positive degrees of freedom are always accepted.
        _ => ChiSquared::new(degrees as f64).map_or(0.0, |law| law.sample(rng)),
    }
}
