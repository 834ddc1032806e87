//! What a fit does to each coordinate of its labels.

use super::spectrum::{rank, seen};
use super::{SpectrumLevel, effective_penalty};

/// A fit of fresh Gaussian prompts, as its deterministic equivalent: it keeps a share of each coordinate of the labels, and adds a variance.
///
/// For labels Σ b_i z_i + noise, with an effective penalty κ,
///
/// ```text
/// a_i = λ_i/(λ_i + κ),   ζ_i = 1 − a_i,   Ω = Σ a_i²/n
/// E θ̂_i = a_i b_i,   Var θ̂_i = V·a_i²/((1 − Ω)n),   V = σ² + Σ ζ_i² E b_i²
/// ```
///
/// [`PredictorMoments::fitted_by`](super::PredictorMoments::fitted_by) applies it.
#[derive(Clone, Debug, PartialEq)]
pub struct LinearFit {
    shares: Vec<f64>,
    missed_shares: Vec<f64>,
    counts: Vec<f64>,
    labels: f64,
    penalty: f64,
    overlap: f64,
    kept_variance: f64,
}

impl LinearFit {
    /// Ridge regression with the penalty μ times I beside XᵀX/n; for μ = 0 the solution of least norm.
    ///
    /// | argument  | symbol | range       |
    /// | --------- | ------ | ----------- |
    /// | `levels`  | λ_i    | ≥ 0         |
    /// | `labels`  | n      | > 0, or inf |
    /// | `penalty` | μ      | ≥ 0, or inf |
    ///
    /// For infinitely many labels it is the fit of the population. Source: textbook; `docs/theory.md`.
    ///
    /// ```
    /// use weak_to_strong::theory::{LinearFit, spectrum_levels};
    /// // Two labels in eight dimensions: a quarter is kept of each coordinate, and Ω = 8/(16·2).
    /// let fit = LinearFit::ridge(&spectrum_levels(&[2.0; 8]), 2.0, 0.0);
    /// assert!((fit.shares()[0] - 0.25).abs() < 1e-15 && (fit.overlap() - 0.25).abs() < 1e-15);
    /// ```
    ///
    /// # Panics
    ///
    /// If `labels` is not positive or `penalty` is negative.
    pub fn ridge(levels: &[SpectrumLevel], labels: f64, penalty: f64) -> Self {
        let kappa = effective_penalty(levels, labels, penalty);
        let of_seen =
            |level: &SpectrumLevel, seen: f64, unseen: f64| if level.eigenvalue > 0.0 { seen } else { unseen };
        let share = |level: &SpectrumLevel| of_seen(level, level.eigenvalue / (level.eigenvalue + kappa), 0.0);
        let missed = |level: &SpectrumLevel| of_seen(level, 1.0 / (1.0 + level.eigenvalue / kappa), 1.0);
        let squares: f64 = levels.iter().map(|level| level.count * share(level).powi(2)).sum();
        // 1 − Ω, without the difference: n is the sum of the shares and of nμ/κ.
        let kept_variance = if kappa == f64::INFINITY || labels == f64::INFINITY {
            1.0
        } else if kappa == 0.0 {
            1.0 - rank(levels) / labels
        } else {
            let mixed: f64 = seen(levels).map(|level| level.count * share(level) * missed(level)).sum();
            mixed / labels + penalty / kappa
        };
        Self {
            shares: levels.iter().map(share).collect(),
            missed_shares: levels.iter().map(missed).collect(),
            counts: levels.iter().map(|level| level.count).collect(),
            labels,
            penalty: kappa,
            overlap: squares / labels,
            kept_variance,
        }
    }

    /// Gradient flow on the population, from 0 and stopped at the time T: a_i = λ_i/(λ_i + μ)·(1 − e^(−(λ_i + μ)T)), without variance.
    ///
    /// | argument  | symbol | range       |
    /// | --------- | ------ | ----------- |
    /// | `levels`  | λ_i    | ≥ 0         |
    /// | `penalty` | μ      | ≥ 0, or inf |
    /// | `time`    | T      | ≥ 0, or inf |
    ///
    /// The loss is E(f − f_b)²/2 + μ|f|²/2. It is exact.
    ///
    /// ```
    /// use weak_to_strong::theory::{LinearFit, spectrum_levels};
    /// let fit = LinearFit::population_flow(&spectrum_levels(&[1.0, 0.0]), 1.0, f64::INFINITY);
    /// assert_eq!(fit.shares(), [0.5, 0.0]);
    /// ```
    pub fn population_flow(levels: &[SpectrumLevel], penalty: f64, time: f64) -> Self {
        // What is kept, and what is not: what the penalty takes, and what T is too early for.
        let parts = |level: &SpectrumLevel| {
            let (eigenvalue, rate) = (level.eigenvalue, level.eigenvalue + penalty);
            if eigenvalue == 0.0 || penalty.is_infinite() || time == 0.0 {
                return (0.0, 1.0);
            }
            let kept = eigenvalue / rate;
            (kept * -(-rate * time).exp_m1(), penalty / rate + kept * (-rate * time).exp())
        };
        let (shares, missed_shares) = levels.iter().map(parts).unzip();
        Self {
            shares,
            missed_shares,
            counts: levels.iter().map(|level| level.count).collect(),
            labels: f64::INFINITY,
            penalty: 0.0,
            overlap: 0.0,
            kept_variance: 1.0,
        }
    }

    /// a_i, the share that is kept of each coordinate of a level.
    pub fn shares(&self) -> &[f64] {
        &self.shares
    }

    /// ζ_i = 1 − a_i.
    pub fn missed_shares(&self) -> &[f64] {
        &self.missed_shares
    }

    /// Ω = Σ a_i²/n, from 0 to 1. At 1 the variance is infinite: this is the interpolation threshold.
    pub fn overlap(&self) -> f64 {
        self.overlap
    }

    /// κ; it is 0 for a gradient flow.
    pub fn effective_penalty(&self) -> f64 {
        self.penalty
    }

    /// Ω/(1 − Ω), by which the variance V of a label is multiplied in the risk. It may be infinite.
    pub fn variance_gain(&self) -> f64 {
        if self.overlap == 0.0 { 0.0 } else { self.overlap / self.kept_variance.max(0.0) }
    }

    /// The variances Σ Var θ̂_i of the levels, for labels whose variance about what is kept is V.
    pub(super) fn variances(&self, label_variance: f64) -> impl Iterator<Item = f64> {
        let unit = if label_variance == 0.0 || self.labels == f64::INFINITY {
            0.0
        } else {
            label_variance / (self.kept_variance.max(0.0) * self.labels)
        };
        let variance =
            move |(share, count): (&f64, &f64)| if *share == 0.0 { 0.0 } else { unit * count * share * share };
        self.shares.iter().zip(&self.counts).map(variance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::spectrum_levels;

    #[test]
    fn the_overlap_and_what_it_leaves_add_up_to_one() {
        let eigenvalues: Vec<f64> = (1..=60).map(|place| 1.0 / place as f64).collect();
        let levels = spectrum_levels(&eigenvalues);
        for (labels, penalty) in [(10.0, 0.0), (59.0, 0.0), (60.0, 0.0), (90.0, 0.0), (30.0, 0.1), (200.0, 5.0)] {
            let fit = LinearFit::ridge(&levels, labels, penalty);
            assert!((fit.overlap + fit.kept_variance - 1.0).abs() < 1e-13, "n = {labels}, μ = {penalty}");
            assert!(
                fit.shares.iter().zip(&fit.missed_shares).all(|(kept, missed)| (kept + missed - 1.0).abs() < 1e-15)
            );
        }
    }

    #[test]
    fn ends_of_the_ranges_are_limits() {
        let levels = spectrum_levels(&[4.0, 1.0, 0.0]);
        let nothing = LinearFit::ridge(&levels, 5.0, f64::INFINITY);
        assert_eq!(
            (nothing.shares(), nothing.missed_shares(), nothing.variance_gain()),
            (&[0.0; 3][..], &[1.0; 3][..], 0.0)
        );
        let population = LinearFit::ridge(&levels, f64::INFINITY, 1.0);
        assert_eq!((population.shares(), population.overlap()), (&[0.8, 0.5, 0.0][..], 0.0));
        let threshold = LinearFit::ridge(&levels, 2.0, 0.0);
        assert_eq!((threshold.shares(), threshold.overlap()), (&[1.0, 1.0, 0.0][..], 1.0));
        assert_eq!(threshold.variance_gain(), f64::INFINITY);
        assert_eq!(LinearFit::population_flow(&levels, 0.5, 0.0).shares(), [0.0; 3]);
        // Half of ½ is kept of λ = 1 with the penalty 1, at (1 + 1)T = log 2.
        let half_way = LinearFit::population_flow(&levels, 1.0, 0.5 * 2f64.ln());
        assert!((half_way.shares()[1] - 0.25).abs() < 1e-15 && (half_way.missed_shares()[1] - 0.75).abs() < 1e-15);
        // In the end a flow with a penalty is ridge regression.
        let (flow, ridge) =
            (LinearFit::population_flow(&levels, 1.0, f64::INFINITY), LinearFit::ridge(&levels, f64::INFINITY, 1.0));
        assert_eq!((flow.shares(), flow.missed_shares()), (ridge.shares(), ridge.missed_shares()));
    }
}
