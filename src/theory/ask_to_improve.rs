//! Ask to improve: the source sees a query with its weak label and gives a better label.

use nalgebra::DVector;

use super::RateError;
use super::two_concepts::TwoConcepts;
use crate::model::TransferProblem;
use crate::numeric::refine_until_stable;

/// The limit of fine-tuning on many labels that the source improves, for two concepts and Gaussian prompts.
///
/// Each label is improved from the weak label of its own query.
///
/// With δ = βₖ* − βₖ, r = 2u − βₖ − βₖ*, inner products in the metric Σ = E XXᵀ, r⊥ = r − (δᵀΣr/δᵀΣδ)δ and κ² = r⊥ᵀΣr⊥ + 4σ_w²,
///
/// ```text
/// β̂ − βₖ* → −(δ·E[a²g] + r⊥·√(δᵀΣδ)/κ·E[abg]),   a, b ~ N(0, 1),
/// 1/g = 1 + (αₖ*/αₖ) exp((δᵀΣr·a² + √(δᵀΣδ)κ·ab)/(2σ²))
/// ```
///
/// σ is the noise that the source believes. Source: ask to improve (paper); its limit: ours, `docs/theory.md`.
#[derive(Clone, Debug)]
pub struct AskToImprove {
    delta: DVector<f64>,
    /// r⊥.
    across: DVector<f64>,
    /// √(δᵀΣδ)/κ.
    across_scale: f64,
    /// δᵀΣr/(2σ²).
    straight: f64,
    /// √(δᵀΣδ)κ/(2σ²).
    crossed: f64,
    /// log (αₖ/αₖ*).
    log_prior_ratio: f64,
}

impl AskToImprove {
    /// Prepares the limit of a problem.
    ///
    /// # Errors
    ///
    /// [`RateError`] unless the target is a single concept, and the source knows exactly this concept and one other.
    pub fn new(problem: &TransferProblem) -> Result<Self, RateError> {
        let pair = TwoConcepts::new(problem, "the error of ask to improve", "strategy.mse")?;
        let TwoConcepts { delta, r, log_prior_ratio } = pair;
        let variances = problem.prompts().variances(problem.dim());
        let weighted = delta.component_mul(&variances);
        let (delta_square, product) = (weighted.dot(&delta), weighted.dot(&r));
        // Of equal concepts no part of r matters.
        let across =
            if delta_square > 0.0 { r - &delta * (product / delta_square) } else { DVector::zeros(delta.len()) };
        let spread = (across.map(|x| x * x).dot(&variances) + 4.0 * problem.weak_noise().powi(2)).sqrt();
        let precision = 0.5 / problem.believed_noise().powi(2);
        Ok(Self {
            across_scale: delta_square.sqrt() / spread,
            straight: product * precision,
            crossed: delta_square.sqrt() * spread * precision,
            log_prior_ratio,
            delta,
            across,
        })
    }

    /// |δ|², the squared distance of the two concepts.
    pub fn squared_distance(&self) -> f64 {
        self.delta.norm_squared()
    }

    /// The limit of |β̂ − βₖ*|² with many labels.
    ///
    /// In polar coordinates a = √(2T) cos ψ and b = √(2T) sin ψ, with T exponential and ψ uniform. The trapezoidal rule is applied in ψ and in
    /// x = log T, where the integrand decays doubly exponentially. Unit: MSE.
    ///
    /// # Errors
    ///
    /// [`RateError::Quadrature`] if the noise is so small that the finest rule is too coarse.
    pub fn squared_error(&self) -> Result<f64, RateError> {
        if self.squared_distance() == 0.0 {
            return Ok(0.0);
        }
        let radii = exponential_rule();
        Ok(refine_until_stable(64, 16_384, |angles| self.squared_error_by(angles, &radii).ln())?.exp())
    }

    fn squared_error_by(&self, angles: usize, radii: &[(f64, f64)]) -> f64 {
        let (mut along, mut across) = (0.0, 0.0);
        for i in 0..angles {
            // The integrand is even, so half a turn is enough.
            let (sine, cosine) = (std::f64::consts::PI * i as f64 / angles as f64).sin_cos();
            let slope = 2.0 * cosine * (self.straight * cosine + self.crossed * sine);
            let wrong = |radius: f64| 1.0 / (1.0 + (radius * slope - self.log_prior_ratio).exp());
            let mean: f64 = radii.iter().map(|(radius, weight)| 2.0 * weight * radius * wrong(*radius)).sum();
            along += mean * cosine * cosine;
            across += mean * cosine * sine;
        }
        let error = &self.delta * along + &self.across * (self.across_scale * across);
        error.norm_squared() / (angles as f64).powi(2)
    }
}

/// Nodes and weights for averages over an exponential variable T, by the trapezoidal rule in log T.
fn exponential_rule() -> Vec<(f64, f64)> {
    const STEP: f64 = 1.0 / 16.0;
    let node = |i: i32| (f64::from(i) * STEP).exp();
    // From T = e^{−20} to T = e^4, beyond which T²e^{−T} is below 1e-17.
    (-320..=64).map(node).map(|t| (t, STEP * t * (-t).exp())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConceptSpec, PriorSpec, ProblemSpec, WeakSpec};

    /// Concepts 1 and −1 on a line.
    fn on_a_line(source_prior: [f64; 2], noise: f64, weak: f64, weak_noise: f64) -> AskToImprove {
        let spec = ProblemSpec::new(1, ConceptSpec::Vectors(vec![vec![1.0], vec![-1.0]]))
            .source_prior(PriorSpec::Probabilities(source_prior.to_vec()))
            .noise(noise)
            .weak(WeakSpec::biased(weak, 0.0, weak_noise));
        AskToImprove::new(&TransferProblem::new(&spec).expect("a problem")).expect("two concepts")
    }

    #[test]
    fn a_source_that_learns_nothing_keeps_its_prior() {
        // σ → ∞: β̂ = β_P, with |β_P − 1|² = (2·α₂)².
        let error = on_a_line([0.75, 0.25], 1e6, 1.0, 0.5).squared_error().expect("smooth");
        assert!((error - 0.25).abs() < 1e-9, "{error}");
    }

    /// In one dimension: β̂ − 1 = −2·E[x²g], 1/g = 1 + odds·exp(2x(ux + σ_wε)/σ²), by a plain sum over a grid of x and ε.
    #[test]
    fn one_dimension_by_a_plain_sum() {
        for (prior, noise, weak, weak_noise) in
            [([0.5, 0.5], 0.5, 1.0, 0.5), ([0.9, 0.1], 1.0, 0.6, 0.3), ([0.2, 0.8], 0.7, 1.0, 1.0)]
        {
            let (step, mut mean) = (0.01, 0.0);
            for i in -800..=800 {
                let x = f64::from(i) * step;
                for j in -800..=800 {
                    let noise_draw = f64::from(j) * step;
                    let odds =
                        prior[0] / prior[1] * (2.0 * x * (weak * x + weak_noise * noise_draw) / (noise * noise)).exp();
                    let density = (-0.5 * (x * x + noise_draw * noise_draw)).exp() / (2.0 * std::f64::consts::PI);
                    mean += x * x / (1.0 + odds) * density * step * step;
                }
            }
            let error = on_a_line(prior, noise, weak, weak_noise).squared_error().expect("smooth");
            assert!((error - 4.0 * mean * mean).abs() < 1e-9, "{error} {}", 4.0 * mean * mean);
        }
    }

    #[test]
    fn the_radial_rule_is_exact_on_gamma_integrals() {
        // E T = 1 and E T e^{−T} = ¼.
        let mean = |f: fn(f64) -> f64| exponential_rule().iter().map(|(t, weight)| weight * f(*t)).sum::<f64>();
        assert!((mean(|t| t) - 1.0).abs() < 1e-13);
        assert!((mean(|t| t * (-t).exp()) - 0.25).abs() < 1e-13);
    }
}
