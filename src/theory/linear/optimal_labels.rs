//! The labels that are best for a student, which are not the true ones.

use super::LinearFit;

/// The gains g_i of the weak labels b_i = g_iβ_i with the least risk of a student that is fitted to them.
///
/// ```text
/// g_i = a_i/(a_i² + Ωζ_i²/(1 − Ω))
/// ```
///
/// A coordinate is amplified, g_i > 1, exactly where a_i > Ω and ζ_i > 0. The gains do not depend on the noise, nor on the truth. Where Ω = 1 they are 1 for
/// coordinates with ζ_i = 0.
///
/// Source: Ildiz et al. (2024, arXiv 2410.18837) for n < d and μ = 0; for every penalty: ours.
///
/// ```
/// use weak_to_strong::theory::{LinearFit, PredictorMoments, optimal_label_gains, spectrum_levels};
/// // Equal eigenvalues have a_i = Ω: the true labels are the best.
/// let fit = LinearFit::ridge(&spectrum_levels(&[2.0; 8]), 2.0, 0.0);
/// assert!(optimal_label_gains(&fit).iter().all(|gain| (gain - 1.0).abs() < 1e-14));
/// ```
pub fn optimal_label_gains(fit: &LinearFit) -> Vec<f64> {
    let gain = |(share, missed): (&f64, &f64)| {
        let cost = if *missed == 0.0 { 0.0 } else { fit.variance_gain() * missed * missed };
        if *share == 0.0 { 0.0 } else { share / (share * share + cost) }
    };
    fit.shares().iter().zip(fit.missed_shares()).map(gain).collect()
}

/// The gains, 0 or 1, of the mask of true labels with the least risk of a student that is fitted to them.
///
/// A coordinate is kept exactly where ζ_i² < 1 − Ω. The mask depends neither on the noise nor on the truth.
///
/// Source: Ildiz et al. (2024, arXiv 2410.18837) for n < d and μ = 0; for every penalty: ours.
///
/// ```
/// use weak_to_strong::theory::{LinearFit, best_mask, spectrum_levels};
/// // κ = 1: shares 2/3 and 1/3, Ω = 5/9. (2/3)² is not below 4/9, (1/3)² is.
/// let fit = LinearFit::ridge(&spectrum_levels(&[2.0, 0.25]), 1.0, 0.0);
/// assert_eq!(best_mask(&fit), [1.0, 0.0]);
/// ```
pub fn best_mask(fit: &LinearFit) -> Vec<f64> {
    // ζ²·(1 + Ω/(1 − Ω)) < 1.
    let cost = 1.0 + fit.variance_gain();
    let kept = |missed: &f64| if *missed == 0.0 || missed * missed * cost < 1.0 { 1.0 } else { 0.0 };
    fit.missed_shares().iter().map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::{PredictorMoments, spectrum_levels};

    /// The problem of Ildiz et al.: λ_i = i⁻², λ_iβ_i² = i^−1.5.
    fn power_law(dim: usize, labels: f64) -> (LinearFit, PredictorMoments) {
        let power = |exponent: f64| (1..=dim).map(|place| (place as f64).powf(exponent)).collect::<Vec<_>>();
        let fit = LinearFit::ridge(&spectrum_levels(&power(-2.0)), labels, 0.0);
        (fit, PredictorMoments::truth(&power(-1.5)))
    }

    fn risks(dim: usize, labels: f64) -> (f64, f64) {
        let (fit, truth) = power_law(dim, labels);
        (truth.fitted_by(&fit, 0.0).risk(), truth.scaled(&optimal_label_gains(&fit)).fitted_by(&fit, 0.0).risk())
    }

    /// p = 500 and n = 200, without noise. Figures of an independent simulation, to three digits.
    #[test]
    fn the_published_sizes_have_the_known_risks() {
        let (fit, truth) = power_law(500, 200.0);
        let gains = optimal_label_gains(&fit);
        let (true_labels, optimal) = risks(500, 200.0);
        let own_teacher = truth.fitted_by(&fit, 0.0).fitted_by(&fit, 0.0).risk();
        let masked = truth.scaled(&best_mask(&fit)).fitted_by(&fit, 0.0).risk();
        for (risk, known) in [(true_labels, 0.119), (optimal, 0.083), (own_teacher, 0.153), (masked, 0.090)] {
            assert!((risk - known).abs() < 1e-3, "{risk}, not {known}");
        }
        assert_eq!(gains.iter().filter(|gain| **gain > 1.0).count(), 126);
        assert_eq!(fit.shares().iter().filter(|share| **share > fit.overlap()).count(), 126);
        assert_eq!(best_mask(&fit).iter().sum::<f64>(), 203.0);
    }

    #[test]
    fn the_exponent_is_one_half_only_for_many_dimensions() {
        for labels in [25.0, 50.0, 100.0, 200.0] {
            let (truth, optimal) = risks(5000, labels);
            assert!((0.62..=0.65).contains(&(optimal / truth)), "n = {labels}: {}", optimal / truth);
        }
        let exponent =
            |dim: usize, n: f64, of: fn((f64, f64)) -> f64| (of(risks(dim, n)) / of(risks(dim, 2.0 * n))).log2();
        for of in [|both: (f64, f64)| both.0, |both: (f64, f64)| both.1] {
            assert!((25..=200).step_by(25).all(|n| (exponent(50_000, n as f64, of) - 0.5).abs() < 0.04));
            assert!(exponent(500, 25.0, of) > 0.6 && exponent(500, 200.0, of) > 1.5);
        }
    }

    /// No other gains have a smaller risk: the derivative is 0 and the second derivative positive, so steps on both sides are worse.
    #[test]
    fn no_other_gain_and_no_other_mask_is_better() {
        let (fit, truth) = power_law(40, 12.0);
        let (gains, mask) = (optimal_label_gains(&fit), best_mask(&fit));
        let risk = |gains: &[f64]| truth.scaled(gains).fitted_by(&fit, 0.3).risk();
        for place in 0..40 {
            for change in [-1e-3, 1e-3] {
                let mut other = gains.clone();
                other[place] += change;
                assert!(risk(&other) > risk(&gains));
            }
            let mut other = mask.clone();
            other[place] = 1.0 - other[place];
            assert!(risk(&other) > risk(&mask));
        }
    }

    /// A fit of the population has no variance, so its best labels undo the shrinkage.
    #[test]
    fn best_labels_of_a_population_undo_its_shrinkage() {
        let levels = spectrum_levels(&[1.0, 0.25]);
        let fit = LinearFit::ridge(&levels, f64::INFINITY, 0.25);
        let gains = optimal_label_gains(&fit);
        assert!((gains[0] - 1.25).abs() < 1e-15 && (gains[1] - 2.0).abs() < 1e-15);
    }
}
