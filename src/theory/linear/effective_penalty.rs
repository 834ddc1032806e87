//! The penalty that few labels amount to.

use super::SpectrumLevel;
use super::spectrum::{rank, seen};

/// The effective penalty κ of ridge regression on n labels, with the penalty μ times I beside XᵀX/n.
///
/// It is the solution of
///
/// ```text
/// Σ λ_i/(λ_i + κ) + nμ/κ = n
/// ```
///
/// | argument  | symbol | range       |
/// | --------- | ------ | ----------- |
/// | `levels`  | λ_i    | ≥ 0         |
/// | `labels`  | n      | > 0, or inf |
/// | `penalty` | μ      | ≥ 0         |
///
/// It is 0 where μ = 0 and n is at least the number of positive eigenvalues, and μ for n = ∞. It is correct to rounding.
///
/// Source: textbook (Silverstein's equation); `docs/theory.md`.
///
/// ```
/// use weak_to_strong::theory::{effective_penalty, spectrum_levels};
/// // Eight equal eigenvalues and two labels: 8·2/(2 + κ) = 2.
/// assert!((effective_penalty(&spectrum_levels(&[2.0; 8]), 2.0, 0.0) - 6.0).abs() < 1e-14);
/// assert_eq!(effective_penalty(&spectrum_levels(&[2.0; 8]), 8.0, 0.0), 0.0);
/// ```
///
/// # Panics
///
/// If `labels` is not positive or `penalty` is negative.
pub fn effective_penalty(levels: &[SpectrumLevel], labels: f64, penalty: f64) -> f64 {
    assert!(labels > 0.0 && penalty >= 0.0, "{labels} labels, penalty {penalty}");
    let rank = rank(levels);
    if labels == f64::INFINITY || penalty == f64::INFINITY || (penalty == 0.0 && labels >= rank) {
        return penalty;
    }
    let trace: f64 = seen(levels).map(|level| level.count * level.eigenvalue).sum();
    let least = seen(levels).map(|level| level.eigenvalue).fold(f64::INFINITY, f64::min);
    // All λ_i equal to the least one, and at κ = μ the left side is at least n.
    let low = if rank > labels { penalty.max(least * (rank / labels - 1.0)) } else { penalty };
    // Each λ_i/(λ_i + κ) is at most λ_i/κ.
    let high = penalty + trace / labels;
    zero_of_decreasing(low, high, |kappa| excess(levels, rank, labels, penalty, kappa))
}

/// The left side of the equation minus n. The two forms are equal; the one is taken that does not cancel.
fn excess(levels: &[SpectrumLevel], rank: f64, labels: f64, penalty: f64, kappa: f64) -> f64 {
    if 2.0 * labels < rank {
        let kept: f64 = seen(levels).map(|level| level.count * level.eigenvalue / (level.eigenvalue + kappa)).sum();
        kept - labels * (1.0 - penalty / kappa)
    } else {
        let missed: f64 = seen(levels).map(|level| level.count * kappa / (level.eigenvalue + kappa)).sum();
        rank - labels + labels * penalty / kappa - missed
    }
}

/// Returns the zero of a decreasing function between two positive numbers, by halving the logarithm until no number lies between.
fn zero_of_decreasing(mut low: f64, mut high: f64, function: impl Fn(f64) -> f64) -> f64 {
    loop {
        let middle = (low * high).sqrt();
        if !(low < middle && middle < high) {
            return low;
        }
        if function(middle) > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::spectrum_levels;

    /// λ(1/(λ + κ))·d + nμ/κ = n is a quadratic equation for equal eigenvalues.
    #[test]
    fn equal_eigenvalues_give_a_quadratic_equation() {
        let level = SpectrumLevel { eigenvalue: 0.7, count: 40.0 };
        for (labels, penalty) in [(10.0, 0.3), (39.999, 0.0), (40.0, 1e-9), (80.0, 2.0), (40.5, 1e-14), (1.0, 1e6)] {
            let middle = level.eigenvalue * (level.count / labels - 1.0) + penalty;
            let root = middle.hypot(2.0 * (penalty * level.eigenvalue).sqrt());
            let exact =
                if middle > 0.0 { 0.5 * (middle + root) } else { 2.0 * penalty * level.eigenvalue / (root - middle) };
            let kappa = effective_penalty(&[level], labels, penalty);
            // n = 39.999 leaves 12 digits of n − d.
            assert!((kappa / exact - 1.0).abs() < 1e-11, "n = {labels}, μ = {penalty}: {kappa}, not {exact}");
        }
    }

    #[test]
    fn the_equation_holds_for_spectra_of_all_kinds() {
        let power: Vec<f64> = (1..=300).map(|place| (place as f64).powi(-2)).collect();
        let levels = spectrum_levels(&power);
        let wide = [SpectrumLevel { eigenvalue: 1e6, count: 3.0 }, SpectrumLevel { eigenvalue: 1e-9, count: 1e12 }];
        let blind = [SpectrumLevel { eigenvalue: 0.0, count: 5.0 }, SpectrumLevel { eigenvalue: 1.0, count: 7.0 }];
        for levels in [levels.as_slice(), &wide, &blind] {
            for labels in [1.0, 2.5, 4.0, 100.0, 299.0, 1000.0] {
                for penalty in [0.0, 1e-12, 1e-3, 10.0] {
                    let kappa = effective_penalty(levels, labels, penalty);
                    if kappa > 0.0 {
                        let kept: f64 = levels.iter().map(|l| l.count * l.eigenvalue / (l.eigenvalue + kappa)).sum();
                        let left = kept + labels * penalty / kappa;
                        assert!((left / labels - 1.0).abs() < 1e-11, "{left}, not {labels}; μ = {penalty}");
                    } else {
                        assert!(penalty == 0.0 && labels >= rank(levels));
                    }
                }
            }
        }
        assert_eq!(effective_penalty(&blind, 7.0, 0.0), 0.0);
        assert_eq!(effective_penalty(&blind, f64::INFINITY, 0.25), 0.25);
        assert_eq!(effective_penalty(&[], 3.0, 0.25), 0.25);
    }
}
