//! Exact sampling of the interpolation of signs with least norm, at a cost that does not grow with the dimension.
//!
//! A learner sees the favoured coordinate z as √h·z, and d − 1 others of variance 1. Let u be the direction of these on which its labels
//! y = sign(az + bu) depend. The other d − 2 do not know the labels, and their Gram matrix W has a Wishart law. The interpolation with least norm
//! pays c²/h + e² + (y − cz − eu)ᵀW⁻¹(y − cz − eu) for the coefficients c of z and e of u. All it needs of W are the products of the columns of
//! A = (z, u, y) through W⁻¹, and with AᵀA = RᵀR (R of r = min(n, 3) rows)
//!
//! ```text
//! AᵀW⁻¹A = (B⁻¹R)ᵀ(B⁻¹R),   BBᵀ ~ Wishart_r(d − 2 − n + r)
//! ```
//!
//! in law, with the Bartlett factor B. Proofs are in `docs/theory.md`, *Hard labels in the bi-level ensemble*.

use nalgebra::{Matrix3, RowVector3};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

use super::wishart::chi_squared;
use crate::model::{BilevelFeatures, SignPredictor};

/// Draws the interpolation with least norm of signs that a predictor gives to normal prompts.
///
/// ```
/// use rand::SeedableRng;
/// use weak_to_strong::model::{BilevelFeatures, SignPredictor};
/// use weak_to_strong::sample::SignInterpolationSampler;
///
/// // A coordinate that is seen through a vast eigenvalue is all that a fit to true labels uses.
/// let features = BilevelFeatures { dim: 1_000_000, favoured: 1e12 };
/// let sampler = SignInterpolationSampler::new(&features, 100);
/// let fitted = sampler.draw(&SignPredictor::TRUTH, &mut rand::rngs::ChaCha8Rng::seed_from_u64(1));
/// assert!(fitted.error() < 0.02);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct SignInterpolationSampler {
    labels: usize,
    /// d − 2 − n, the degrees of freedom of W that labels leave.
    spare: usize,
    /// 1/h.
    penalty: f64,
}

/// A square that is so much smaller than the one it is left of is 0 up to rounding. Two labels meet it with probability 6e-8, and lose a direction then.
const ROUNDING: f64 = 1e-14;

impl SignInterpolationSampler {
    /// A sampler of fits to so many labels.
    ///
    /// | argument   | symbol | range        |
    /// | ---------- | ------ | ------------ |
    /// | `features` | d, h   |              |
    /// | `labels`   | n      | 1 to d − 2   |
    ///
    /// # Panics
    ///
    /// If n is not in its range.
    pub fn new(features: &BilevelFeatures, labels: usize) -> Self {
        let most = features.most_labels();
        assert!((1..=most).contains(&labels), "{labels} labels, which must be from 1 to {most}");
        Self { labels, spare: most - labels, penalty: 1.0 / features.favoured }
    }

    /// Draws the fit to labels of fresh prompts that `labeller` gives.
    pub fn draw<R: Rng + ?Sized>(&self, labeller: &SignPredictor, rng: &mut R) -> SignPredictor {
        let whitened = self.whitened(self.draw_gram(labeller, rng), rng);
        // In a fourth dimension stands what e costs, so that e is least squares: the projection along u.
        let other = whitened.column(1).push(1.0);
        let across = |column: usize| {
            let vector = whitened.column(column).push(0.0);
            vector - other * (other.dot(&vector) / other.norm_squared())
        };
        let (regressor, response) = (across(0), across(2));
        // c is ridge regression of the labels on z.
        let favoured = regressor.dot(&response) / (self.penalty + regressor.norm_squared());
        SignPredictor { favoured, rest: (response - regressor * favoured).norm() }
    }

    /// Draws AᵀA.
    fn draw_gram<R: Rng + ?Sized>(&self, labeller: &SignPredictor, rng: &mut R) -> Matrix3<f64> {
        let mut gram = Matrix3::zeros();
        for _ in 0..self.labels {
            let (favoured, other) = (normal(rng), normal(rng));
            let label = (labeller.favoured * favoured + labeller.rest * other).signum();
            let row = RowVector3::new(favoured, other, label);
            gram += row.tr_mul(&row);
        }
        gram
    }

    /// Draws B⁻¹R row by row. If there are fewer than three labels, the last rows are 0.
    fn whitened<R: Rng + ?Sized>(&self, gram: Matrix3<f64>, rng: &mut R) -> Matrix3<f64> {
        let rank = self.labels.min(3);
        let mut left = gram;
        let mut whitened = Matrix3::zeros();
        for i in 0..rank {
            let square = left[(i, i)];
            let mut row = RowVector3::zeros();
            if square > ROUNDING * gram[(i, i)] {
                row = left.row(i) / square.sqrt();
                left -= row.tr_mul(&row);
            }
            for above in 0..i {
                row -= whitened.row(above) * normal(rng);
            }
            whitened.set_row(i, &(row / chi_squared(self.spare + rank - i, rng).sqrt()));
        }
        whitened
    }
}

fn normal<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    StandardNormal.sample(rng)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::JointMoments;
    use crate::random::{ContentKey, Stream, open_stream};
    use std::f64::consts::PI;

    fn sampler(dim: usize, favoured: f64, labels: usize) -> SignInterpolationSampler {
        SignInterpolationSampler::new(&BilevelFeatures { dim, favoured }, labels)
    }

    fn stream(content: &str) -> Stream {
        open_stream(11, &ContentKey::of(content), 0)
    }

    /// A fit to one label points along its prompt. In three equal dimensions the cosine of its angle θ < π/2 with an axis is uniform, so E θ = 1 and
    /// E θ² = π − 2. Fixed seed, 20,000 fits; five standard errors are exceeded with probability 6e-7. With one degree more the
    /// mean is 10 % greater, 38 standard errors; with one less it is π/4.
    #[test]
    fn one_label_is_fitted_along_its_prompt() {
        let (sampler, mut stream) = (sampler(3, 1.0, 1), stream("one label"));
        let mut angles = JointMoments::new(1);
        (0..20_000).for_each(|_| angles.push(&[PI * sampler.draw(&SignPredictor::TRUTH, &mut stream).error()]));
        let standard_error = ((PI - 3.0) / 20_000.0).sqrt();
        assert!((angles.mean()[0] - 1.0).abs() < 5.0 * standard_error, "{:?}", angles.mean());
    }

    /// An eigenvalue of 0, with one to three and with more columns that are independent.
    #[test]
    fn what_is_not_seen_is_guessed() {
        let mut stream = stream("not seen");
        for labels in [1, 2, 3, 8] {
            let fitted = sampler(10, 0.0, labels).draw(&SignPredictor::TRUTH, &mut stream);
            assert_eq!((fitted.favoured, fitted.error()), (0.0, 0.5));
        }
    }

    /// All labels are interpolated, so a coordinate of vast variance carries them alone if they are linear in it: one label always is.
    #[test]
    fn a_vast_eigenvalue_is_all_that_one_label_needs() {
        let fitted = sampler(5, 1e80, 1).draw(&SignPredictor::TRUTH, &mut stream("vast"));
        assert!(fitted.favoured > 0.0 && fitted.error() < 1e-6, "{fitted:?}");
    }

    #[test]
    #[should_panic(expected = "9 labels, which must be from 1 to 8")]
    fn more_labels_than_are_interpolated_are_a_slip() {
        sampler(10, 1.0, 9);
    }
}
