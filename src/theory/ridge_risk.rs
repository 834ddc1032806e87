//! The exact risk curve of naive fine-tuning in high dimension.

use crate::model::SquaredBiases;

/// The parameters of a sample of weak labels, on which a risk depends in addition to the biases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeakLabels {
    /// d.
    pub dim: usize,
    /// n.
    pub samples: usize,
    /// σ_w.
    pub noise: f64,
    /// v, with E XXᵀ = v·I.
    pub prompt_variance: f64,
}

/// The MSE of ridge regression towards the source as d, n → ∞ with γ = d/n fixed.
///
/// Prompts are Gaussian, and π is on a single concept.
///
/// Let m be the Stieltjes transform at −η of the Marchenko–Pastur law of Σ̂, and m′ its derivative there:
///
/// ```text
/// m  = 2 / (A + √(A² + 4γvη)),   A = v(1 − γ) + η
/// m′ = (γv·m² + m) / √(A² + 4γvη)
/// MSE(η) = ε_Q′²(1 − 2ηm + η²m′) + (dσ_w²/n)(m − ηm′) + ε_P²η²m′ + 2c(ηm − η²m′)
/// ```
///
/// | argument  | symbol              | range |
/// | --------- | ------------------- | ----- |
/// | `biases`  | ε_P², ε_Q′², c      |       |
/// | `labels`  | d, n, σ_w, v        | n ≥ 1 |
/// | `penalty` | η                   | 0 < η ≤ ∞, or η = 0 with n > d |
///
/// Returns infinity for η = 0 and n = d. For η = 0 and n < d it returns the limit η → 0.
///
/// Unit: MSE, with an error of order 1/d at finite d. Source: ours (Marchenko–Pastur); see `docs/theory.md`.
pub fn ridge_risk(biases: &SquaredBiases, labels: &WeakLabels, penalty: f64) -> f64 {
    let ratio = labels.dim as f64 / labels.samples as f64;
    let shrinkage = Shrinkage::of(ratio, labels.prompt_variance, penalty);
    let variance = labels.noise * labels.noise * ratio;
    let weak = 1.0 - 2.0 * shrinkage.kept + shrinkage.kept_squared;
    biases.weak * weak
        + variance * shrinkage.noise_gain
        + biases.source * shrinkage.kept_squared
        + 2.0 * biases.cross * (shrinkage.kept - shrinkage.kept_squared)
}

/// Averages over the eigenvalues λ of Σ̂ of the share t = η/(λ + η) of the source that is kept, of t², and of λ/(λ + η)².
struct Shrinkage {
    kept: f64,
    kept_squared: f64,
    noise_gain: f64,
}

impl Shrinkage {
    fn of(ratio: f64, variance: f64, penalty: f64) -> Self {
        if penalty == f64::INFINITY {
            return Self { kept: 1.0, kept_squared: 1.0, noise_gain: 0.0 };
        }
        // Below this the limit η → 0 is closer than rounding leaves the differences below.
        if penalty <= 1e-13 * variance * (1.0 - ratio).powi(2) {
            // A share 1 − 1/γ of the eigenvalues is 0 for γ > 1; E 1/λ over the others is 1/(v|1 − γ|).
            let null = (1.0 - 1.0 / ratio).max(0.0);
            let noise_gain = (1.0 - null) / (variance * (1.0 - ratio).abs());
            return Self { kept: null, kept_squared: null, noise_gain };
        }
        let a = variance * (1.0 - ratio) + penalty;
        let root = a.hypot(2.0 * (ratio * variance * penalty).sqrt());
        let stieltjes = if a >= 0.0 { 2.0 / (a + root) } else { (root - a) / (2.0 * ratio * variance * penalty) };
        // ηm′/m.
        let share = (ratio * variance * stieltjes + 1.0) * (penalty / root);
        let kept = penalty * stieltjes;
        Self { kept, kept_squared: kept * share, noise_gain: stieltjes * (1.0 - share) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BIASES: SquaredBiases = SquaredBiases { source: 0.875, weak: 0.4, cross: 0.175 };

    fn labels(samples: usize) -> WeakLabels {
        WeakLabels { dim: 32, samples, noise: 0.5, prompt_variance: 1.0 }
    }

    #[test]
    fn an_infinite_penalty_is_the_source() {
        assert_eq!(ridge_risk(&BIASES, &labels(64), f64::INFINITY), BIASES.source);
        assert!((ridge_risk(&BIASES, &labels(64), 1e9) - BIASES.source).abs() < 1e-8);
    }

    #[test]
    fn many_samples_give_the_population_fit() {
        // Σ̂ → I: the fit is the mixture with share 1/(1 + η) of the weak supervisor.
        let share = 1.0 / 1.5;
        let expected = share * share * BIASES.weak
            + (1.0 - share) * (1.0 - share) * BIASES.source
            + 2.0 * share * (1.0 - share) * BIASES.cross;
        assert!((ridge_risk(&BIASES, &labels(1 << 40), 0.5) - expected).abs() < 1e-9);
    }

    #[test]
    fn small_penalties_tend_to_least_squares() {
        for samples in [8, 16, 64, 256] {
            let limit = ridge_risk(&BIASES, &labels(samples), 0.0);
            assert!((ridge_risk(&BIASES, &labels(samples), 1e-7) - limit).abs() < 1e-5 * limit, "n = {samples}");
        }
        // n = 2d: ε_Q′² + σ_w²·γ/(1 − γ) = 0.4 + 0.25.
        assert!((ridge_risk(&BIASES, &labels(64), 0.0) - 0.65).abs() < 1e-15);
        // n = d/2: half the directions keep the source: 0.5·ε_P² + 0.5·ε_Q′² + σ_w²·γ·(1/γ)/(γ − 1).
        assert!((ridge_risk(&BIASES, &labels(16), 0.0) - (0.4375 + 0.2 + 0.25)).abs() < 1e-15);
        assert_eq!(ridge_risk(&BIASES, &labels(32), 0.0), f64::INFINITY);
    }
}
