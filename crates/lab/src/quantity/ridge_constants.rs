//! What the MSE of ridge regression on labels of a mixture of concepts depends on, apart from the mixture: five numbers of the prompts alone.

use weak_to_strong::learn::Shrinkage;

/// Five numbers c₀…c₄ of N prompts, whose law is unchanged by signed permutations of the coordinates, and of a penalty. With b = β_P − β_Q and a′ = β̄ − β_Q, the MSE given the prompts' spectrum is
///
/// ```text
/// c₀|b|² + 2c₁·bᵀa′ + c₂|a′|² + c₃σ² + c₄τ
/// ```
///
/// where σ² is the variance of a label's noise and τ = Σ ᾱₖ|βₖ − β̄|².
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct RidgeConstants {
    /// c₀ = tr(I − T)²/d, where T = S(S + ηI)⁻¹ and S = XᵀX/N.
    pub(super) kept: f64,
    /// c₁ = tr T(I − T)/d.
    pub(super) product: f64,
    /// c₂ = tr T²/d.
    pub(super) moved: f64,
    /// c₃ = tr S(S + ηI)⁻²/N.
    pub(super) noise: f64,
    /// c₄ = Σᵢ |Xᵢ|²·Xᵢᵀ(S + ηI)⁻²Xᵢ/(dN²).
    pub(super) mixing: f64,
}

/// N prompts in d dimensions, of variance v.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct SampleSize {
    pub(super) count: usize,
    pub(super) dim: usize,
    pub(super) variance: f64,
}

impl RidgeConstants {
    /// With an infinite penalty nothing moves from the source.
    pub(super) const SOURCE: Self = Self { kept: 1.0, product: 0.0, moved: 0.0, noise: 0.0, mixing: 0.0 };

    /// No numbers at all.
    pub(super) const UNKNOWN: Self =
        Self { kept: f64::NAN, product: f64::NAN, moved: f64::NAN, noise: f64::NAN, mixing: f64::NAN };

    /// The expectations for Gaussian prompts and η = 0, or `None` if that of c₃ is infinite.
    ///
    /// Of d and N, p is the greater and q the smaller one. XᵀX/v has q eigenvalues λ that are not 0, those of a Wishart matrix of dimension q with p
    /// degrees of freedom: E Σ 1/λ = q/(p − q − 1) and E Σλ·Σ1/λ = q(pq − 2)/(p − q − 1).
    pub(super) fn without_penalty(size: SampleSize) -> Option<Self> {
        let SampleSize { count, dim, variance } = size;
        let (p, q) = (count.max(dim) as f64, count.min(dim) as f64);
        let (count, dim) = (count as f64, dim as f64);
        (p - q >= 2.0).then(|| Self {
            kept: 1.0 - q / dim,
            product: 0.0,
            moved: q / dim,
            noise: q / ((p - q - 1.0) * variance),
            mixing: (q * (p * q - 2.0) / (p - q - 1.0) + 2.0 * q) / (dim * (count + 2.0)),
        })
    }

    /// The constants of one sample with this c₄.
    pub(super) fn of(shrinkage: &Shrinkage, dim: usize, mixing: f64) -> Self {
        let mean = |sum: f64| sum / dim as f64;
        Self {
            kept: mean(shrinkage.left),
            product: mean(shrinkage.mixed),
            moved: mean(shrinkage.taken),
            noise: shrinkage.variance,
            mixing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// d = 1, N = 4, v = 2: 1/(2·2), and 3·τ/(N + 2) from mixing, as the paragraph on cases by hand of `refinement_bound` in `docs/theory.md` says.
    #[test]
    fn one_dimension_by_hand() {
        let size = SampleSize { count: 4, dim: 1, variance: 2.0 };
        let expected = RidgeConstants { kept: 0.0, product: 0.0, moved: 1.0, noise: 0.25, mixing: 0.5 };
        assert_eq!(RidgeConstants::without_penalty(size), Some(expected));
        assert_eq!(RidgeConstants::without_penalty(SampleSize { count: 2, ..size }), None);
    }
}
