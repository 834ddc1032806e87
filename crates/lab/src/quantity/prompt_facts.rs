//! What is known beforehand of the eigenvalues of a sample's prompts.

use statrs::function::gamma::ln_gamma;
use std::f64::consts::{LN_2, PI};
use weak_to_strong::model::PromptLaw;

/// What is known of S = XᵀX/n for n prompts X, and of W, the smaller of XᵀX and XXᵀ.
#[derive(Clone, Debug)]
pub(super) struct PromptFacts {
    /// n.
    pub(super) count: usize,
    /// d.
    pub(super) dim: usize,
    /// E tr S.
    pub(super) mean_trace: f64,
    /// The least bound of tr S, if there is one.
    pub(super) greatest_trace: Option<f64>,
    /// Whether the law is unchanged by signed permutations of the coordinates.
    pub(super) symmetric: bool,
    /// Whether W is nonsingular with probability one.
    pub(super) nonsingular: bool,
    /// E tr W⁻¹, if it is known. It may be infinite.
    pub(super) mean_inverse: Option<f64>,
    /// Where to cut off tr W⁻¹, if it is known what is lost.
    pub(super) inverse_cut: Option<InverseCut>,
}

/// Where x = tr W⁻¹ is cut off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct InverseCut {
    /// Where.
    pub(super) at: f64,
    /// E(x − at)₊ is at most this.
    pub(super) beyond: f64,
}

impl PromptFacts {
    pub(super) fn new(law: &PromptLaw, count: usize, dim: usize) -> Self {
        Self {
            count,
            dim,
            mean_trace: law.variances(dim).sum(),
            greatest_trace: law.squared_bound(dim),
            symmetric: law.is_symmetric(),
            nonsingular: law.has_density(),
            mean_inverse: mean_inverse(law, count, dim),
            inverse_cut: inverse_cut(law, count, dim),
        }
    }

    /// r, the rank of nonsingular prompts.
    pub(super) fn rank(&self) -> usize {
        self.count.min(self.dim)
    }

    /// Whether tr W⁻¹ may have no variance.
    pub(super) fn inverse_may_lack_variance(&self) -> bool {
        self.nonsingular && self.count.abs_diff(self.dim) <= 3
    }
}

/// E tr W⁻¹ for Gaussian prompts: of the inverse of a Wishart matrix. For independent coordinates with log-concave densities it is infinite within one
/// of d.
fn mean_inverse(law: &PromptLaw, count: usize, dim: usize) -> Option<f64> {
    law.greatest_coordinate_density(dim)?;
    if count.abs_diff(dim) <= 1 {
        return Some(f64::INFINITY);
    }
    let degrees = (count.abs_diff(dim) - 1) as f64;
    match law.isotropic_variance() {
        _ if !law.is_gaussian() => None,
        Some(variance) => Some(count.min(dim) as f64 / (degrees * variance)),
        None if count > dim => Some(law.variances(dim).map(f64::recip).sum() / degrees),
        None => None,
    }
}

/// What one unit of the remainder is worth in units of the cut: about the number of replicates that are drawn, over the logarithm of the error.
const WORTH_OF_REMAINDER: f64 = 1e4;

/// Where E(tr W⁻¹ − c)₊ is small, by the densities of distances.
///
/// 1/(W⁻¹)ᵢᵢ is the squared distance of row i from the span of the others: |y|² with y in k = |n − d| + 1 dimensions, of density at most D. So
///
/// ```text
/// E(tr W⁻¹ − rκ)₊ ≤ r·E(1/|y|² − κ)₊ ≤ r·D·Vₖ·2/(k − 2)·κ^(1 − k/2),    Vₖ the volume of the unit ball,    k ≥ 3
/// ```
fn inverse_cut(law: &PromptLaw, count: usize, dim: usize) -> Option<InverseCut> {
    let density = law.isotropic_variance().and(law.greatest_coordinate_density(dim))?;
    let (rank, most) = (count.min(dim) as f64, count.max(dim) as f64);
    let codimension = most - rank + 1.0;
    if codimension < 3.0 {
        return None;
    }
    let others = rank - 1.0;
    // log D: Brascamp and Lieb's inequality, or that of Livshyts, Paouris and Pivovarov.
    let by_sections = if others > 0.0 { 0.5 * others * (most / others).ln() } else { 0.0 };
    let log_density = codimension * density.ln() + by_sections.min(0.5 * codimension * LN_2);
    let log_volume = 0.5 * codimension * PI.ln() - ln_gamma(0.5 * codimension + 1.0);
    // Where the cut plus the remainder's worth is least.
    let kappa = (2.0 / codimension * (WORTH_OF_REMAINDER.ln() + log_density + log_volume)).exp();
    let beyond = rank * 2.0 / (codimension - 2.0) * kappa / WORTH_OF_REMAINDER;
    Some(InverseCut { at: rank * kappa, beyond })
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{DMatrix, DVector};
    use weak_to_strong::random::{ContentKey, open_stream};
    use weak_to_strong::sample::PromptCoordinates;

    #[test]
    fn wishart_means_by_hand() {
        let mean = |law: &PromptLaw, count, dim| PromptFacts::new(law, count, dim).mean_inverse;
        assert_eq!(mean(&PromptLaw::Gaussian, 10, 4), Some(0.8));
        assert_eq!(mean(&PromptLaw::Gaussian, 4, 10), Some(0.8));
        assert_eq!(mean(&PromptLaw::Anisotropic(vec![2.0, 2.0]), 6, 2), Some(1.0 / 3.0));
        assert_eq!(mean(&PromptLaw::Anisotropic(vec![1.0, 2.0]), 6, 2), Some(0.5));
        assert_eq!(mean(&PromptLaw::Anisotropic(vec![1.0, 2.0, 3.0, 4.0]), 1, 4), None);
        for (law, count) in [(PromptLaw::Gaussian, 5), (PromptLaw::Cube, 4), (PromptLaw::Laplace, 3)] {
            assert_eq!(mean(&law, count, 4), Some(f64::INFINITY));
        }
        assert_eq!((mean(&PromptLaw::Cube, 9, 4), mean(&PromptLaw::Sphere, 4, 4)), (None, None));
    }

    /// One dimension, n uniform numbers: E(1/Σx² − κ)₊ is at most 2⁻ⁿVₙ·2/(n − 2)·κ^(1 − n/2), with equality where the ball 1/κ lies in the cube.
    #[test]
    fn the_remainder_by_hand() {
        let InverseCut { at, beyond } = inverse_cut(&PromptLaw::Cube, 4, 1).expect("three codimensions");
        let volume = 0.5 * PI * PI;
        assert!((beyond - volume / 16.0 / at).abs() < 1e-12, "{at} {beyond}");
        assert_eq!(inverse_cut(&PromptLaw::Cube, 2, 1), None);
        assert_eq!(inverse_cut(&PromptLaw::Sphere, 9, 1), None);
    }

    /// Fixed seeds. E tr W⁻¹ and E(tr W⁻¹ − c/8)₊ by plain sampling, c/8 in place of c so that the remainder is seen: it is at most the
    /// proved one, which grows like (1/8)^(1 − k/2).
    #[test]
    fn remainders_are_not_exceeded() {
        let mut stream = open_stream(7, &ContentKey::of("inverse cut"), 0);
        for law in [PromptLaw::Cube, PromptLaw::Laplace, PromptLaw::Gaussian] {
            for (count, dim) in [(5, 3), (3, 5), (9, 3), (12, 10), (7, 1)] {
                let InverseCut { at, beyond } = inverse_cut(&law, count, dim).expect("three codimensions");
                let coordinates = PromptCoordinates::all(&law, dim);
                let (mut prompts, mut prompt) = (DMatrix::zeros(count, dim), DVector::zeros(dim));
                let (mut sum, draws) = (0.0, 20_000);
                for _ in 0..draws {
                    for mut row in prompts.row_iter_mut() {
                        coordinates.draw(prompt.as_mut_slice(), &mut stream);
                        row.copy_from(&prompt.transpose());
                    }
                    let small = if count >= dim { prompts.tr_mul(&prompts) } else { &prompts * prompts.transpose() };
                    let inverse = small.try_inverse().map_or(f64::INFINITY, |inverse| inverse.trace());
                    sum += (inverse - at / 8.0).max(0.0);
                }
                let codimension = count.abs_diff(dim) as f64 + 1.0;
                let proved = beyond * 8f64.powf(0.5 * codimension - 1.0);
                assert!(sum / f64::from(draws) <= 1.1 * proved, "{law:?} {count} {dim}: {sum} {proved}");
            }
        }
    }
}
