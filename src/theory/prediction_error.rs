//! Bounds on the squared error of in-context predictions. Batches follow the source's own law, and prompts are Gaussian.

use crate::model::TransferProblem;

/// A lower bound on the squared error, per dimension, of every in-context predictor.
///
/// ```text
/// (1/2d) Σ_{j≠k} αⱼαₖ Δⱼₖ Aⱼₖ^(2m),   Δⱼₖ = E((βⱼ − βₖ)ᵀX)²,   Aⱼₖ = (1 + Δⱼₖ/(4σ²))^(−½)
/// ```
///
/// | argument | symbol | range |
/// | -------- | ------ | ----- |
/// | `batch`  | m      | ≥ 0   |
///
/// At m = 0 it is the variance of the prior, and the prior mean attains it. Unit: squared error ÷ d. Source: ours, behind
/// Theorem A.4; `docs/theory.md`.
pub fn prediction_error_floor(problem: &TransferProblem, batch: usize) -> f64 {
    sum_over_pairs(problem, |weight, distance, affinity| 0.5 * weight * distance * affinity.powf(2.0 * batch as f64))
}

/// The squared error, per dimension, of the prior mean. It is the variance of the prior, for every batch.
///
/// ```text
/// (1/d) Σₖ αₖ E((βₖ − β_P)ᵀX)²
/// ```
///
/// It holds for every prompt law. Unit and source are those of [`prediction_error_floor`].
pub fn prior_prediction_error(problem: &TransferProblem) -> f64 {
    let (mean, variances) = (problem.source_mean(), problem.prompts().variances(problem.dim()));
    let errors = problem.concepts().column_iter().map(|concept| (concept - &mean).map(|x| x * x).dot(&variances));
    errors.zip(problem.source_prior().probabilities()).map(|(error, p)| error * p).sum::<f64>() / problem.dim() as f64
}

/// An upper bound on the squared error, per dimension, of the posterior mean.
///
/// ```text
/// min( (1/4d) Σ_{j≠k} √(αⱼαₖ) Δⱼₖ Aⱼₖ^m,  variance of the prior ÷ d )
/// ```
///
/// Symbols, argument, unit and source are those of [`prediction_error_floor`].
pub fn posterior_mean_error_bound(problem: &TransferProblem, batch: usize) -> f64 {
    let distinguished =
        |weight: f64, distance: f64, affinity: f64| 0.25 * weight.sqrt() * distance * affinity.powf(batch as f64);
    sum_over_pairs(problem, distinguished).min(prior_prediction_error(problem))
}

/// Σ_{j≠k} of a term in αⱼαₖ, Δⱼₖ and Aⱼₖ, divided by d. Aⱼₖ is the Bhattacharyya affinity of an example's laws under two concepts,
/// E exp(−((βⱼ − βₖ)ᵀX)²/(8σ²)).
fn sum_over_pairs(problem: &TransferProblem, term: impl Fn(f64, f64, f64) -> f64) -> f64 {
    let (concepts, prior) = (problem.concepts(), problem.source_prior().probabilities());
    let variances = problem.prompts().variances(problem.dim());
    let mut sum = 0.0;
    for j in 0..concepts.ncols() {
        for k in 0..j {
            let distance = (concepts.column(j) - concepts.column(k)).map(|x| x * x).dot(&variances);
            let affinity = (1.0 + 0.25 * distance / problem.noise().powi(2)).sqrt().recip();
            // Once for each order of the two.
            sum += 2.0 * term(prior[j] * prior[k], distance, affinity);
        }
    }
    sum / problem.dim() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConceptSpec, PriorSpec, ProblemSpec, WeakSpec};

    /// Concepts a and −a on a line, σ = 1, prior (p, 1 − p).
    fn two_on_a_line(a: f64, p: f64) -> TransferProblem {
        ProblemSpec::new(1, ConceptSpec::Vectors(vec![vec![a], vec![-a]]))
            .source_prior(PriorSpec::Probabilities(vec![p, 1.0 - p]))
            .noise(1.0)
            .weak(WeakSpec::biased(1.0, 0.0, 1.0))
            .build()
            .expect("a problem")
    }

    /// The error of the posterior mean after one example, by quadrature over prompt and label: α₁α₂Δ ∫ p₁p₂/(α₁p₁ + α₂p₂).
    fn exact_error_after_one(a: f64, p: f64) -> f64 {
        let normal = |z: f64| (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
        let step = 0.02;
        let mut integral = 0.0;
        for i in -400..=400 {
            let x = f64::from(i) * step;
            for j in -800..=800 {
                let y = f64::from(j) * step;
                let (first, second) = (normal(y - a * x), normal(y + a * x));
                let mixture = p * first + (1.0 - p) * second;
                integral += if mixture > 0.0 { normal(x) * first * second / mixture * step * step } else { 0.0 };
            }
        }
        p * (1.0 - p) * 4.0 * a * a * integral
    }

    #[test]
    fn no_examples_by_hand() {
        // Δ = 4, variance of the prior α₁α₂Δ = ¾.
        let problem = two_on_a_line(1.0, 0.75);
        assert!((prediction_error_floor(&problem, 0) - 0.75).abs() < 1e-15);
        assert!((prior_prediction_error(&problem) - 0.75).abs() < 1e-15);
        assert!((posterior_mean_error_bound(&problem, 0) - 0.75).abs() < 1e-15);
        // A² = (1 + 4/4)^(−1) = ½ for each example: floor ¾/2^m, bound ½√(3/16)·4·2^(−m/2).
        assert!((prediction_error_floor(&problem, 3) - 0.75 / 8.0).abs() < 1e-15);
        assert!((posterior_mean_error_bound(&problem, 4) - 0.75f64.sqrt() / 4.0).abs() < 1e-15);
    }

    /// Trapezoidal sums of smooth functions that are negligible at the ends are exact to far more than the distance of the bounds.
    #[test]
    fn the_bounds_enclose_the_exact_error() {
        for (a, p) in [(0.3, 0.5), (1.0, 0.5), (1.0, 0.9), (2.0, 0.75)] {
            let (exact, problem) = (exact_error_after_one(a, p), two_on_a_line(a, p));
            let (floor, bound) = (prediction_error_floor(&problem, 1), posterior_mean_error_bound(&problem, 1));
            assert!(floor < exact && exact < bound, "a = {a}, p = {p}: {floor} {exact} {bound}");
        }
        // For a symmetric pair that is hard to tell apart the floor is near.
        assert!(prediction_error_floor(&two_on_a_line(0.3, 0.5), 1) > 0.98 * exact_error_after_one(0.3, 0.5));
        // Without the factor ½ in the exponent of the affinity, the bound would fail.
        let squared = |a: f64, p: f64| 2.0 * (p * (1.0 - p)).sqrt() * a * a / (1.0 + a * a);
        assert!(squared(2.0, 0.75) < exact_error_after_one(2.0, 0.75));
    }
}
