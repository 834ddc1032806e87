//! Ask to improve: the source sees a query with its weak label and gives a better label.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use nalgebra::DVector;

use super::RateError;
use super::two_concepts::TwoConcepts;
use crate::model::TransferProblem;
use crate::numeric::{Kernel, LANES, exp, refine_until_stable, vectorised};

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
        let radii = Radii::new(self.log_prior_ratio);
        Ok(refine_until_stable(64, 16_384, |angles| self.squared_error_by(angles, &radii).ln())?.exp())
    }

    fn squared_error_by(&self, angles: usize, radii: &Radii) -> f64 {
        let (mut along, mut across) = (0.0, 0.0);
        for i in 0..angles {
            // The integrand is even, so half a turn is enough.
            let (sine, cosine) = (PI * i as f64 / angles as f64).sin_cos();
            let slope = 2.0 * cosine * (self.straight * cosine + self.crossed * sine);
            let mean = vectorised(SquareOfWrong { radii, slope });
            along += mean * cosine * cosine;
            across += mean * cosine * sine;
        }
        let error = &self.delta * along + &self.across * (self.across_scale * across);
        error.norm_squared() / (angles as f64).powi(2)
    }
}

/// Nodes and weights for averages of 2T·g over an exponential variable T, g = 1/(1 + exp(sT − c)) for any s, by the trapezoidal rule in x = log T.
///
/// The integrand 2T²e^{−T}g is analytic where |Im x| is below π/2 and below the argument of the nearest pole, sT = c + πi: that is arctan(π/c) for
/// c > 0. In a strip of half-width w a step h leaves an error of the order exp(−2πw/h).
struct Radii {
    c: f64,
    /// T.
    nodes: Vec<[f64; LANES]>,
    /// With the factor 2T.
    weights: Vec<[f64; LANES]>,
}

impl Radii {
    fn new(c: f64) -> Self {
        let step = TAU * PI.atan2(c).min(FRAC_PI_2) / LOG_ERROR;
        // Below T = e^{−20} and beyond T = e^{3.8} the integral is below 1e-16.
        let (first, last) = ((-20.0 / step).floor() as i32, (3.8 / step).ceil() as i32);
        let node = |vector: i32, lane: usize| (f64::from(first + vector * LANES as i32 + lane as i32) * step).exp();
        let nodes: Vec<[f64; LANES]> =
            (0..=(last - first) / LANES as i32).map(|vector| std::array::from_fn(|lane| node(vector, lane))).collect();
        let weights = nodes.iter().map(|nodes| nodes.map(|t| 2.0 * step * t * t * (-t).exp())).collect();
        Self { c, nodes, weights }
    }
}

/// −log of the error that a step of the radial rule leaves.
const LOG_ERROR: f64 = 40.0;

/// E 2T·g.
struct SquareOfWrong<'a> {
    radii: &'a Radii,
    slope: f64,
}

impl Kernel for SquareOfWrong<'_> {
    type Output = f64;

    #[inline(always)]
    fn call(self) -> f64 {
        let mut sums = [0.0; LANES];
        for (nodes, weights) in self.radii.nodes.iter().zip(&self.radii.weights) {
            for ((sum, node), weight) in sums.iter_mut().zip(nodes).zip(weights) {
                // Beyond e^700 a term is 0.
                let log_odds = (node * self.slope - self.radii.c).min(700.0);
                *sum += weight / (1.0 + exp(log_odds));
            }
        }
        sums.iter().sum()
    }
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
        let mean = |f: fn(f64) -> f64| radial_mean(&Radii::new(0.0), f);
        assert!((mean(|_| 1.0) - 2.0).abs() < 1e-13);
        assert!((mean(|t| (-t).exp()) - 0.5).abs() < 1e-13);
    }

    /// E 2T·f(T).
    fn radial_mean(radii: &Radii, f: impl Fn(f64) -> f64) -> f64 {
        let nodes = radii.nodes.as_flattened().iter().zip(radii.weights.as_flattened());
        nodes.map(|(t, weight)| weight * f(*t)).sum()
    }

    /// Against a plain sum over x with steps of 1/64. A step for c = 0 would be too long for c = 9, where the poles are nearer.
    #[test]
    fn the_radial_rule_follows_the_prior_ratio() {
        for (c, slope) in [(0.0, 0.3), (0.0, -40.0), (-6.0, 2.0), (3.0, 7.0), (9.0, 5.0), (9.0, 60.0), (2.0, 1e6)] {
            let wrong = |t: f64| 1.0 / (1.0 + (slope * t - c).exp());
            let fine = |i: i32| {
                let t = (f64::from(i) / 64.0).exp();
                2.0 * t * t * (-t).exp() * wrong(t) / 64.0
            };
            let expected: f64 = (-1920..=256).map(fine).sum();
            let radii = Radii::new(c);
            let found = vectorised(SquareOfWrong { radii: &radii, slope });
            let tolerance = if slope < 1e3 { 1e-12 } else { 1e-4 };
            assert!((found / expected - 1.0).abs() < tolerance, "c = {c}, slope = {slope}: {found} {expected}");
            let coarse = radial_mean(&Radii::new(0.0), wrong);
            assert!(c < 9.0 || (coarse / expected - 1.0).abs() > 1e-9, "c = {c}, slope = {slope}: {coarse} {expected}");
        }
    }
}
