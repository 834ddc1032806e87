//! What is proved of the part of the squared error that comes from label noise, given the prompts.

use super::prompt_facts::{InverseCut, PromptFacts};

/// An estimator that shrinks towards the source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Filter {
    /// Ridge regression with this penalty.
    Ridge { penalty: f64 },
    /// Gradient descent.
    Descent { step: f64, steps: usize },
}

/// How the mean of the noise's part is enclosed from above. It is x = Σ τ²/λ/n per unit of variance, with the shares τ of the eigenvalues λ of S.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum NoiseBound {
    /// Nothing is proved.
    Open,
    /// x is at most this.
    AtMost(f64),
    /// x ≤ factor·tr S.
    ByTrace { factor: f64 },
    /// x ≤ tr W⁻¹, whose mean is known.
    ByInverse,
    /// x ≤ tr W⁻¹, and it is known what is lost when that is cut off.
    Cut(InverseCut),
}

impl Filter {
    /// Whether all shares lie in [0, 1] for every sample.
    pub(super) fn shrinks(&self, facts: &PromptFacts) -> bool {
        match self {
            Self::Ridge { .. } => true,
            // Descent of no steps stays at the source. The greatest eigenvalue is at most the trace.
            Self::Descent { step, steps } => {
                *steps == 0 || facts.greatest_trace.is_some_and(|greatest| step * greatest <= 1.0)
            }
        }
    }

    /// Whether the estimate is the source.
    pub(super) fn stays(&self) -> bool {
        match self {
            Self::Ridge { penalty } => *penalty == f64::INFINITY,
            Self::Descent { steps, .. } => *steps == 0,
        }
    }

    /// Whether it is least squares.
    pub(super) fn is_least_squares(&self) -> bool {
        *self == Self::Ridge { penalty: 0.0 }
    }

    /// The greatest τ²/λ over all λ, given that the filter shrinks; infinite for least squares.
    pub(super) fn greatest_noise(&self) -> f64 {
        match self {
            // λ/(λ + η)² is greatest at λ = η.
            Self::Ridge { penalty } => 0.25 / penalty,
            Self::Descent { step, steps } => step * *steps as f64 * greatest_descent_share(*steps),
        }
    }

    /// The greatest τ/λ over all λ, given that the filter shrinks; infinite for least squares.
    fn greatest_slope(&self) -> f64 {
        match self {
            Self::Ridge { penalty } => penalty.recip(),
            // 1 − (1 − x)ᵀ ≤ Tx.
            Self::Descent { step, steps } => step * *steps as f64,
        }
    }

    /// The bound that leads to the narrowest interval. Where the estimate is dominated or cut, what counts is the mean of what replaces it.
    pub(super) fn noise_bound(&self, facts: &PromptFacts) -> NoiseBound {
        if !self.shrinks(facts) {
            return NoiseBound::Open;
        }
        let (count, rank) = (facts.count as f64, facts.rank() as f64);
        let slope_square = self.greatest_slope().powi(2);
        let by_trace = slope_square / count;
        let mut greatest = rank * self.greatest_noise() / count;
        if let Some(trace) = facts.greatest_trace {
            greatest = greatest.min(by_trace * trace);
        }
        let mut candidates = vec![(greatest, NoiseBound::AtMost(greatest))];
        candidates.push((by_trace * facts.mean_trace, NoiseBound::ByTrace { factor: by_trace }));
        candidates.extend(facts.mean_inverse.map(|mean| (mean, NoiseBound::ByInverse)));
        candidates.extend(
            facts.inverse_cut.filter(|_| facts.mean_inverse.is_none()).map(|cut| (cut.at, NoiseBound::Cut(cut))),
        );
        let best = candidates.into_iter().filter(|(width, _)| width.is_finite()).min_by(|a, b| a.0.total_cmp(&b.0));
        best.map_or(NoiseBound::Open, |(_, bound)| bound)
    }
}

/// max over x in [0, 1] of (1 − (1 − x)ᵀ)²/(Tx), at most 1.
///
/// With u = 1 − (1 − x)ᵀ the quotient xu′/u falls from 1 to 0 for T ≥ 2, so that log u²/x has one maximum, where it is ½.
fn greatest_descent_share(steps: usize) -> f64 {
    let count = steps as f64;
    let reached = |x: f64| -(count * (-x).ln_1p()).exp_m1();
    if steps < 2 {
        return 1.0;
    }
    let (mut below, mut above) = (0.0_f64, 1.0_f64);
    for _ in 0..200 {
        let x = 0.5 * (below + above);
        let slope = count * ((count - 1.0) * (-x).ln_1p()).exp();
        if 2.0 * x * slope > reached(x) { below = x } else { above = x }
    }
    // The maximum is flat: what the search leaves open is less than rounding.
    (reached(above).powi(2) / (count * above) * (1.0 + 1e-12)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::DMatrix;
    use proptest::prelude::*;
    use weak_to_strong::learn::Spectrum;
    use weak_to_strong::model::PromptLaw;

    /// T = 1: x, greatest 1. T = 2: x(2 − x)²/2, greatest 16/27 at x = ⅔. Many steps: (1 − e⁻ʸ)²/y, greatest 0.4072645 where eʸ = 1 + 2y.
    #[test]
    fn greatest_shares_of_descent_by_hand() {
        assert_eq!(greatest_descent_share(1), 1.0);
        assert!((greatest_descent_share(2) - 16.0 / 27.0).abs() < 1e-11);
        assert!((greatest_descent_share(1_000_000_000) - 0.407_264_5).abs() < 1e-6);
    }

    fn bound(law: PromptLaw, count: usize, filter: Filter) -> NoiseBound {
        filter.noise_bound(&PromptFacts::new(&law, count, 32))
    }

    /// 256 Gaussian labels in 32 dimensions: λ lies near 1. Small penalties are dominated by least squares, large ones by the trace.
    #[test]
    fn the_best_bound_is_taken() {
        let ridge = |penalty| Filter::Ridge { penalty };
        assert_eq!(bound(PromptLaw::Gaussian, 256, ridge(1e-3)), NoiseBound::ByInverse);
        assert_eq!(bound(PromptLaw::Gaussian, 256, ridge(1.0)), NoiseBound::AtMost(32.0 / 1024.0));
        assert_eq!(bound(PromptLaw::Gaussian, 256, ridge(1e2)), NoiseBound::ByTrace { factor: 1e-4 / 256.0 });
        assert_eq!(bound(PromptLaw::Gaussian, 32, ridge(1e-3)), NoiseBound::AtMost(250.0));
        assert_eq!(bound(PromptLaw::Gaussian, 32, ridge(0.0)), NoiseBound::Open);
        assert_eq!(bound(PromptLaw::Rademacher, 64, ridge(0.0)), NoiseBound::Open);
        assert!(matches!(bound(PromptLaw::Cube, 256, ridge(1e-3)), NoiseBound::Cut(_)));
        assert!(matches!(bound(PromptLaw::Cube, 256, ridge(0.0)), NoiseBound::Cut(_)));
        let descent = |step| Filter::Descent { step, steps: 10 };
        assert_eq!(bound(PromptLaw::Gaussian, 256, descent(0.01)), NoiseBound::Open);
        assert_eq!(bound(PromptLaw::Cube, 256, descent(0.1)), NoiseBound::Open);
        assert_ne!(bound(PromptLaw::Cube, 256, descent(1.0 / 32.0)), NoiseBound::Open);
    }

    /// Twice the mean of the trace of the inverse (by 200 samples it is 0.447 for the cube) is where 256 cube prompts in 32 dimensions are cut off.
    #[test]
    fn cuts_of_many_prompts_are_near_the_mean() {
        let NoiseBound::Cut(InverseCut { at, beyond }) = bound(PromptLaw::Cube, 256, Filter::Ridge { penalty: 0.0 })
        else {
            panic!("a cut");
        };
        assert!(at < 1.0 && beyond < 1e-5, "{at} {beyond}");
    }

    proptest! {
        /// A search for more noise than is proved, with prompts of any size on the cube, nearly singular ones among them.
        #[test]
        fn no_noise_exceeds_its_bound(
            numbers in prop::collection::vec(prop_oneof![-1.0..=1.0f64, Just(1.0), -1e-6..1e-6f64], 12),
            count in 1..5usize,
            log_penalty in -14.0..6.0f64,
            steps in 1..2000usize,
            step in 0.001..=1.0f64,
        ) {
            let dim = numbers.len() / count;
            let prompts = DMatrix::from_column_slice(count, dim, &numbers[..count * dim]);
            let spectrum = Spectrum::new(&prompts.tr_mul(&prompts), count);
            let facts = PromptFacts::new(&PromptLaw::Cube, count, dim);
            let open = PromptFacts { greatest_trace: None, ..facts.clone() };
            let penalty = 10f64.powf(log_penalty);
            let step = step / dim as f64;
            for (filter, found) in [
                (Filter::Ridge { penalty }, spectrum.ridge(penalty)),
                (Filter::Descent { step, steps }, spectrum.descent(step, steps)),
            ] {
                let found = found.expect("a filter").variance;
                let share = filter.greatest_noise() * facts.rank() as f64 / count as f64;
                prop_assert!(found <= share * (1.0 + 1e-9), "{found} {share} {filter:?}");
                for facts in [&facts, &open] {
                    let limit = match filter.noise_bound(facts) {
                        NoiseBound::Open => f64::INFINITY,
                        NoiseBound::AtMost(greatest) => greatest,
                        NoiseBound::ByTrace { factor } => factor * spectrum.trace(),
                        NoiseBound::ByInverse | NoiseBound::Cut(_) => spectrum.ridge(0.0).expect("a penalty").variance,
                    };
                    prop_assert!(found <= limit * (1.0 + 1e-9), "{found} {limit} {filter:?}");
                }
            }
        }
    }
}
