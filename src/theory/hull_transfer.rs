//! Proposition 3.4: transfer within the convex hull of the source's concepts.

use super::{TangentCone, WeakLabels};
use crate::numeric::project_onto_simplex;

/// A bound on the MSE of least squares within the hull of orthonormal concepts.
///
/// The target is a single concept and the design is orthogonal, XᵀX = n·v·I.
///
/// Let L = Π_C(β_Q′) be the limit of many labels, and δ the statistical dimension of the tangent cone there. Then
///
/// ```text
/// E|β̂_C − β_Q|² ≤ (|L − β_Q| + σ_w·√(δ(T_C(L))/(n·v)))²
/// ```
///
/// For a supervisor that is only noisy, L = β_Q and the bound is σ_w²δ(T_C(β_Q))/(n·v). Then it is an equality in the limit σ_w → 0. Least
/// squares without the hull has d in place of δ.
///
/// Unit: MSE. Source: Somerstep et al. (2025), Proposition 3.4 (paper: a rate governed by the statistical dimension; this form: ours).
///
/// ```
/// use weak_to_strong::theory::{HullLimit, WeakLabels, hull_bound};
/// // Two concepts and no bias: δ = ½, and ¼·½/(2·1) = 1/16.
/// let labels = WeakLabels { dim: 2, samples: 2, noise: 0.5, prompt_variance: 1.0 };
/// let limit = HullLimit::new(&[1.0, 0.0], &[1.0, 0.0], 1.0);
/// assert!((hull_bound(&limit, &labels) - 0.0625).abs() < 1e-14);
/// ```
pub fn hull_bound(limit: &HullLimit, labels: &WeakLabels) -> f64 {
    let dimension = limit.tangent_cone().statistical_dimension();
    let variance = noise_per_label(labels) * dimension / labels.samples as f64;
    (limit.squared_bias.sqrt() + variance.sqrt()).powi(2)
}

/// The MSE of least squares within the hull in the limit of small noise.
///
/// Prompts are i.i.d. Gaussian, the supervisor is only noisy, and the target is a single concept.
///
/// ```text
/// E|β̂_C − β_Q|²/σ_w² → (1/v) Σ_j v_j·j/(n − j − 1)
/// ```
///
/// The v_j are the conic intrinsic volumes of the tangent cone. The result is infinite if n ≤ j + 1 for a face of dimension j ≥ 1, that is, for
/// n ≤ K.
///
/// Unit: MSE. Source: ours; `docs/theory.md`.
///
/// ```
/// use weak_to_strong::theory::{TangentCone, WeakLabels, hull_small_noise};
/// // Two concepts: v₁ = ½, and ½·1/(4 − 2) = ¼.
/// let labels = WeakLabels { dim: 2, samples: 4, noise: 1.0, prompt_variance: 1.0 };
/// assert!((hull_small_noise(&TangentCone::new(2, 1), &labels) - 0.25).abs() < 1e-14);
/// ```
pub fn hull_small_noise(cone: &TangentCone, labels: &WeakLabels) -> f64 {
    let on_faces = |(dimension, volume): (usize, f64)| {
        if dimension == 0 {
            0.0
        } else if labels.samples > dimension + 1 {
            volume * dimension as f64 / (labels.samples - dimension - 1) as f64
        } else {
            f64::INFINITY
        }
    };
    noise_per_label(labels) * cone.intrinsic_volumes().map(on_faces).sum::<f64>()
}

/// σ_w²/v.
fn noise_per_label(labels: &WeakLabels) -> f64 {
    labels.noise * labels.noise / labels.prompt_variance
}

/// The limit of least squares within the hull of orthonormal concepts as the number of labels grows, for isotropic prompts.
///
/// The limit Π_C(β_Q′) is the point of the hull nearest to the mean of the weak supervisor. Its weights are the projection of (βₖᵀβ_Q′)ₖ onto
/// the simplex.
///
/// ```text
/// squared bias  |Π_C(β_Q′) − β_Q|²
/// misfit        |Π_C(β_Q′) − β_Q′|²
/// ```
///
/// Source: ours, for Somerstep et al. (2025), Proposition 3.4; the misfit after Charikar, Pabbaraju and Shiragur (2024).
///
/// ```
/// use weak_to_strong::theory::HullLimit;
/// // The target is the first of two concepts; the weak supervisor is half of it, and ¼ off the hull in square.
/// let limit = HullLimit::new(&[0.5, 0.0], &[1.0, 0.0], 0.5);
/// assert_eq!((limit.squared_bias, limit.misfit), (0.125, 0.375));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct HullLimit {
    /// The weights of Π_C(β_Q′), one per concept.
    pub weights: Vec<f64>,
    /// |Π_C(β_Q′) − β_Q|².
    pub squared_bias: f64,
    /// |Π_C(β_Q′) − β_Q′|².
    pub misfit: f64,
}

impl HullLimit {
    /// The limit for given coordinates.
    ///
    /// | argument             | symbol       | shape | range |
    /// | -------------------- | ------------ | ----- | ----- |
    /// | `weak`               | βₖᵀβ_Q′      | K     |       |
    /// | `target_prior`       | πₖ           | K     | probabilities |
    /// | `weak_square`        | \|β_Q′\|²    |       | ≥ Σ (βₖᵀβ_Q′)² |
    pub fn new(weak: &[f64], target_prior: &[f64], weak_square: f64) -> Self {
        let weights = project_onto_simplex(weak);
        let off_span = (weak_square - weak.iter().map(|x| x * x).sum::<f64>()).max(0.0);
        Self {
            squared_bias: squared_distance(&weights, target_prior),
            misfit: squared_distance(&weights, weak) + off_span,
            weights,
        }
    }

    /// The tangent cone of the hull at the limit.
    pub fn tangent_cone(&self) -> TangentCone {
        let mixed = self.weights.iter().filter(|weight| **weight > ROUNDING).count();
        TangentCone::new(self.weights.len(), mixed)
    }
}

/// Weights up to this are zero up to rounding of the coordinates.
const ROUNDING: f64 = 1e-12;

fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// The squared bias within the hull in the paper's biased case, where βₖᵀβ_Q′ = 0 for every concept except the target.
///
/// For ρ = βₖ*ᵀβₖ*ʷ and K orthonormal concepts it is
///
/// ```text
/// 0                     for ρ ≥ 1 or K = 1: exact recovery
/// (1 − ρ)²(1 − 1/K)     for −1/(K − 1) ≤ ρ ≤ 1
/// K/(K − 1)             for ρ ≤ −1/(K − 1)
/// ```
///
/// Unit: MSE. Source: ours, for Somerstep et al. (2025), Proposition 3.4.
///
/// ```
/// use weak_to_strong::theory::hull_bias_by_cosine;
/// assert_eq!(hull_bias_by_cosine(0.5, 2), 0.125);
/// assert_eq!(hull_bias_by_cosine(1.5, 2), 0.0);
/// assert_eq!(hull_bias_by_cosine(-3.0, 2), 2.0);
/// ```
pub fn hull_bias_by_cosine(cosine: f64, concepts: usize) -> f64 {
    let count = concepts as f64;
    if concepts == 1 || cosine >= 1.0 {
        0.0
    } else if cosine >= -1.0 / (count - 1.0) {
        (1.0 - cosine).powi(2) * (1.0 - 1.0 / count)
    } else {
        count / (count - 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn labels(samples: usize) -> WeakLabels {
        WeakLabels { dim: 8, samples, noise: 0.5, prompt_variance: 0.25 }
    }

    #[test]
    fn small_noise_tends_to_the_bound_for_many_labels() {
        let (cone, vertex) = (TangentCone::new(4, 1), [1.0, 0.0, 0.0, 0.0]);
        let limit = HullLimit::new(&vertex, &vertex, 1.0);
        let ratio = |samples| hull_small_noise(&cone, &labels(samples)) / hull_bound(&limit, &labels(samples));
        assert!((ratio(1 << 40) - 1.0).abs() < 1e-10);
        // By the intrinsic volumes of a regular tetrahedron's corner, at n = 10: Σ v_j·j/(9 − j) = 0.45613/8 + 0.5/7 + 0.13161/6.
        let expected = (0.45613 / 8.0 + 0.5 / 7.0 + 3.0 * 0.04387 / 6.0) * 10.0 / 1.08774;
        assert!((ratio(10) - expected).abs() < 1e-5, "{} and {expected}", ratio(10));
        assert_eq!(hull_small_noise(&cone, &labels(4)), f64::INFINITY);
        assert!(hull_small_noise(&cone, &labels(5)).is_finite());
        assert_eq!(hull_small_noise(&TangentCone::new(1, 1), &labels(1)), 0.0);
    }

    proptest! {
        /// The projection onto the simplex gives the closed form in ρ, and all that is off the hull is misfit.
        #[test]
        fn the_limit_has_a_closed_form_in_the_cosine(cosine in -3.0..3.0f64, concepts in 1..9usize, off_hull in 0.0..2.0f64) {
            let mut weak = vec![0.0; concepts];
            let mut target = weak.clone();
            (weak[0], target[0]) = (cosine, 1.0);
            let limit = HullLimit::new(&weak, &target, cosine * cosine + off_hull * off_hull);
            prop_assert!((limit.squared_bias - hull_bias_by_cosine(cosine, concepts)).abs() < 1e-13);
            prop_assert!(limit.misfit >= off_hull * off_hull - 1e-13);
        }

        /// Charikar, Pabbaraju and Shiragur (2024): the gain of the limit over the weak supervisor is at least the misfit. Rounding is that of
        /// sums of at most seven squares below 10.
        #[test]
        fn the_gain_is_at_least_the_misfit(
            weak in prop::collection::vec(-2.0..2.0f64, 1..7),
            weights in prop::collection::vec(0.01..1.0f64, 7),
            off_hull in 0.0..2.0f64,
        ) {
            let total: f64 = weights[..weak.len()].iter().sum();
            let target: Vec<f64> = weights[..weak.len()].iter().map(|w| w / total).collect();
            let weak_square = weak.iter().map(|x| x * x).sum::<f64>() + off_hull * off_hull;
            let limit = HullLimit::new(&weak, &target, weak_square);
            let weak_bias = squared_distance(&weak, &target) + off_hull * off_hull;
            prop_assert!(weak_bias - limit.squared_bias >= limit.misfit - 1e-13);
        }
    }
}
