//! What the MSE of ridge regression on labels of a mixture of concepts depends on, apart from the mixture: five numbers that come from the prompts alone.

use weak_to_strong::kernel::{LANES, RidgeTraces};

/// Five numbers c₀…c₄ of N isotropic Gaussian prompts and a penalty. With b = β_P − β_Q and a′ = β̄ − β_Q, the MSE given the prompts' spectrum is
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
    /// c₄ = (tr S · tr S(S + ηI)⁻² + 2 tr T²)/(d(N + 2)).
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
    /// No numbers at all.
    pub(super) const UNKNOWN: Self =
        Self { kept: f64::NAN, product: f64::NAN, moved: f64::NAN, noise: f64::NAN, mixing: f64::NAN };

    /// The expectations for η = 0, or `None` if that of c₃ is infinite.
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

    /// The constants of one sample.
    pub(super) fn of_traces(traces: &RidgeTraces, lane: usize, size: SampleSize) -> Self {
        let SampleSize { count, dim, variance } = size;
        let (count, dim) = (count as f64, dim as f64);
        let spread = traces.total[lane] * traces.variance[lane];
        Self {
            kept: traces.kept_square[lane] / dim,
            product: traces.product[lane] / dim,
            moved: traces.moved_square[lane] / dim,
            noise: traces.variance[lane] / variance,
            mixing: (spread + 2.0 * traces.moved_square[lane]) / (dim * (count + 2.0)),
        }
    }

    /// The constants of samples side by side.
    pub(super) fn of_lanes(traces: &RidgeTraces, size: SampleSize) -> [Self; LANES] {
        std::array::from_fn(|lane| Self::of_traces(traces, lane, size))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weak_to_strong::kernel::{SpectrumSampler, WideGenerator};
    use weak_to_strong::numeric::JointMoments;
    use weak_to_strong::random::{ContentKey, open_stream};

    /// d = 1, N = 4, v = 2: 1/(2·2), and 3·τ/(N + 2) from mixing, as the paragraph on cases by hand of `refinement_bound` in `docs/theory.md` says.
    #[test]
    fn one_dimension_by_hand() {
        let size = SampleSize { count: 4, dim: 1, variance: 2.0 };
        let expected = RidgeConstants { kept: 0.0, product: 0.0, moved: 1.0, noise: 0.25, mixing: 0.5 };
        assert_eq!(RidgeConstants::without_penalty(size), Some(expected));
        assert_eq!(RidgeConstants::without_penalty(SampleSize { count: 2, ..size }), None);
    }

    /// Fixed seed. The means of 40,000 samples are within five standard errors of the expectations, but for a probability of 6e-7 each.
    #[test]
    fn expectations_without_penalty_are_those_of_samples() {
        for (count, dim) in [(12, 3), (3, 12), (20, 5), (1, 9), (9, 1)] {
            let size = SampleSize { count, dim, variance: 0.5 };
            let known = RidgeConstants::without_penalty(size).expect("finite");
            let mut stream = open_stream(4, &ContentKey::of("constants"), 0);
            let mut generator = WideGenerator::from_stream(&mut stream);
            let mut sampler = SpectrumSampler::new(count, dim);
            let mut moments = JointMoments::new(3);
            for _ in 0..5000 {
                let traces = RidgeTraces::of(sampler.draw(&mut generator, &mut stream), 0.0);
                for drawn in RidgeConstants::of_lanes(&traces, size) {
                    assert_eq!(drawn.product, 0.0);
                    moments.push(&[drawn.moved, drawn.noise, drawn.mixing]);
                }
            }
            for (at, expected) in [known.moved, known.noise, known.mixing].into_iter().enumerate() {
                let limit = 1e-12 + 5.0 * (moments.covariance(at, at) / 40_000.0).sqrt();
                let found = moments.mean()[at];
                assert!((found - expected).abs() < limit, "{count} × {dim}: {found}, not {expected} ± {limit}");
            }
        }
    }
}
