//! Direct sampling: examples one after the other, in O(d²) memory whatever their number.

use nalgebra::{DMatrix, DVector};
use rand::Rng;

use super::{LabelNoise, PromptCoordinates, SampleMoments};
use crate::numeric::{Kernel, vectorised};

/// Examples that are turned into moments together.
const EXAMPLES_AT_ONCE: usize = 64;

/// Streams prompts and labels through a small buffer into moments.
#[derive(Clone, Debug)]
pub(super) struct DirectSampler {
    /// Prompts of these examples, one per column (d × EXAMPLES_AT_ONCE).
    prompts: DMatrix<f64>,
    labels: DVector<f64>,
}

impl DirectSampler {
    pub(super) fn new(dim: usize) -> Self {
        Self { prompts: DMatrix::zeros(dim, EXAMPLES_AT_ONCE), labels: DVector::zeros(EXAMPLES_AT_ONCE) }
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
        moments.count += size;
        vectorised(AddGram {
            prompts: &self.prompts.as_slice()[..size * self.prompts.nrows()],
            gram: &mut moments.gram,
        });
        moments.cross.gemv(1.0, &prompts, &labels, 1.0);
        moments.label_square += labels.norm_squared();
    }
}

/// Adds Σ xxᵀ of prompts, which stand one behind the other. Each entry is summed in the order of the prompts.
struct AddGram<'a> {
    prompts: &'a [f64],
    gram: &'a mut DMatrix<f64>,
}

/// Entries of a column that are summed side by side.
const ROWS: usize = 8;

impl Kernel for AddGram<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let dim = self.gram.nrows();
        for j in 0..dim {
            // The entries above are those of earlier columns.
            let first = j / ROWS * ROWS;
            let column = &mut self.gram.as_mut_slice()[j * dim + first..(j + 1) * dim];
            let (wide, rest) = column.as_chunks_mut::<ROWS>();
            let (narrow, single) = rest.as_chunks_mut::<2>();
            let second = first + ROWS * wide.len();
            let third = second + 2 * narrow.len();
            add_products(wide, self.prompts, dim, j, first);
            add_products(narrow, self.prompts, dim, j, second);
            add_products(single.as_chunks_mut::<1>().0, self.prompts, dim, j, third);
        }
        self.gram.fill_upper_triangle_with_lower_triangle();
    }
}

/// Adds Σ xᵢxⱼ to the entries i from `first` on.
#[inline(always)]
fn add_products<const R: usize>(entries: &mut [[f64; R]], prompts: &[f64], dim: usize, j: usize, first: usize) {
    for (chunk, sums) in entries.iter_mut().enumerate() {
        let i = first + chunk * R;
        let mut added = *sums;
        for prompt in prompts.chunks_exact(dim) {
            added.iter_mut().zip(&prompt[i..i + R]).for_each(|(sum, x)| *sum += x * prompt[j]);
        }
        *sums = added;
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The same sums in the same order as in a plain loop, to the bit.
        #[test]
        fn products_are_those_of_a_plain_loop(
            (dim, prompts) in (1..40usize).prop_flat_map(|d| (Just(d), prop::collection::vec(-9.0..9.0f64, 7 * d))),
        ) {
            let mut gram = DMatrix::identity(dim, dim);
            let mut expected = gram.clone();
            vectorised(AddGram { prompts: &prompts, gram: &mut gram });
            for prompt in prompts.chunks(dim) {
                expected += DMatrix::from_fn(dim, dim, |i, j| prompt[i] * prompt[j]);
            }
            prop_assert_eq!(gram, expected);
        }
    }
}
