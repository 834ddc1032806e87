//! Tilted laws of examples with bounded prompts (cube, Rademacher, sphere), by rejection.
//!
//! With s = δᵀX, ρ = rᵀX and label noise ε the log-likelihood ratio is ℓₖ = s(ρ + 2ε)/(2σ²), linear in ε. So under the tilt
//!
//! ```text
//! X has density exp(g(X)) up to a constant,   g = −θsρ/(2σ²) + θ²σ_w²s²/(2σ⁴)
//! ε given X is N(−θσ_w²s/σ², σ_w²)
//! ```
//!
//! g is the quadratic form s·b with b = −θρ/(2σ²) + θ²σ_w²s/(2σ⁴). The symmetric matrix of s·b has greatest eigenvalue
//! λ = (aᵀb + |a||b|)/2, a and b the coefficients of s and b, so g ≤ λ·|X|² over the coordinates that it touches: prompts are drawn from
//! their own law and accepted with probability exp(g(X) − λ·max |X|²), which is φₖ(θ)·exp(−λ·max |X|²) in the mean.

use nalgebra::DMatrix;
use rand::{Rng, RngExt};
use rand_distr::{Distribution, StandardNormal};

use super::PromptCoordinates;
use super::tilted::{Tilt, residual_forms};
use crate::model::TransferProblem;

/// The least share of prompts that rejection must accept to be worth its time.
const LEAST_ACCEPTANCE: f64 = 0.05;

/// Tilted laws of one example.
#[derive(Clone, Debug)]
pub(super) struct BoundedTilts {
    coordinates: PromptCoordinates,
    /// u − βⱼ in these coordinates, as columns.
    forms: DMatrix<f64>,
    target: usize,
    /// σ_w.
    weak_noise: f64,
    tilts: Vec<BoundedTilt>,
}

#[derive(Clone, Copy, Debug)]
struct BoundedTilt {
    concept: usize,
    /// θ/(2σ²).
    strength: f64,
    /// log of the greatest density, or more.
    log_envelope: f64,
}

impl BoundedTilts {
    /// The tilted laws; none if rejection would accept too rarely.
    pub(super) fn new(problem: &TransferProblem, target: usize, tilts: &[Tilt]) -> Option<Self> {
        let (coordinates, forms) = PromptCoordinates::spanned_by(problem.prompts(), &residual_forms(problem, target));
        let mut laws = Self { coordinates, forms, target, weak_noise: problem.weak_noise(), tilts: Vec::new() };
        for tilt in tilts {
            let strength = 0.5 * tilt.theta / problem.noise().powi(2);
            let log_envelope = laws.log_envelope(tilt.concept, strength)?;
            if tilt.log_moment - log_envelope < LEAST_ACCEPTANCE.ln() {
                return None;
            }
            laws.tilts.push(BoundedTilt { concept: tilt.concept, strength, log_envelope });
        }
        Some(laws)
    }

    /// λ·max |X|²; none for prompts that are not bounded.
    fn log_envelope(&self, concept: usize, strength: f64) -> Option<f64> {
        let (wrong, right) = (self.forms.column(concept), self.forms.column(self.target));
        let difference = wrong - right;
        let slope = -strength * (wrong + right) + 2.0 * (strength * self.weak_noise).powi(2) * &difference;
        let largest_eigenvalue = 0.5 * (difference.dot(&slope) + difference.norm() * slope.norm());
        let touched = wrong.iter().zip(&right).filter(|(a, b)| **a != 0.0 || **b != 0.0).count();
        Some(largest_eigenvalue.max(0.0) * self.coordinates.greatest_square(touched)?)
    }

    /// Draws the residual sums of squares of a batch from the law of this tilt.
    pub(super) fn draw<R: Rng + ?Sized>(&self, tilt: usize, batch: usize, residual_squares: &mut [f64], rng: &mut R) {
        let tilt = &self.tilts[tilt];
        residual_squares.fill(0.0);
        let mut prompt = vec![0.0; self.coordinates.count()];
        for _ in 0..batch {
            let difference = self.draw_prompt(tilt, &mut prompt, rng);
            let shift = -2.0 * tilt.strength * self.weak_noise.powi(2) * difference;
            let standard: f64 = StandardNormal.sample(rng);
            let noise = shift + self.weak_noise * standard;
            for (j, square) in residual_squares.iter_mut().enumerate() {
                *square += (self.form(j, &prompt) + noise).powi(2);
            }
        }
    }

    /// Draws prompts until one is accepted, and returns its s = δᵀX.
    fn draw_prompt<R: Rng + ?Sized>(&self, tilt: &BoundedTilt, prompt: &mut [f64], rng: &mut R) -> f64 {
        loop {
            self.coordinates.draw(prompt, rng);
            let (wrong, right) = (self.form(tilt.concept, prompt), self.form(self.target, prompt));
            let difference = wrong - right;
            let curvature = 2.0 * (tilt.strength * self.weak_noise).powi(2);
            let log_density = difference * (curvature * difference - tilt.strength * (wrong + right));
            if rng.random::<f64>() < (log_density - tilt.log_envelope).exp() {
                return difference;
            }
        }
    }

    /// (u − βⱼ)ᵀX.
    fn form(&self, concept: usize, prompt: &[f64]) -> f64 {
        self.forms.column(concept).iter().zip(prompt).map(|(b, x)| b * x).sum()
    }
}
