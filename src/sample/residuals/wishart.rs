//! The Gram matrix of residuals, for Gaussian prompts and any concepts, through its Bartlett factor.
//!
//! In coordinates Z that are independent standard normal, the residuals of one example under the K concepts are Eζ with
//!
//! ```text
//! ζ = (Z, ξ/σ_w) standard normal,   E = [u − βₖ, σ_w]ₖ (K rows),   Eᵀ = QA (QR factorisation)
//! ```
//!
//! so their Gram matrix over m examples is AᵀWA with W ~ Wishart(m) of dimension r = min(K, q + 1), and W = LLᵀ with L lower trapezoidal: its
//! i-th diagonal entry (from 0) is a χ with m − i degrees of freedom, what is below is normal (Bartlett 1933; for m < r there are m columns). RSSₖ
//! is the squared length of row k of AᵀL. More examples add an independent Gram matrix.
//!
//! By hand: for one concept r = 1 and RSS = |u − β|²χ²_m + …, the variance of the residual times a χ²_m.

use nalgebra::DMatrix;

use crate::numeric::{Kernel, aligned_zeros, vectorised};
use crate::random::{Stream, WideGenerator};
use crate::sample::GROUP;
use crate::sample::coordinates::PROMPTS_AT_ONCE;

/// Draws the diagonal of the Gram matrix of residuals.
#[derive(Clone, Debug)]
pub(super) struct WishartResiduals {
    /// A (r × K), upper trapezoidal.
    factor: DMatrix<f64>,
}

impl WishartResiduals {
    /// The columns of `coefficients` are β₁…β_K and u in coordinates that are independent standard normal.
    pub(super) fn new(coefficients: &DMatrix<f64>, noise: f64) -> Self {
        let (count, concept_count) = (coefficients.nrows(), coefficients.ncols() - 1);
        let residuals = DMatrix::from_fn(count + 1, concept_count, |i, k| {
            if i < count { coefficients[(i, concept_count)] - coefficients[(i, k)] } else { noise }
        });
        Self { factor: residuals.qr().r() }
    }

    /// Adds those of more examples.
    pub(super) fn add(&self, squares: &mut [f64], examples: usize, stream: &mut Stream) {
        vectorised(WishartExamples { factor: &self.factor, squares, examples, stream });
    }
}

struct WishartExamples<'a> {
    factor: &'a DMatrix<f64>,
    squares: &'a mut [f64],
    examples: usize,
    stream: &'a mut Stream,
}

impl Kernel for WishartExamples<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { factor, squares, examples, stream } = self;
        let mut wide = WideGenerator::from_stream(stream);
        let rows = factor.nrows();
        let mut column = aligned_zeros(rows * PROMPTS_AT_ONCE);
        for first in (0..GROUP).step_by(PROMPTS_AT_ONCE) {
            for i in 0..rows.min(examples) {
                let (diagonal, below) = column[i * PROMPTS_AT_ONCE..].split_at_mut(PROMPTS_AT_ONCE);
                wide.fill_equal_chi_squared(diagonal, examples - i, stream);
                diagonal.iter_mut().for_each(|square| *square = square.sqrt());
                wide.fill_normal(below);
                for (k, squares) in squares.chunks_exact_mut(GROUP).enumerate().skip(i) {
                    let mut entry = [0.0; PROMPTS_AT_ONCE];
                    for row in i..=k.min(rows - 1) {
                        let (weight, numbers) =
                            (factor[(row, k)], &column[row * PROMPTS_AT_ONCE..(row + 1) * PROMPTS_AT_ONCE]);
                        for l in 0..PROMPTS_AT_ONCE {
                            entry[l] = weight.mul_add(numbers[l], entry[l]);
                        }
                    }
                    let squares = &mut squares[first..first + PROMPTS_AT_ONCE];
                    for l in 0..PROMPTS_AT_ONCE {
                        squares[l] = entry[l].mul_add(entry[l], squares[l]);
                    }
                }
            }
        }
    }
}
