//! A tilt of the law of an example, and the residuals of an example as linear forms.

use nalgebra::DMatrix;

use crate::model::TransferProblem;

/// A tilt of the law of one example against a wrong concept k: its density is multiplied by exp(−θℓₖ)/φₖ(θ).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tilt {
    /// k.
    pub concept: usize,
    /// θ.
    pub theta: f64,
    /// log φₖ(θ), φₖ(θ) = E exp(−θℓₖ).
    pub log_moment: f64,
}

/// u − βⱼ for every concept j (d × K), u the weak version of the target: the residual Y′ − βⱼᵀX is (u − βⱼ)ᵀX plus label noise.
pub(super) fn residual_forms(problem: &TransferProblem, target: usize) -> DMatrix<f64> {
    let weak = problem.weak_concepts().column(target);
    DMatrix::from_fn(problem.dim(), problem.concept_count(), |i, j| weak[i] - problem.concepts()[(i, j)])
}
