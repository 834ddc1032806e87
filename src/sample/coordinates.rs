//! The coordinates of a prompt that are needed, and their law.

use nalgebra::{DMatrix, DVector};
use rand::Rng;
use rand_distr::{ChiSquared, Distribution, StandardNormal};

use super::largest_product::largest_product;
use crate::model::{Coordinate, PromptLaw, Shape};
use crate::numeric::span_basis;
use crate::random::{Stream, WideGenerator};

/// The law of coordinates Z ∈ R^q that are drawn in place of the prompt X ∈ Rᵈ.
///
/// Z has either all d coordinates, or as many as some linear forms fⱼᵀX need. In the second case [`PromptCoordinates::spanned_by`] returns
/// coefficients g such that (gⱼᵀZ)ⱼ and (fⱼᵀX)ⱼ have the same law.
#[derive(Clone, Debug, PartialEq)]
pub struct PromptCoordinates {
    kind: CoordinateLaw,
    count: usize,
}

#[derive(Clone, Debug, PartialEq)]
enum CoordinateLaw {
    Independent(&'static Coordinate),
    /// Normal, with these standard deviations (all 1 when absent).
    Normal(Option<DVector<f64>>),
    /// The first `count` coordinates of a uniform point on the sphere of radius √d in `dim` = d dimensions; `rest` is the
    /// law of the squared length of the others before scaling.
    Sphere {
        dim: usize,
        rest: Option<ChiSquared<f64>>,
    },
}

impl PromptCoordinates {
    /// All d coordinates of the prompt.
    pub fn all(law: &PromptLaw, dim: usize) -> Self {
        let kind = match law.shape() {
            Shape::Independent(coordinate) => CoordinateLaw::Independent(coordinate),
            Shape::Normal(variances) => CoordinateLaw::Normal(variances.map(deviations)),
            Shape::Sphere => CoordinateLaw::Sphere { dim, rest: None },
        };
        Self { kind, count: dim }
    }

    /// As few coordinates as the linear forms fⱼᵀX need. The fⱼ are the columns of `forms` (d × q).
    ///
    /// Returns the law of Z and the coefficients of the forms in Z (one column each).
    ///
    /// - Normal coordinates: rotate, after scaling by the standard deviations, into the span of the forms.
    /// - Sphere: rotate into the span; the coordinates outside it enter only by their squared length, a χ².
    /// - Other independent coordinates: keep those in which some form is not zero.
    pub fn spanned_by(law: &PromptLaw, forms: &DMatrix<f64>) -> (Self, DMatrix<f64>) {
        let dim = forms.nrows();
        match law.shape() {
            Shape::Independent(coordinate) => {
                let touched: Vec<usize> = (0..dim).filter(|&row| forms.row(row).amax() > 0.0).collect();
                (
                    Self { kind: CoordinateLaw::Independent(coordinate), count: touched.len() },
                    forms.select_rows(&touched),
                )
            }
            Shape::Normal(_) => {
                let deviations = law.variances(dim).map(f64::sqrt);
                let scaled = DMatrix::from_fn(dim, forms.ncols(), |i, j| deviations[i] * forms[(i, j)]);
                let basis = span_basis(&scaled);
                (Self { kind: CoordinateLaw::Normal(None), count: basis.ncols() }, basis.tr_mul(&scaled))
            }
            Shape::Sphere => {
                let basis = span_basis(forms);
                let count = basis.ncols();
                let rest = ChiSquared::new((dim - count) as f64).ok();
                (Self { kind: CoordinateLaw::Sphere { dim, rest }, count }, basis.tr_mul(forms))
            }
        }
    }

    /// The matrix B (d × q) with E Σ⁻¹Xh = B·E Zh for every function h of the forms of [`PromptCoordinates::spanned_by`] and of what is independent of
    /// X, where Σ = E XXᵀ.
    ///
    /// Given the forms, Σ⁻¹X has the conditional expectation B·Z, for normal prompts and on the sphere. Independent coordinates that no form touches have
    /// mean zero.
    pub fn lift(law: &PromptLaw, forms: &DMatrix<f64>) -> DMatrix<f64> {
        let dim = forms.nrows();
        match law.shape() {
            Shape::Independent(_) => {
                let precision = 1.0 / law.variances(1)[0];
                let touched: Vec<usize> = (0..dim).filter(|&row| forms.row(row).amax() > 0.0).collect();
                let entry = |row: usize, place: usize| if row == touched[place] { precision } else { 0.0 };
                DMatrix::from_fn(dim, touched.len(), entry)
            }
            Shape::Normal(_) => {
                let deviations = law.variances(dim).map(f64::sqrt);
                let scaled = DMatrix::from_fn(dim, forms.ncols(), |i, j| deviations[i] * forms[(i, j)]);
                let mut basis = span_basis(&scaled);
                basis.column_iter_mut().for_each(|mut column| column.component_div_assign(&deviations));
                basis
            }
            Shape::Sphere => span_basis(forms),
        }
    }

    /// q, the number of coordinates.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether coordinates are independent and of one law.
    pub(super) fn are_independent(&self) -> bool {
        match self.kind {
            CoordinateLaw::Independent(_) | CoordinateLaw::Normal(None) => true,
            CoordinateLaw::Normal(Some(_)) | CoordinateLaw::Sphere { .. } => false,
        }
    }

    /// The law of the first coordinates; of all of them unless they are independent.
    pub(super) fn first(&self, count: usize) -> Self {
        if self.are_independent() { Self { kind: self.kind.clone(), count } } else { self.clone() }
    }

    /// The greatest product (aᵀZ)(bᵀZ), or more; none if it is infinite. Without a bound it is 0 or infinite.
    ///
    /// On the sphere of radius √d it is d times the greatest eigenvalue (aᵀb + |a||b|)/2.
    pub fn greatest_product(&self, a: &[f64], b: &[f64]) -> Option<f64> {
        match self.kind {
            CoordinateLaw::Independent(coordinate) => {
                let largest = largest_product(a, b);
                // Rounding of a and b, of which one is a negative multiple of the other.
                let nowhere_positive = largest <= 1e-12 * (dot(a, a) * dot(b, b)).sqrt();
                coordinate.bound.map(|bound| bound * bound * largest).or(nowhere_positive.then_some(0.0))
            }
            CoordinateLaw::Normal(_) => None,
            CoordinateLaw::Sphere { dim, .. } => {
                let [aa, ab, bb] = [(a, a), (a, b), (b, b)].map(|(x, y)| dot(x, y));
                Some(0.5 * dim as f64 * (ab + (aa * bb).sqrt()))
            }
        }
    }

    /// The standard deviations of independent normal coordinates, if that is what they are.
    pub(super) fn normal_deviations(&self) -> Option<DVector<f64>> {
        match &self.kind {
            CoordinateLaw::Normal(None) => Some(DVector::from_element(self.count, 1.0)),
            CoordinateLaw::Normal(Some(deviations)) => Some(deviations.clone()),
            CoordinateLaw::Independent(_) | CoordinateLaw::Sphere { .. } => None,
        }
    }

    /// Draws one prompt into `coordinates` (length q).
    pub fn draw<R: Rng + ?Sized>(&self, coordinates: &mut [f64], rng: &mut R) {
        match &self.kind {
            CoordinateLaw::Independent(coordinate) => {
                let mut rng = rng;
                (coordinate.draw)(coordinates, &mut rng);
            }
            CoordinateLaw::Normal(deviations) => {
                coordinates.fill_with(|| StandardNormal.sample(rng));
                if let Some(deviations) = deviations {
                    coordinates.iter_mut().zip(deviations).for_each(|(z, deviation)| *z *= deviation);
                }
            }
            CoordinateLaw::Sphere { dim, rest } => {
                coordinates.fill_with(|| StandardNormal.sample(rng));
                let inside: f64 = coordinates.iter().map(|z| z * z).sum();
                let outside = rest.map_or(0.0, |law| law.sample(rng));
                let scale = (*dim as f64 / (inside + outside)).sqrt();
                coordinates.iter_mut().for_each(|z| *z *= scale);
            }
        }
    }
}

/// The standard deviations of coordinates with these variances.
fn deviations(variances: &[f64]) -> DVector<f64> {
    DVector::from_column_slice(variances).map(f64::sqrt)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Prompts that [`PromptCoordinates::fill`] draws at once.
pub(super) const PROMPTS_AT_ONCE: usize = 128;

impl PromptCoordinates {
    /// Draws [`PROMPTS_AT_ONCE`] prompts, whose j-th coordinates are the j-th run of `coordinates` (length q·PROMPTS_AT_ONCE).
    ///
    /// What the vectorised numbers leave over comes from `stream`.
    #[inline(always)]
    pub(super) fn fill(&self, coordinates: &mut [f64], wide: &mut WideGenerator, stream: &mut Stream) {
        match &self.kind {
            CoordinateLaw::Independent(coordinate) => (coordinate.fill)(coordinates, wide),
            CoordinateLaw::Normal(deviations) => {
                wide.fill_normal(coordinates);
                if let Some(deviations) = deviations {
                    for (run, deviation) in coordinates.chunks_exact_mut(PROMPTS_AT_ONCE).zip(deviations) {
                        run.iter_mut().for_each(|z| *z *= deviation);
                    }
                }
            }
            CoordinateLaw::Sphere { dim, .. } => {
                wide.fill_normal(coordinates);
                let mut scales = [0.0; PROMPTS_AT_ONCE];
                wide.fill_equal_chi_squared(&mut scales, dim - self.count, stream);
                for run in coordinates.chunks_exact(PROMPTS_AT_ONCE) {
                    for i in 0..PROMPTS_AT_ONCE {
                        scales[i] = run[i].mul_add(run[i], scales[i]);
                    }
                }
                for scale in &mut scales {
                    *scale = (*dim as f64 / *scale).sqrt();
                }
                for run in coordinates.chunks_exact_mut(PROMPTS_AT_ONCE) {
                    for i in 0..PROMPTS_AT_ONCE {
                        run[i] *= scales[i];
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ContentKey, open_stream};

    /// Draws of the first coordinate, one by one and in bulk.
    fn draws(law: &PromptLaw, dim: usize, chunks: usize) -> [Vec<f64>; 2] {
        let coordinates = PromptCoordinates::all(law, dim);
        let mut stream = open_stream(11, &ContentKey::of(&format!("coordinates of {law:?}")), 0);
        let mut prompt = vec![0.0; dim];
        let one_by_one = (0..chunks * PROMPTS_AT_ONCE).map(|_| {
            coordinates.draw(&mut prompt, &mut stream);
            prompt[0]
        });
        let one_by_one = one_by_one.collect();
        let mut wide = WideGenerator::from_stream(&mut stream);
        let mut in_bulk = Vec::new();
        let mut prompts = vec![0.0; dim * PROMPTS_AT_ONCE];
        for _ in 0..chunks {
            coordinates.fill(&mut prompts, &mut wide, &mut stream);
            in_bulk.extend_from_slice(&prompts[..PROMPTS_AT_ONCE]);
        }
        [one_by_one, in_bulk]
    }

    /// Whether the mean lies within five standard errors of its value; of 48 such means one does not with probability 3e-5.
    fn is_mean(numbers: &[f64], expected: f64, function: impl Fn(f64) -> f64) -> bool {
        let count = numbers.len() as f64;
        let mean = numbers.iter().map(|x| function(*x)).sum::<f64>() / count;
        let variance = numbers.iter().map(|x| (function(*x) - mean).powi(2)).sum::<f64>() / count;
        (mean - expected).abs() <= 5.0 * (variance / count).sqrt() + 1e-12
    }

    /// Fixed seed; E X₁², E X₁⁴ and a tail of the first coordinate in four dimensions, from textbooks. On the sphere of radius 2 X₁/2 has
    /// density (2/π)√(1 − x²), so that E X₁⁴ = 2 and P(|X₁| > 1) = ⅔ − √3/(2π).
    #[test]
    fn coordinates_have_their_moments_and_tails() {
        let anisotropic = PromptLaw::Anisotropic(vec![2.0, 1.0, 1.0, 1.0]);
        for (law, square, fourth, beyond, tail) in [
            (PromptLaw::Cube, 1.0 / 3.0, 0.2, 0.5, 0.5),
            (PromptLaw::Gaussian, 1.0, 3.0, 1.0, 0.317_310_507_862_914),
            (PromptLaw::Rademacher, 1.0, 1.0, 0.5, 1.0),
            (PromptLaw::Laplace, 1.0, 6.0, 1.0, 0.243_116_734_434_215),
            (PromptLaw::Sphere, 1.0, 2.0, 1.0, 0.391_002_218_955_771),
            (anisotropic, 2.0, 12.0, 1.0, 0.479_500_122_186_953),
        ] {
            for numbers in draws(&law, 4, 800) {
                assert!(is_mean(&numbers, 0.0, |x| x), "{law:?}");
                assert!(is_mean(&numbers, square, |x| x * x), "{law:?}");
                assert!(is_mean(&numbers, fourth, |x| x.powi(4)), "{law:?}");
                assert!(is_mean(&numbers, tail, |x| f64::from(x.abs() > beyond)), "{law:?}");
                // A variance that is a tenth off is found.
                assert!(!is_mean(&numbers, 1.1 * square, |x| x * x), "{law:?}");
            }
        }
    }

    #[test]
    fn products_are_bounded_where_prompts_are() {
        let greatest = |law: &PromptLaw| PromptCoordinates::all(law, 2).greatest_product(&[1.0, 1.0], &[1.0, 1.0]);
        assert_eq!(greatest(&PromptLaw::Cube), Some(4.0));
        assert_eq!(greatest(&PromptLaw::Rademacher), Some(4.0));
        assert_eq!(greatest(&PromptLaw::Sphere), Some(4.0));
        assert_eq!(greatest(&PromptLaw::Gaussian), None);
        assert_eq!(greatest(&PromptLaw::Laplace), None);
        let laplace = PromptCoordinates::all(&PromptLaw::Laplace, 2);
        assert_eq!(laplace.greatest_product(&[1.0, -0.3], &[-0.1, 0.03]), Some(0.0));
        assert_eq!(laplace.greatest_product(&[1.0, 0.0], &[0.0, 1.0]), None);
    }
}
