//! Proposition 3.2: the biases of source and weak supervisor limit naive fine-tuning.

use super::WeakLabels;
use crate::model::SquaredBiases;

/// The least MSE of any spectral shrinkage estimator, for any number of weak labels and any penalty.
///
/// Returns the squared distance of the target from the segment between source and weak supervisor:
///
/// ```text
/// B_seg = min over s in [0, 1] of |s·a + (1 − s)·b|²
///       = (ε_P² ε_Q′² − c²) / (ε_P² + ε_Q′² − 2c)   if c ≤ min(ε_P², ε_Q′²)
///       = min(ε_P², ε_Q′²)                          otherwise
/// ```
///
/// | argument        | symbol | range |
/// | --------------- | ------ | ----- |
/// | `biases.source` | ε_P²   | ≥ 0   |
/// | `biases.weak`   | ε_Q′²  | ≥ 0   |
/// | `biases.cross`  | c      | c² ≤ ε_P²·ε_Q′² |
///
/// Unit: MSE. Source: Somerstep et al. (2025), Proposition 3.2 (paper); the segment form: ours.
///
/// ```
/// use weak_to_strong::{model::SquaredBiases, theory::segment_bound};
/// // Biases of length 1 at a right angle: the segment passes at distance √½.
/// assert_eq!(segment_bound(&SquaredBiases { source: 1.0, weak: 1.0, cross: 0.0 }), 0.5);
/// ```
pub fn segment_bound(biases: &SquaredBiases) -> f64 {
    least_quadratic(biases.source, biases.weak, biases.cross)
}

/// The harmonic form of the segment bound, valid for c ≥ 0.
///
/// ```text
/// ε_P² ε_Q′² / (ε_P² + ε_Q′²)
/// ```
///
/// The arguments are those of [`segment_bound`]. The result is 0 if both biases are 0. Unit: MSE. Source: Somerstep et al. (2025),
/// Proposition 3.2 (paper; constants ours).
pub fn harmonic_bound(biases: &SquaredBiases) -> f64 {
    let sum = biases.source + biases.weak;
    if sum == 0.0 { 0.0 } else { biases.source * (biases.weak / sum) }
}

/// The least MSE of any spectral shrinkage estimator of n weak labels.
///
/// For n ≥ d it is, with V = d·σ_w²/(n·v),
///
/// ```text
/// min over s in [0, 1] of s²(ε_Q′² + V) + (1 − s)² ε_P² + 2s(1 − s)c
/// ```
///
/// For n < d the sample reveals only n of d directions. Then the bound is (1 − n/d)·ε_P² + (n/d)·(the same minimum with V = σ_w²/v).
///
/// Unit: MSE. Source: Somerstep et al. (2025), Proposition 3.2, noisy case (paper); this form for every c and n: ours.
///
/// ```
/// use weak_to_strong::{model::SquaredBiases, theory::{finite_sample_bound, WeakLabels}};
/// // Noisy supervisor: the harmonic mean form of ε_P² = 1 and V = 4·1/(4·1) = 1.
/// let biases = SquaredBiases { source: 1.0, weak: 0.0, cross: 0.0 };
/// let labels = WeakLabels { dim: 4, samples: 4, noise: 1.0, prompt_variance: 1.0 };
/// assert_eq!(finite_sample_bound(&biases, &labels), 0.5);
/// ```
pub fn finite_sample_bound(biases: &SquaredBiases, labels: &WeakLabels) -> f64 {
    let seen = (labels.samples as f64 / labels.dim as f64).min(1.0);
    let examples_per_seen_direction = (labels.samples as f64 / labels.dim as f64).max(1.0);
    let variance = labels.noise * labels.noise / (labels.prompt_variance * examples_per_seen_direction);
    (1.0 - seen) * biases.source + seen * least_quadratic(biases.source, biases.weak + variance, biases.cross)
}

/// min over s in [0, 1] of s²·weak + (1 − s)²·source + 2s(1 − s)·cross.
fn least_quadratic(source: f64, weak: f64, cross: f64) -> f64 {
    let curvature = source + weak - 2.0 * cross;
    if curvature <= 0.0 || cross >= source.min(weak) {
        return source.min(weak);
    }
    ((source * weak - cross * cross) / curvature).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::DVector;
    use proptest::prelude::*;

    fn biases_of(source: &DVector<f64>, weak: &DVector<f64>) -> SquaredBiases {
        SquaredBiases { source: source.norm_squared(), weak: weak.norm_squared(), cross: source.dot(weak) }
    }

    fn bias_pair() -> impl Strategy<Value = (DVector<f64>, DVector<f64>)> {
        let vector = || prop::collection::vec(-3.0..3.0f64, 4).prop_map(DVector::from_vec);
        (vector(), vector())
    }

    proptest! {
        /// Proposition 3.2: no mixture of source and weak supervisor comes closer to the target, and one attains the bound.
        #[test]
        fn the_segment_bound_is_the_least_mixture((source, weak) in bias_pair()) {
            let bound = segment_bound(&biases_of(&source, &weak));
            let least = (0..=1000)
                .map(|i| f64::from(i) / 1000.0)
                .map(|share| (&weak * share + &source * (1.0 - share)).norm_squared())
                .fold(f64::INFINITY, f64::min);
            // Rounding below; above, half a grid step of 1/1000 times a bias difference of length at most 12.
            prop_assert!(least >= bound - 1e-12);
            prop_assert!(least <= bound + 144.0 * 0.25e-6 + 1e-12);
        }

        /// For c ≥ 0: segment ≥ harmonic ≥ half the smaller squared bias. The finite-sample bound is at least the segment.
        #[test]
        fn bounds_are_ordered((source, weak) in bias_pair(), samples in 1..100usize, noise in 0.01..3.0f64) {
            let biases = biases_of(&source, &weak);
            let labels = WeakLabels { dim: 10, samples, noise, prompt_variance: 1.0 };
            prop_assert!(finite_sample_bound(&biases, &labels) >= segment_bound(&biases) - 1e-12);
            prop_assert!(harmonic_bound(&biases) >= 0.5 * biases.source.min(biases.weak) - 1e-12);
            if biases.cross >= 0.0 {
                prop_assert!(segment_bound(&biases) >= harmonic_bound(&biases) - 1e-12);
            }
        }
    }

    #[test]
    fn limits_and_hand_computed_cases() {
        let at = |source, weak, cross| segment_bound(&SquaredBiases { source, weak, cross });
        assert_eq!(at(2.0, 2.0, 2.0), 2.0, "equal biases: the segment is a point");
        assert_eq!(at(1.0, 4.0, 2.0), 1.0, "parallel, the source is nearer");
        assert_eq!(at(0.0, 1.0, 0.0), 0.0, "an aligned source");
        assert_eq!(at(1.0, 1.0, -1.0), 0.0, "the target lies between the two");
        let biases = SquaredBiases { source: 1.0, weak: 0.25, cross: 0.1 };
        let many = WeakLabels { dim: 4, samples: 1 << 50, noise: 1.0, prompt_variance: 1.0 };
        assert!((finite_sample_bound(&biases, &many) - segment_bound(&biases)).abs() < 1e-12);
        // n = 1, d = 4, no weak bias, σ_w²/v = 1: ¾·1 + ¼·½.
        let one = WeakLabels { dim: 4, samples: 1, noise: 1.0, prompt_variance: 1.0 };
        assert_eq!(finite_sample_bound(&SquaredBiases { source: 1.0, weak: 0.0, cross: 0.0 }, &one), 0.875);
    }

    /// With c < 0 the harmonic form can exceed the segment bound: the assumption is needed.
    #[test]
    fn the_harmonic_bound_fails_for_negative_cross_bias() {
        let biases = SquaredBiases { source: 1.0, weak: 1.0, cross: -0.5 };
        assert!(harmonic_bound(&biases) > segment_bound(&biases));
    }
}
