//! Linear random features on the population.

use super::predictor::LevelMoments;
use super::{LinearFit, PredictorMoments, SpectrumLevel};
use crate::numeric::{Minimum, minimise_convex};

/// A teacher that is fitted to the population on M Gaussian projections of the prompt.
///
/// Its features are Wx with M independent rows N(0, I), for prompts with the covariance eigenvalues λ_i. In standardised coordinates it is the
/// projection of the truth on M random directions, as the solution of least norm on M labels is in those of β. With κ for n = M and μ = 0,
///
/// ```text
/// E θ̂_i = a_iθ_i,   Var θ̂_i = Σ_j λ_jζ_j²θ_j² · a_iζ_i/(κ Σ_j a_jζ_j),   risk Σ ζ_iθ_i²
/// ```
///
/// | argument | symbol         | range |
/// | -------- | -------------- | ----- |
/// | `levels` | λ_i            | ≥ 0   |
/// | `powers` | Σ θ_i² = Σ λ_iβ_i² in each level | ≥ 0 |
/// | `width`  | M              | > 0, or inf |
///
/// It is the limit of many projections and dimensions. From as many projections as positive eigenvalues on, it is the truth, exactly.
///
/// Source: the setting is that of Medvedev et al. (2025, arXiv 2503.02877); the equivalent: ours.
///
/// ```
/// use weak_to_strong::theory::{random_features_teacher, spectrum_levels};
/// // Equal eigenvalues: a quarter of the truth is kept, exactly.
/// let teacher = random_features_teacher(&spectrum_levels(&[1.0; 8]), &[0.125; 8], 2.0);
/// assert!((teacher.risk() - 0.75).abs() < 1e-14);
/// ```
///
/// # Panics
///
/// If there are not as many powers as levels, or `width` is not positive.
pub fn random_features_teacher(levels: &[SpectrumLevel], powers: &[f64], width: f64) -> PredictorMoments {
    assert_eq!(levels.len(), powers.len(), "a power for each level");
    let fit = LinearFit::ridge(levels, width, 0.0);
    let shares = || fit.shares().iter().zip(fit.missed_shares());
    let mixed: f64 = levels.iter().zip(shares()).map(|(level, (share, missed))| level.count * share * missed).sum();
    let spread: f64 = levels.iter().zip(powers).zip(fit.missed_shares()).map(missed_power).sum();
    let unit = if fit.effective_penalty() == 0.0 { 0.0 } else { spread / (fit.effective_penalty() * mixed) };
    let moments = |((level, power), (share, missed)): ((&SpectrumLevel, &f64), (&f64, &f64))| LevelMoments {
        squared_error: missed * missed * power + unit * level.count * share * missed,
        drift: -missed * power,
        power: *power,
    };
    levels.iter().zip(powers).zip(shares()).map(moments).collect()
}

/// λζ²θ² of a level.
fn missed_power(((level, power), missed): ((&SpectrumLevel, &f64), &f64)) -> f64 {
    level.eigenvalue * missed * missed * power
}

/// The best time to stop a student of infinite width, and its risk there.
///
/// The student is trained by gradient flow on the labels of `teacher`, on the population. Its features scale the coordinates by √λ_i, so its share
/// of each is 1 − e^(−Tλ_i). The time may be 0 or infinite.
///
/// The risk may have several valleys. They are searched on a logarithmic grid with 32 points for each power of e.
///
/// Source: ours.
///
/// ```
/// use weak_to_strong::theory::{PredictorMoments, best_stopping, spectrum_levels};
/// // The second label is wrong, and slow: E (1 − e^(−T))² + e^(−2T·100).
/// let teacher = PredictorMoments::fixed(&[1.0, 1.0], &[1.0, 0.0]);
/// let best = best_stopping(&spectrum_levels(&[100.0, 1.0]), &teacher);
/// let risk = |time: f64| (-(-time).exp_m1()).powi(2) + (-200.0 * time).exp();
/// assert!((best.value - risk(best.argument)).abs() < 1e-12 && best.value < risk(0.03) && best.value < risk(0.01));
/// ```
///
/// # Panics
///
/// If the teacher has another number of levels.
pub fn best_stopping(levels: &[SpectrumLevel], teacher: &PredictorMoments) -> Minimum {
    let risk = |time: f64| teacher.fitted_by(&LinearFit::population_flow(levels, 0.0, time), 0.0).risk();
    let at = |time: f64| Minimum { argument: time, value: risk(time) };
    let seen = || levels.iter().map(|level| level.eigenvalue).filter(|eigenvalue| *eigenvalue > 0.0);
    let (least, greatest) = (seen().fold(f64::INFINITY, f64::min), seen().fold(0.0, f64::max));
    let ends = better(at(0.0), at(f64::INFINITY));
    if greatest == 0.0 {
        return ends;
    }
    // Before the first time less than 1e-4 is learned of any coordinate, after the last one less than e⁻⁴⁰ is missed.
    let (first, last) = (-4.0 * std::f64::consts::LN_10 - greatest.ln(), 40f64.ln() - least.ln());
    let points = ((last - first) * 32.0).ceil();
    let place = |point: f64| first + (last - first) * point / points;
    let best = (0..=points as usize)
        .map(|point| point as f64)
        .min_by(|a, b| risk(place(*a).exp()).total_cmp(&risk(place(*b).exp())));
    let best = best.unwrap_or(0.0);
    let valley =
        minimise_convex(|log_time| risk(log_time.exp()), place((best - 1.0).max(0.0)), place((best + 1.0).min(points)));
    better(ends, at(valley.argument.exp()))
}

fn better(one: Minimum, other: Minimum) -> Minimum {
    if other.value < one.value { other } else { one }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// |Pθ|² = θᵀPθ for a projection P: the moments of the teacher obey it, although they come from an equivalent.
    #[test]
    fn the_teacher_has_the_moments_of_a_projection() {
        let levels =
            [(1.0, 3.0), (0.2, 10.0), (0.01, 40.0)].map(|(eigenvalue, count)| SpectrumLevel { eigenvalue, count });
        for width in [1.0, 5.0, 20.0, 52.0] {
            let teacher = random_features_teacher(&levels, &[0.5, 1.0, 0.25], width);
            let square: f64 = teacher.levels().iter().map(LevelMoments::square).sum();
            let product: f64 = teacher.levels().iter().map(|level| level.drift + level.power).sum();
            assert!((square / product - 1.0).abs() < 1e-12, "M = {width}");
        }
        assert_eq!(random_features_teacher(&levels, &[0.5, 1.0, 0.25], 53.0).risk(), 0.0);
    }

    /// Medvedev's sizes of overspecified students: K = √M eigenvalues 1, and the others of d = M^1.5 are 1/M; the truth in the first K.
    fn teacher_and_student(width: f64) -> (f64, f64) {
        let (dim, strong) = (width.powf(1.5).round(), width.sqrt().round());
        let levels = [
            SpectrumLevel { eigenvalue: 1.0, count: strong },
            SpectrumLevel { eigenvalue: 1.0 / width, count: dim - strong },
        ];
        let teacher = random_features_teacher(&levels, &[1.0, 0.0], width);
        (teacher.risk(), best_stopping(&levels, &teacher).value)
    }

    /// Gap recovered by an infinitely wide student with the best stopping. Equivalents that were computed elsewhere, to two digits.
    #[test]
    fn the_performance_gap_recovered_is_known() {
        for (width, known) in [(4.0, 0.36), (8.0, 0.55), (16.0, 0.70), (32.0, 0.80), (64.0, 0.87), (128.0, 0.91)] {
            let (teacher, student) = teacher_and_student(width);
            assert!((1.0 - student / teacher - known).abs() < 0.02, "M = {width}: {}", 1.0 - student / teacher);
        }
    }
}
