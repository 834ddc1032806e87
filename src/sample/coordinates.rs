//! The coordinates of a prompt that are needed, and their law.

use nalgebra::{DMatrix, DVector};
use rand::{Rng, RngExt};
use rand_distr::{ChiSquared, Distribution, StandardNormal};

use super::largest_product::largest_product;
use crate::model::PromptLaw;
use crate::numeric::span_basis;
use crate::random::{Stream, WideGenerator};

/// The law of coordinates Z ∈ R^q that are drawn in place of the prompt X ∈ Rᵈ.
///
/// Z has either all d coordinates, or as many as some linear forms fⱼᵀX need. In the second case [`PromptCoordinates::spanned_by`] returns
/// coefficients g such that (gⱼᵀZ)ⱼ and (fⱼᵀX)ⱼ have the same law.
#[derive(Clone, Debug, PartialEq)]
pub struct PromptCoordinates {
    kind: Kind,
    count: usize,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Uniform,
    Sign,
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
        let kind = match law {
            PromptLaw::Cube => Kind::Uniform,
            PromptLaw::Rademacher => Kind::Sign,
            PromptLaw::Gaussian => Kind::Normal(None),
            PromptLaw::Anisotropic(_) => Kind::Normal(Some(law.variances(dim).map(f64::sqrt))),
            PromptLaw::Sphere => Kind::Sphere { dim, rest: None },
        };
        Self { kind, count: dim }
    }

    /// As few coordinates as the linear forms fⱼᵀX need. The fⱼ are the columns of `forms` (d × q).
    ///
    /// Returns the law of Z and the coefficients of the forms in Z (one column each).
    ///
    /// - Gaussian: rotate, after scaling by the standard deviations, into the span of the forms.
    /// - Sphere: rotate into the span; the coordinates outside it enter only by their squared length, a χ².
    /// - Cube, Rademacher: keep the coordinates in which some form is not zero.
    pub fn spanned_by(law: &PromptLaw, forms: &DMatrix<f64>) -> (Self, DMatrix<f64>) {
        let dim = forms.nrows();
        match law {
            PromptLaw::Cube | PromptLaw::Rademacher => {
                let touched: Vec<usize> = (0..dim).filter(|&row| forms.row(row).amax() > 0.0).collect();
                let kind = if *law == PromptLaw::Cube { Kind::Uniform } else { Kind::Sign };
                (Self { kind, count: touched.len() }, forms.select_rows(&touched))
            }
            PromptLaw::Gaussian | PromptLaw::Anisotropic(_) => {
                let deviations = law.variances(dim).map(f64::sqrt);
                let scaled = DMatrix::from_fn(dim, forms.ncols(), |i, j| deviations[i] * forms[(i, j)]);
                let basis = span_basis(&scaled);
                (Self { kind: Kind::Normal(None), count: basis.ncols() }, basis.tr_mul(&scaled))
            }
            PromptLaw::Sphere => {
                let basis = span_basis(forms);
                let count = basis.ncols();
                let rest = ChiSquared::new((dim - count) as f64).ok();
                (Self { kind: Kind::Sphere { dim, rest }, count }, basis.tr_mul(forms))
            }
        }
    }

    /// q, the number of coordinates.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether coordinates are independent and of one law.
    pub(super) fn are_independent(&self) -> bool {
        matches!(self.kind, Kind::Uniform | Kind::Sign | Kind::Normal(None))
    }

    /// The law of the first coordinates; of all of them unless they are independent.
    pub(super) fn first(&self, count: usize) -> Self {
        if self.are_independent() { Self { kind: self.kind.clone(), count } } else { self.clone() }
    }

    /// The greatest product (aᵀZ)(bᵀZ), or more; none if it is infinite.
    ///
    /// On the sphere of radius √d it is d times the greatest eigenvalue (aᵀb + |a||b|)/2.
    pub(super) fn greatest_product(&self, a: &[f64], b: &[f64]) -> Option<f64> {
        match self.kind {
            Kind::Uniform | Kind::Sign => Some(largest_product(a, b)),
            Kind::Normal(_) => None,
            Kind::Sphere { dim, .. } => {
                let [aa, ab, bb] = [(a, a), (a, b), (b, b)].map(|(x, y)| dot(x, y));
                Some(0.5 * dim as f64 * (ab + (aa * bb).sqrt()))
            }
        }
    }

    /// The standard deviations of independent normal coordinates, if that is what they are.
    pub(super) fn normal_deviations(&self) -> Option<DVector<f64>> {
        match &self.kind {
            Kind::Normal(None) => Some(DVector::from_element(self.count, 1.0)),
            Kind::Normal(Some(deviations)) => Some(deviations.clone()),
            Kind::Uniform | Kind::Sign | Kind::Sphere { .. } => None,
        }
    }

    /// Draws one prompt into `coordinates` (length q).
    pub fn draw<R: Rng + ?Sized>(&self, coordinates: &mut [f64], rng: &mut R) {
        match &self.kind {
            Kind::Uniform => coordinates.fill_with(|| 2.0 * rng.random::<f64>() - 1.0),
            Kind::Sign => draw_signs(coordinates, rng),
            Kind::Normal(deviations) => {
                coordinates.fill_with(|| StandardNormal.sample(rng));
                if let Some(deviations) = deviations {
                    coordinates.iter_mut().zip(deviations).for_each(|(z, deviation)| *z *= deviation);
                }
            }
            Kind::Sphere { dim, rest } => {
                coordinates.fill_with(|| StandardNormal.sample(rng));
                let inside: f64 = coordinates.iter().map(|z| z * z).sum();
                let outside = rest.map_or(0.0, |law| law.sample(rng));
                let scale = (*dim as f64 / (inside + outside)).sqrt();
                coordinates.iter_mut().for_each(|z| *z *= scale);
            }
        }
    }
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
            Kind::Uniform => wide.fill_symmetric(coordinates),
            Kind::Sign => wide.fill_signs(coordinates),
            Kind::Normal(deviations) => {
                wide.fill_normal(coordinates);
                if let Some(deviations) = deviations {
                    for (run, deviation) in coordinates.chunks_exact_mut(PROMPTS_AT_ONCE).zip(deviations) {
                        run.iter_mut().for_each(|z| *z *= deviation);
                    }
                }
            }
            Kind::Sphere { dim, .. } => {
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

/// Sixty-four signs from each random word.
fn draw_signs<R: Rng + ?Sized>(coordinates: &mut [f64], rng: &mut R) {
    for chunk in coordinates.chunks_mut(64) {
        let mut bits = rng.next_u64();
        for sign in chunk {
            *sign = if bits & 1 == 1 { 1.0 } else { -1.0 };
            bits >>= 1;
        }
    }
}
