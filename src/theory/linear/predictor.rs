//! Second moments of a predictor, all that its risk depends on.

use super::{LinearFit, SpectrumLevel};

/// Sums over the coordinates of each level of a predictor Σ b_i z_i, which may be random, and of the truth Σ θ_i z_i.
///
/// ```
/// use weak_to_strong::theory::{LinearFit, PredictorMoments, spectrum_levels};
/// // A teacher with 12 labels of noise 1 in 8 dimensions, and a student with 16 noise-free labels of that teacher.
/// let (levels, truth) = (spectrum_levels(&[3.0; 8]), PredictorMoments::truth(&[0.5; 8]));
/// let teacher = truth.fitted_by(&LinearFit::ridge(&levels, 12.0, 0.0), 1.0);
/// // σ²d/(n − d).
/// assert!((teacher.risk() - 2.0).abs() < 1e-14);
/// assert!((teacher.fitted_by(&LinearFit::ridge(&levels, 16.0, 0.0), 0.0).risk() - 2.0).abs() < 1e-14);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PredictorMoments {
    levels: Vec<LevelMoments>,
}

/// Moments of the error b − θ and of the truth. Differences of b and θ are never taken of rounded sums.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LevelMoments {
    /// E Σ (b_i − θ_i)².
    pub(super) squared_error: f64,
    /// E Σ (b_i − θ_i)θ_i.
    pub(super) drift: f64,
    /// Σ θ_i².
    pub(super) power: f64,
}

impl PredictorMoments {
    /// The truth itself, by its powers Σ θ_i² = Σ λ_iβ_i² in each level.
    pub fn truth(powers: &[f64]) -> Self {
        powers.iter().map(|&power| LevelMoments { squared_error: 0.0, drift: 0.0, power }).collect()
    }

    /// The predictor with given coordinates b_i, each a level, for a truth with the coordinates θ_i.
    ///
    /// ```
    /// use weak_to_strong::theory::PredictorMoments;
    /// assert_eq!(PredictorMoments::fixed(&[1.0, 0.0], &[3.0, 1.0]).risk(), 5.0);
    /// ```
    ///
    /// # Panics
    ///
    /// If there are not as many of both.
    pub fn fixed(labels: &[f64], truth: &[f64]) -> Self {
        assert_eq!(labels.len(), truth.len(), "a label for each coordinate");
        let level = |(label, truth): (&f64, &f64)| {
            let error = label - truth;
            LevelMoments { squared_error: error * error, drift: error * truth, power: truth * truth }
        };
        labels.iter().zip(truth).map(level).collect()
    }

    /// The predictor with the coordinates g_ib_i.
    ///
    /// ```
    /// use weak_to_strong::theory::PredictorMoments;
    /// assert_eq!(PredictorMoments::truth(&[1.0, 4.0]).scaled(&[1.0, 0.5]).risk(), 1.0);
    /// ```
    ///
    /// # Panics
    ///
    /// If there are not as many gains as levels.
    pub fn scaled(&self, gains: &[f64]) -> Self {
        assert_eq!(gains.len(), self.levels.len(), "a gain for each level");
        self.levels.iter().zip(gains).map(|(level, gain)| level.shrunk(*gain, 1.0 - gain)).collect()
    }

    /// The mixture (1 − ξ)θ + ξb of the truth and this predictor, for any real ξ.
    ///
    /// ```
    /// use weak_to_strong::theory::PredictorMoments;
    /// let nothing = PredictorMoments::truth(&[4.0]).scaled(&[0.0]);
    /// assert_eq!(nothing.mixed_with_truth(-0.5).risk(), 1.0);
    /// ```
    pub fn mixed_with_truth(&self, share: f64) -> Self {
        let mixed = |level: &LevelMoments| LevelMoments {
            squared_error: share * share * level.squared_error,
            drift: share * level.drift,
            ..*level
        };
        self.levels.iter().map(mixed).collect()
    }

    /// The predictor that a fit to fresh labels of this one gives. The labels have the noise σ besides.
    ///
    /// ```text
    /// E θ̂_i = a_i b_i,   Var θ̂_i = (σ² + Σ ζ_j² E b_j²)·a_i²/((1 − Ω)n)
    /// ```
    ///
    /// | argument | symbol     | range |
    /// | -------- | ---------- | ----- |
    /// | `fit`    | a_i, Ω, n  |       |
    /// | `noise`  | σ          | ≥ 0   |
    ///
    /// It is the limit of many labels and dimensions; this predictor must not depend on the prompts of the fit. At an interpolation threshold the
    /// variance is infinite, unless V = σ² + Σ ζ_j² E b_j² is 0.
    ///
    /// Source: Ildiz et al. (2024, arXiv 2410.18837) for the risk at n < d and μ = 0; this form: ours.
    ///
    /// # Panics
    ///
    /// If the fit has another number of levels.
    pub fn fitted_by(&self, fit: &LinearFit, noise: f64) -> Self {
        let variances = fit.variances(self.label_variance(fit, noise));
        let shares = fit.shares().iter().zip(fit.missed_shares());
        let fitted = |((level, (share, missed)), variance): ((&LevelMoments, (&f64, &f64)), f64)| {
            let mean = level.shrunk(*share, *missed);
            LevelMoments { squared_error: mean.squared_error + variance, ..mean }
        };
        self.levels.iter().zip(shares).zip(variances).map(fitted).collect()
    }

    /// The risk E(f − f*)² = E|b − θ|², in the norm of the covariance.
    pub fn risk(&self) -> f64 {
        self.levels.iter().map(|level| level.squared_error).sum()
    }

    /// The mean squared error E|β̂ − β|² in the norm of the identity, over the coordinates with λ_i > 0.
    ///
    /// # Panics
    ///
    /// If there are not as many levels.
    pub fn identity_mse(&self, levels: &[SpectrumLevel]) -> f64 {
        assert_eq!(levels.len(), self.levels.len(), "moments of each level");
        let seen = self.levels.iter().zip(levels).filter(|(_, level)| level.eigenvalue > 0.0);
        seen.map(|(moments, level)| moments.squared_error / level.eigenvalue).sum()
    }

    /// The misfit E(f̂ − f)² between a fit to fresh labels of this predictor and the predictor itself.
    ///
    /// ```text
    /// Σ ζ_i² E b_i² + Σ Var θ̂_i
    /// ```
    ///
    /// # Panics
    ///
    /// If the fit has another number of levels.
    pub fn misfit(&self, fit: &LinearFit, noise: f64) -> f64 {
        let spread: f64 = fit.variances(self.label_variance(fit, noise)).sum();
        self.missed_by(fit) + spread
    }

    /// V = σ² + Σ ζ_i² E b_i².
    fn label_variance(&self, fit: &LinearFit, noise: f64) -> f64 {
        noise * noise + self.missed_by(fit)
    }

    /// Σ ζ_i² E b_i².
    fn missed_by(&self, fit: &LinearFit) -> f64 {
        assert_eq!(fit.shares().len(), self.levels.len(), "a fit of the same levels");
        let missed = self.levels.iter().zip(fit.missed_shares());
        missed.map(|(level, missed)| if *missed == 0.0 { 0.0 } else { missed * missed * level.square() }).sum()
    }

    pub(super) fn levels(&self) -> &[LevelMoments] {
        &self.levels
    }
}

impl FromIterator<LevelMoments> for PredictorMoments {
    fn from_iter<I: IntoIterator<Item = LevelMoments>>(levels: I) -> Self {
        Self { levels: levels.into_iter().collect() }
    }
}

impl LevelMoments {
    /// E Σ b_i².
    pub(super) fn square(&self) -> f64 {
        (self.squared_error + 2.0 * self.drift + self.power).max(0.0)
    }

    /// The moments of a·b with ζ = 1 − a: a·b − θ = a(b − θ) − ζθ.
    pub(super) fn shrunk(&self, share: f64, missed: f64) -> Self {
        let squared_error =
            share * share * self.squared_error - 2.0 * share * missed * self.drift + missed * missed * self.power;
        Self {
            squared_error: squared_error.max(0.0),
            drift: share * self.drift - missed * self.power,
            power: self.power,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::spectrum_levels;

    /// Σ λ_i(a_ib_i − β_i)² + Ω(σ² + κ²Σλ_ib_i²/(λ_i + κ)²)/(1 − Ω), written out for two coordinates.
    #[test]
    fn the_risk_of_any_labels_is_the_sum_written_out() {
        let (eigenvalues, truth, labels) = ([2.0f64, 0.5], [1.0, -1.0], [0.5, 3.0]);
        let fit = LinearFit::ridge(&spectrum_levels(&eigenvalues), 1.0, 0.0);
        // 2/(2 + κ) + 0.5/(0.5 + κ) = 1 at κ = 1.
        assert!((fit.effective_penalty() - 1.0).abs() < 1e-15);
        let overlap = 4.0 / 9.0 + 1.0 / 9.0;
        let bias = 2.0 * (0.5 * 2.0 / 3.0 - 1.0f64).powi(2) + 0.5 * (3.0 / 3.0 + 1.0f64).powi(2);
        let missed = 2.0 * 0.25 / 9.0 + 0.5 * 9.0 * 4.0 / 9.0;
        let expected = bias + overlap * (0.25 + missed) / (1.0 - overlap);
        let scaled = |vector: [f64; 2]| [vector[0] * 2f64.sqrt(), vector[1] * 0.5f64.sqrt()];
        let predictor = PredictorMoments::fixed(&scaled(labels), &scaled(truth));
        assert!((predictor.fitted_by(&fit, 0.5).risk() - expected).abs() < 1e-14);
    }

    /// What a fit does not see is noise to it, and is missed.
    #[test]
    fn coordinates_that_are_not_seen_act_as_noise() {
        let truth = PredictorMoments::truth(&[1.0, 0.25]);
        let fit = LinearFit::ridge(
            &[SpectrumLevel { eigenvalue: 2.0, count: 4.0 }, SpectrumLevel { eigenvalue: 0.0, count: 1.0 }],
            8.0,
            0.0,
        );
        // (σ² + 0.25)·d/(n − d) + 0.25.
        assert!((truth.fitted_by(&fit, 0.5).risk() - 0.75).abs() < 1e-15);
        assert!((truth.misfit(&fit, 0.5) - 0.75).abs() < 1e-15);
    }

    /// A noise-free truth that is seen survives an interpolation threshold; noise does not.
    #[test]
    fn the_threshold_is_infinite_only_with_noise() {
        let levels = spectrum_levels(&[1.0, 3.0]);
        let truth = PredictorMoments::truth(&[1.0, 1.0]);
        let fit = LinearFit::ridge(&levels, 2.0, 0.0);
        assert_eq!(truth.fitted_by(&fit, 0.0).risk(), 0.0);
        assert_eq!(truth.fitted_by(&fit, 1.0).risk(), f64::INFINITY);
        assert_eq!(truth.fitted_by(&fit, 1.0).identity_mse(&levels), f64::INFINITY);
    }

    /// Many penalties: a risk of 1e-20 keeps its digits.
    #[test]
    fn small_risks_keep_their_digits() {
        let levels = spectrum_levels(&[1.0]);
        let fit = LinearFit::ridge(&levels, f64::INFINITY, 1e-10);
        let risk = PredictorMoments::truth(&[1.0]).fitted_by(&fit, 0.0).fitted_by(&fit, 0.0).risk();
        // Twice a share of 1 − 1e-10: 4e-20.
        assert!((risk / 4e-20 - 1.0).abs() < 1e-9);
    }
}
