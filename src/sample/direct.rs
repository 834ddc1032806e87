//! Direct sampling: examples one after the other, in O(d²) memory whatever their number.

use nalgebra::{DMatrix, DVector};
use rand::Rng;

use super::{LabelNoise, PromptCoordinates, SampleMoments};

/// Examples that are turned into moments together.
const EXAMPLES_AT_ONCE: usize = 64;

/// Streams prompts and labels through a small buffer into moments.
#[derive(Clone, Debug)]
pub(super) struct DirectSampler {
    /// Prompts of these examples, one per column (d × EXAMPLES_AT_ONCE), and once more one per row.
    prompts: DMatrix<f64>,
    transposed: DMatrix<f64>,
    labels: DVector<f64>,
}

impl DirectSampler {
    pub(super) fn new(dim: usize) -> Self {
        Self {
            prompts: DMatrix::zeros(dim, EXAMPLES_AT_ONCE),
            transposed: DMatrix::zeros(EXAMPLES_AT_ONCE, dim),
            labels: DVector::zeros(EXAMPLES_AT_ONCE),
        }
    }

    /// Adds `count` examples labelled by the linear form `concept` with this noise.
    pub(super) fn add<R: Rng + ?Sized>(
        &mut self,
        moments: &mut SampleMoments,
        count: usize,
        coordinates: &PromptCoordinates,
        concept: &[f64],
        noise: LabelNoise,
        rng: &mut R,
    ) {
        let mut left = count;
        while left > 0 {
            let size = left.min(EXAMPLES_AT_ONCE);
            for i in 0..size {
                let mut column = self.prompts.column_mut(i);
                self.labels[i] = draw_example(coordinates, concept, noise, column.as_mut_slice(), rng);
            }
            self.absorb(moments, size);
            left -= size;
        }
    }

    fn absorb(&mut self, moments: &mut SampleMoments, size: usize) {
        let prompts = self.prompts.columns(0, size);
        let labels = self.labels.rows(0, size);
        let mut transposed = self.transposed.rows_mut(0, size);
        prompts.transpose_to(&mut transposed);
        moments.count += size;
        moments.gram.gemm(1.0, &prompts, &transposed, 1.0);
        moments.cross.gemv(1.0, &prompts, &labels, 1.0);
        moments.label_square += labels.norm_squared();
    }
}

/// Draws a prompt, and returns its label by the linear form `concept` with this noise.
pub(super) fn draw_example<R: Rng + ?Sized>(
    coordinates: &PromptCoordinates,
    concept: &[f64],
    noise: LabelNoise,
    prompt: &mut [f64],
    rng: &mut R,
) -> f64 {
    coordinates.draw(prompt, rng);
    let signal: f64 = prompt.iter().zip(concept).map(|(x, b)| x * b).sum();
    signal + noise.draw(rng)
}
