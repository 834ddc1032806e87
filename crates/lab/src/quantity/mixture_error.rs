//! The MSE of ridge regression on labels whose concepts are drawn independently, for isotropic Gaussian prompts.

use nalgebra::{DMatrix, DVector, RowDVector};

use super::axes::axes;
use super::mixture_shares::MixtureShares;
use super::ridge_constants::RidgeConstants;
use weak_to_strong::model::TransferProblem;

/// The MSE as a function of the law ᾱ of the concept behind a label, and of the constants c₀…c₄ of the prompts. With b = β_P − β_Q, a′ = β̄ − β_Q and
/// τ = Σ ᾱₖ|βₖ − β̄|² = g − |a′|², where g = Σ ᾱₖ|βₖ − β_Q|², it is
///
/// ```text
/// c₀|b|² + 2c₁·bᵀa′ + c₂|a′|² + c₃σ² + c₄τ
/// ```
///
/// Source: ours, `docs/theory.md`.
#[derive(Clone, Debug)]
pub(super) struct MixtureError {
    /// b along the axes, the first of which has its direction.
    pub(super) bias: Vec<f64>,
    /// a′ along the axes.
    pub(super) along: MixtureShares,
    /// g.
    pub(super) square: MixtureShares,
    /// σ².
    pub(super) noise_square: f64,
    /// The greatest τ is at most this.
    pub(super) most_spread: f64,
    /// The greatest |βₖ − β_Q|².
    pub(super) most_square: f64,
}

/// What the MSE depends on: the mean a′ along the axes, and the mean g.
#[derive(Clone, Debug)]
pub(super) struct MeanBias {
    pub(super) along: Vec<f64>,
    pub(super) square: f64,
}

impl MixtureError {
    pub(super) fn new(problem: &TransferProblem) -> Self {
        let target = problem.target_mean();
        let bias = problem.source_mean() - &target;
        let columns: Vec<DVector<f64>> = problem.concepts().column_iter().map(|concept| concept - &target).collect();
        let vertices = DMatrix::from_columns(&columns);
        let axes = axes(&bias, &vertices);
        let squares = RowDVector::from_iterator(vertices.ncols(), vertices.column_iter().map(|c| c.norm_squared()));
        Self {
            bias: axes.tr_mul(&bias).iter().copied().collect(),
            along: MixtureShares::new(&axes.tr_mul(&vertices)),
            most_square: squares.max(),
            square: MixtureShares::new(&DMatrix::from_rows(&[squares])),
            noise_square: problem.noise().powi(2),
            most_spread: most_spread(problem.concepts()),
        }
    }

    /// Returns the number of shares of one observation: those of a′ along the axes, then that of g.
    pub(super) fn width(&self) -> usize {
        self.along.count() + 1
    }

    /// Returns a′ and g from their shares.
    pub(super) fn mean_bias(&self, shares: &[f64]) -> MeanBias {
        let (along, square) = shares.split_at(self.along.count());
        let along = along.iter().enumerate().map(|(axis, share)| self.along.value(axis, *share));
        MeanBias { along: along.collect(), square: self.square.value(0, square[0]) }
    }

    /// |b|².
    pub(super) fn bias_square(&self) -> f64 {
        dot(&self.bias, &self.bias)
    }

    /// Returns the MSE.
    pub(super) fn at(&self, mean: &MeanBias, constants: &RidgeConstants) -> f64 {
        let moved_square = dot(&mean.along, &mean.along);
        // τ is below 0 only by rounding.
        let spread = mean.square - moved_square;
        let spread = if spread < 0.0 { 0.0 } else { spread };
        constants.kept * self.bias_square()
            + 2.0 * constants.product * dot(&self.bias, &mean.along)
            + constants.moved * moved_square
            + constants.noise * self.noise_square
            + constants.mixing * spread
    }

    /// Returns an upper bound of the MSE over all probabilities, given its constants. The signal is a mean of |(1 − t)b + ta′|², which is convex in t and
    /// in a′.
    ///
    /// If c₁ = 0 and c₂ ≥ c₄ the MSE is a convex function of the probabilities, greatest at a vertex, where τ is 0.
    pub(super) fn greatest(&self, constants: &RidgeConstants) -> f64 {
        let noise = constants.noise * self.noise_square;
        let separate = self.most_signal() + constants.mixing * self.most_spread + noise;
        if constants.product != 0.0 {
            return separate;
        }
        let spread = if constants.moved >= constants.mixing { 0.0 } else { self.most_spread };
        let apart = constants.kept * self.bias_square() + constants.moved * self.most_square;
        separate.min(apart + constants.mixing * spread + noise)
    }

    /// The greatest |(1 − t)b + ta′|².
    pub(super) fn most_signal(&self) -> f64 {
        self.bias_square().max(self.most_square)
    }

    /// Returns a lower bound of the MSE over all probabilities, given its constants.
    pub(super) fn least(&self, constants: &RidgeConstants) -> f64 {
        let kept = if constants.product == 0.0 { constants.kept } else { 0.0 };
        kept * self.bias_square() + constants.noise * self.noise_square
    }
}

/// τ = ½Σ αₖαₗ|βₖ − βₗ|² is at most D²(K − 1)/(2K), D the greatest distance of two concepts.
fn most_spread(concepts: &DMatrix<f64>) -> f64 {
    let count = concepts.ncols() as f64;
    let mut diameter_square: f64 = 0.0;
    for one in concepts.column_iter() {
        for other in concepts.column_iter() {
            diameter_square = diameter_square.max((one - other).norm_squared());
        }
    }
    0.5 * diameter_square * (count - 1.0) / count
}

pub(super) fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
impl MixtureError {
    /// Writes the shares at these probabilities.
    pub(super) fn write(&self, probabilities: &[f64], shares: &mut [f64]) {
        let (along, square) = shares.split_at_mut(self.along.count());
        self.along.write(probabilities, along);
        self.square.write(probabilities, square);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weak_to_strong::model::{ConceptSpec, ProblemSpec};

    /// Two orthonormal concepts, the target on the first: b = (−½, ½). At ᾱ = (¾, ¼): a′ = (−¼, ¼), g = 2/4, τ = ½ − ⅛.
    #[test]
    fn two_concepts_by_hand() {
        let problem = ProblemSpec::new(3, ConceptSpec::Orthonormal(2)).noise(2.0).build().expect("a problem");
        let error = MixtureError::new(&problem);
        assert_eq!((error.width(), error.most_spread, error.most_square), (2, 0.5, 2.0));
        let mut shares = [0.0; 2];
        error.write(&[0.75, 0.25], &mut shares);
        let constants = RidgeConstants { kept: 0.2, product: 0.1, moved: 0.6, noise: 0.5, mixing: 0.25 };
        let expected = 0.2 * 0.5 + 2.0 * 0.1 * 0.25 + 0.6 * 0.125 + 0.5 * 4.0 + 0.25 * 0.375;
        let found = error.at(&error.mean_bias(&shares), &constants);
        assert!((found - expected).abs() < 1e-15, "{found}, not {expected}");
        let least_squares = RidgeConstants { kept: 0.0, product: 0.0, moved: 1.0, noise: 0.5, mixing: 0.25 };
        assert!((error.least(&least_squares) - 2.0).abs() < 1e-15);
        assert!((error.greatest(&least_squares) - 4.0).abs() < 1e-15);
    }
}
