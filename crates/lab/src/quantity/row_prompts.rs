//! Prompts that are drawn one by one, for the constants of ridge regression.

use nalgebra::{DMatrix, DVector};

use super::ridge_constants::RidgeConstants;
use weak_to_strong::learn::Shrinkage;
use weak_to_strong::model::PromptLaw;
use weak_to_strong::random::Stream;
use weak_to_strong::sample::PromptCoordinates;

/// N prompts, with the eigenvalues of S = XᵀX/N that are not 0.
#[derive(Clone)]
pub(super) struct RowPrompts {
    coordinates: PromptCoordinates,
    /// One prompt in each column, and in a row each.
    prompts: DMatrix<f64>,
    /// The eigenvalues λⱼ, each with Σᵢ |Xᵢ|²(vⱼᵀXᵢ)².
    along: Vec<(f64, f64)>,
}

impl RowPrompts {
    pub(super) fn new(law: &PromptLaw, count: usize, dim: usize) -> Self {
        let coordinates = PromptCoordinates::all(law, dim);
        Self { coordinates, prompts: DMatrix::zeros(dim, count), along: Vec::new() }
    }

    /// Draws new prompts.
    pub(super) fn draw(&mut self, stream: &mut Stream) {
        for mut prompt in self.prompts.column_iter_mut() {
            self.coordinates.draw(prompt.as_mut_slice(), stream);
        }
        let (dim, count) = self.prompts.shape();
        let gram = &self.prompts * self.prompts.transpose() / count as f64;
        let spectrum = gram.symmetric_eigen();
        let along = spectrum.eigenvectors.tr_mul(&self.prompts);
        let squares = DVector::from_iterator(count, self.prompts.column_iter().map(|prompt| prompt.norm_squared()));
        let weighted = along.component_mul(&along) * squares;
        self.along = spectrum.eigenvalues.iter().copied().zip(weighted.iter().copied()).collect();
        // The others are 0 up to rounding: there are at most N, and rounding is d·ε of the largest.
        self.along.sort_by(|one, other| other.0.total_cmp(&one.0));
        let rounding = dim as f64 * f64::EPSILON * self.along[0].0;
        self.along.truncate(dim.min(count));
        self.along.retain(|(eigenvalue, _)| *eigenvalue > rounding);
    }

    /// The constants of the latest prompts.
    pub(super) fn constants(&self, penalty: f64) -> RidgeConstants {
        let (dim, count) = self.prompts.shape();
        let mut sums = Shrinkage { left: (dim - self.along.len()) as f64, ..Shrinkage::default() };
        let mut mixing = 0.0;
        for &(eigenvalue, weighted) in &self.along {
            let (taken, left) = (eigenvalue / (eigenvalue + penalty), penalty / (eigenvalue + penalty));
            sums.taken += taken * taken;
            sums.mixed += taken * left;
            sums.left += left * left;
            sums.variance += taken / (eigenvalue + penalty) / count as f64;
            mixing += weighted / (eigenvalue + penalty) / (eigenvalue + penalty);
        }
        RidgeConstants::of(&sums, dim, mixing / (dim as f64 * (count as f64).powi(2)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weak_to_strong::random::{ContentKey, open_stream};

    /// One sign in one dimension has S = 1: with the penalty 1, T = ½, c₃ = ¼ and c₄ = ¼.
    #[test]
    fn one_sign_by_hand() {
        let mut prompts = RowPrompts::new(&PromptLaw::Rademacher, 1, 1);
        prompts.draw(&mut open_stream(1, &ContentKey::of("one sign"), 0));
        let expected = RidgeConstants { kept: 0.25, product: 0.25, moved: 0.25, noise: 0.25, mixing: 0.25 };
        assert_eq!(prompts.constants(1.0), expected);
    }
}
