//! The distances of source and weak supervisor from the target.

use super::TransferProblem;

/// The squared biases of source and weak supervisor, and the inner product of their bias vectors.
///
/// ```text
/// b = β_P − β_Q,  a = β_Q′ − β_Q
/// ε_P² = |b|²,    ε_Q′² = |a|²,    c = aᵀb
/// ```
///
/// Source: ε_P² and ε_Q′² as in Somerstep et al. (2025), Proposition 3.2 (paper); c: ours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SquaredBiases {
    /// ε_P².
    pub source: f64,
    /// ε_Q′².
    pub weak: f64,
    /// c.
    pub cross: f64,
}

impl TransferProblem {
    /// ε_P², ε_Q′² and c.
    pub fn squared_biases(&self) -> SquaredBiases {
        let target = self.target_mean();
        let source_bias = self.source_mean() - &target;
        let weak_bias = self.weak_mean() - &target;
        SquaredBiases {
            source: source_bias.norm_squared(),
            weak: weak_bias.norm_squared(),
            cross: weak_bias.dot(&source_bias),
        }
    }
}
