//! Tilted laws of batches with Gaussian prompts: Gaussian again, at a cost that does not grow with the batch.
//!
//! The residuals Rⱼ = Y′ − βⱼᵀX of one example are linear forms sⱼᵀW of a standard normal W in at most K dimensions: rotate the vectors
//! (√v·(u − βⱼ), σ_w) into their span. As ℓₖ = (Rₖ² − Rₖ*²)/(2σ²), the tilt makes W normal with precision
//!
//! ```text
//! P = I + (θ/σ²)(sₖsₖᵀ − sₖ*sₖ*ᵀ) = LLᵀ,   W = L⁻ᵀN,   φₖ(θ) = det P^(−½)
//! ```
//!
//! N standard normal, so that Rⱼ = (L⁻¹sⱼ)ᵀN. No covariance is inverted, so it may be singular. Over a batch the residual sums of squares
//! are |Tᵀ(L⁻¹sⱼ)|² with T the Bartlett factor of ΣNNᵀ.

use nalgebra::DMatrix;
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

use super::tilt::{Tilt, residual_forms};
use super::wishart::chi_squared;
use crate::model::TransferProblem;
use crate::numeric::span_basis;

/// For every tilt, the residuals of one example as linear forms L⁻¹sⱼ (columns) of a standard normal vector.
#[derive(Clone, Debug)]
pub(super) struct GaussianTilts {
    forms: Vec<DMatrix<f64>>,
}

impl GaussianTilts {
    /// The tilted laws with log φ of each, from L alone; none if some P is not positive definite, where φ is infinite.
    pub(super) fn new(problem: &TransferProblem, target: usize, tilts: &[Tilt]) -> Option<(Self, Vec<f64>)> {
        let untilted = standard_forms(problem, target);
        let mut laws = Self { forms: Vec::new() };
        let mut log_moments = Vec::new();
        for tilt in tilts {
            let (wrong, right) = (untilted.column(tilt.concept), untilted.column(target));
            let strength = tilt.theta / problem.noise().powi(2);
            let mut precision = DMatrix::identity(untilted.nrows(), untilted.nrows());
            precision.ger(strength, &wrong, &wrong, 1.0);
            precision.ger(-strength, &right, &right, 1.0);
            let factor = precision.cholesky()?.unpack();
            log_moments.push(-factor.diagonal().iter().map(|entry| entry.ln()).sum::<f64>());
            laws.forms.push(factor.solve_lower_triangular(&untilted)?);
        }
        Some((laws, log_moments))
    }

    /// Draws the residual sums of squares of a batch from the law of this tilt.
    pub(super) fn draw<R: Rng + ?Sized>(&self, tilt: usize, batch: usize, residual_squares: &mut [f64], rng: &mut R) {
        let forms = &self.forms[tilt];
        let dim = forms.nrows();
        residual_squares.fill(0.0);
        let mut column = vec![0.0; dim];
        for i in 0..batch.min(dim) {
            column[i] = chi_squared(batch - i, rng).sqrt();
            column[i + 1..].fill_with(|| StandardNormal.sample(rng));
            for (square, form) in residual_squares.iter_mut().zip(forms.column_iter()) {
                let product: f64 = column[i..].iter().zip(&form.as_slice()[i..]).map(|(t, a)| t * a).sum();
                *square += product * product;
            }
        }
    }
}

/// sⱼ: the residuals of one example as linear forms of as few standard normal variables as possible.
fn standard_forms(problem: &TransferProblem, target: usize) -> DMatrix<f64> {
    let (dim, variances) = (problem.dim(), problem.prompts().variances(problem.dim()));
    let residuals = residual_forms(problem, target);
    let stacked = DMatrix::from_fn(dim + 1, residuals.ncols(), |i, j| {
        if i < dim { variances[i].sqrt() * residuals[(i, j)] } else { problem.weak_noise() }
    });
    span_basis(&stacked).tr_mul(&stacked)
}
