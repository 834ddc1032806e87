//! Residuals that are independent given the labels, for Gaussian prompts: a normal number and a χ² for each concept.
//!
//! Let fₖ = βₖᵀX and Y′ = uᵀX + ξ, jointly normal, s² = Var Y′ and cₖ = Cov(fₖ, Y′). The regression on the label,
//!
//! ```text
//! fₖ = (cₖ/s²)·Y′ + eₖ,   Var eₖ = bₖ² = Var fₖ − cₖ²/s²,   Cov(eₖ, eₗ) = Cov(fₖ, fₗ) − cₖcₗ/s²
//! ```
//!
//! has errors e independent of Y′. If they are also independent of each other, as for orthogonal concepts of which at most one has a component
//! along u, then over a batch of m examples, given the labels, the residuals Y′ − fₖ = aₖY′ − eₖ with aₖ = 1 − cₖ/s² are independent over k. The
//! component of the m errors eₖ along the vector of labels is bₖnₖ with nₖ normal, and the others have the squared length bₖ²χ²_{m−1}:
//!
//! ```text
//! RSSₖ = (aₖ|Y′| − bₖnₖ)² + bₖ²χ²_{m−1},   |Y′|² = s²χ²_m
//! ```
//!
//! By hand: for u = βₖ without noise bₖ = aₖ = 0, and RSSₖ = 0.

use nalgebra::DMatrix;

use crate::numeric::{Kernel, vectorised};
use crate::random::{Stream, WideGenerator};
use crate::sample::GROUP;
use crate::sample::coordinates::PROMPTS_AT_ONCE;

/// Draws residual sums of squares that are independent given the labels.
#[derive(Clone, Debug)]
pub(super) struct GivenLabels {
    /// s².
    label_variance: f64,
    /// (aₖ, bₖ).
    concepts: Vec<(f64, f64)>,
}

/// Covariances below this share of the deviations are rounding.
const ROUNDING: f64 = 1e-14;

impl GivenLabels {
    /// The columns of `coefficients` are β₁…β_K and u in coordinates that are independent standard normal; none where the residuals depend on
    /// each other.
    pub(super) fn new(coefficients: &DMatrix<f64>, noise: f64) -> Option<Self> {
        let covariances = coefficients.tr_mul(coefficients);
        let concept_count = covariances.ncols() - 1;
        let label_variance = covariances[(concept_count, concept_count)] + noise * noise;
        let with_label = |k: usize| covariances[(k, concept_count)];
        let given = |k: usize, l: usize| covariances[(k, l)] - with_label(k) * with_label(l) / label_variance;
        let scale = |k: usize| covariances[(k, k)].sqrt();
        let dependent = |k: usize, l: usize| given(k, l).abs() > ROUNDING * scale(k) * scale(l);
        if (0..concept_count).any(|k| (0..k).any(|l| dependent(k, l))) {
            return None;
        }
        let concept = |k: usize| (1.0 - with_label(k) / label_variance, given(k, k).max(0.0).sqrt());
        Some(Self { label_variance, concepts: (0..concept_count).map(concept).collect() })
    }

    /// Adds those of more examples.
    pub(super) fn add(&self, squares: &mut [f64], examples: usize, stream: &mut Stream) {
        if examples > 0 {
            vectorised(LabelledExamples { law: self, squares, examples, stream });
        }
    }
}

struct LabelledExamples<'a> {
    law: &'a GivenLabels,
    squares: &'a mut [f64],
    examples: usize,
    stream: &'a mut Stream,
}

impl Kernel for LabelledExamples<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { law, squares, examples, stream } = self;
        let mut wide = WideGenerator::from_stream(stream);
        let (mut labels, mut along, mut across) =
            ([0.0; PROMPTS_AT_ONCE], [0.0; PROMPTS_AT_ONCE], [0.0; PROMPTS_AT_ONCE]);
        for first in (0..GROUP).step_by(PROMPTS_AT_ONCE) {
            wide.fill_equal_chi_squared(&mut labels, examples, stream);
            for label in &mut labels {
                *label = (law.label_variance * *label).sqrt();
            }
            for ((a, b), squares) in law.concepts.iter().zip(squares.chunks_exact_mut(GROUP)) {
                wide.fill_normal(&mut along);
                wide.fill_equal_chi_squared(&mut across, examples - 1, stream);
                let squares = &mut squares[first..first + PROMPTS_AT_ONCE];
                for i in 0..PROMPTS_AT_ONCE {
                    let residual = a * labels[i] - b * along[i];
                    squares[i] += residual.mul_add(residual, b * b * across[i]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;

    #[test]
    fn two_concepts_along_the_label_depend_on_each_other() {
        let one_along = dmatrix![1.0, 0.0, 0.8; 0.0, 1.0, 0.0];
        let both_along = dmatrix![1.0, 0.0, 0.8; 0.0, 1.0, 0.1];
        let not_orthogonal = dmatrix![1.0, 0.5, 0.0; 0.0, 1.0, 0.0];
        assert!(GivenLabels::new(&one_along, 0.5).is_some());
        assert!(GivenLabels::new(&both_along, 0.5).is_none());
        assert!(GivenLabels::new(&not_orthogonal, 0.5).is_none());
    }

    /// u = 0.8β₁ with noise 0.6: s² = 1, c₁ = 0.8, a₁ = 0.2, b₁ = 0.6; a₂ = b₂ = 1.
    #[test]
    fn the_law_by_hand() {
        let law = GivenLabels::new(&dmatrix![1.0, 0.0, 0.8; 0.0, 1.0, 0.0], 0.6).expect("independent residuals");
        assert!((law.label_variance - 1.0).abs() < 1e-15);
        let (a, b) = law.concepts[0];
        assert!((a - 0.2).abs() < 1e-15 && (b - 0.6).abs() < 1e-15);
        assert_eq!(law.concepts[1], (1.0, 1.0));
    }
}
