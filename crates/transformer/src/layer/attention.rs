//! Causal softmax attention.

use weak_to_strong::kernel::{Kernel, vectorised};

use super::sum::{dot, greatest, padded, sum};
use crate::number::Number;
use crate::product::{Rows, Shape, add_product, add_transposed_product, rows, transpose};

/// The shape of attention in sequences of equal length.
#[derive(Clone, Copy)]
pub(crate) struct Attention {
    pub sequences: usize,
    pub length: usize,
    pub width: usize,
    pub heads: usize,
}

impl Attention {
    /// Numbers in the weights of all sequences and heads. Each row has a length that is a multiple of 16.
    pub(crate) fn weight_count(&self) -> usize {
        self.sequences * self.heads * self.length * padded(self.length)
    }

    fn head_width(&self) -> usize {
        self.width / self.heads
    }

    /// 1/√(width of a head).
    fn scale<T: Number>(&self) -> T {
        T::from_f64(1.0 / (self.head_width() as f64).sqrt())
    }

    /// Where the numbers of a sequence and a head begin: its weights, its queries, and what it writes.
    fn places(&self) -> impl Iterator<Item = [usize; 3]> {
        let Self { sequences, length, width, heads } = *self;
        let of_sequence = move |sequence: usize| {
            (0..heads).map(move |head| {
                let (first, part) = (sequence * length, head * (width / heads));
                [(sequence * heads + head) * length * padded(length), first * 3 * width + part, first * width + part]
            })
        };
        (0..sequences).flat_map(of_sequence)
    }

    /// Computes the weights of attention, and adds the mixtures of values to `mixed`.
    ///
    /// ```text
    /// weightsᵢⱼ ∝ exp(qᵢᵀkⱼ/√h) for j ≤ i,   mixedᵢ = Σⱼ weightsᵢⱼ vⱼ,   h the width of a head
    /// ```
    ///
    /// Each row of `inputs` holds the queries, the keys and the values of a token, for all heads.
    pub(crate) fn mix<T: Number>(&self, inputs: &[T], weights: &mut [T], mixed: &mut [T]) {
        let Self { length, width, .. } = *self;
        let (part, columns) = (self.head_width(), padded(length));
        let mut keys = vec![T::ZERO; part * columns];
        weights.fill(T::ZERO);
        for [weight, query, output] in self.places() {
            let weights = &mut weights[weight..][..length * columns];
            let of = |offset: usize| Rows { numbers: &inputs[query + offset..], stride: 3 * width };
            transpose(of(width), [length, part], &mut keys, columns);
            add_product(Shape { rows: length, depth: part, columns }, of(0), rows(&keys, columns), weights, columns);
            vectorised(Softmax { weights, length, scale: self.scale() });
            let shape = Shape { rows: length, depth: length, columns: part };
            add_product(shape, rows(weights, columns), of(2 * width), &mut mixed[output..], width);
        }
    }

    /// Adds to `by_inputs` the derivative of a loss whose derivative by the mixtures is `by_mixed`.
    pub(crate) fn derivative<T: Number>(&self, inputs: &[T], weights: &[T], by_mixed: &[T], by_inputs: &mut [T]) {
        let Self { length, width, .. } = *self;
        let (part, columns) = (self.head_width(), padded(length));
        let mut values = vec![T::ZERO; part * columns];
        let mut scores = vec![T::ZERO; length * columns];
        let square = Shape { rows: length, depth: length, columns: part };
        for [weight, query, output] in self.places() {
            let weights = rows(&weights[weight..][..length * columns], columns);
            let of = |offset: usize| Rows { numbers: &inputs[query + offset..], stride: 3 * width };
            let by_mixed = Rows { numbers: &by_mixed[output..], stride: width };
            add_transposed_product(square, weights, by_mixed, &mut by_inputs[query + 2 * width..], 3 * width);
            transpose(of(2 * width), [length, part], &mut values, columns);
            scores.fill(T::ZERO);
            let shape = Shape { rows: length, depth: part, columns };
            add_product(shape, by_mixed, rows(&values, columns), &mut scores, columns);
            vectorised(Derivative { weights: weights.numbers, scores: &mut scores, columns, scale: self.scale() });
            let scores = rows(&scores, columns);
            add_product(square, scores, of(width), &mut by_inputs[query..], 3 * width);
            add_transposed_product(square, scores, of(0), &mut by_inputs[query + width..], 3 * width);
        }
    }
}

/// Replaces scores by weights, which are 0 behind the token itself.
struct Softmax<'a, T> {
    weights: &'a mut [T],
    length: usize,
    scale: T,
}

impl<T: Number> Kernel for Softmax<'_, T> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for (token, row) in self.weights.chunks_exact_mut(padded(self.length)).enumerate() {
            let (row, later) = row.split_at_mut(padded(token + 1));
            later.fill(T::ZERO);
            for (place, score) in row.iter_mut().enumerate() {
                *score = if place <= token { *score * self.scale } else { T::from_f64(f64::NEG_INFINITY) };
            }
            let most = greatest(row);
            row.iter_mut().for_each(|score| *score = (*score - most).exp());
            let share = T::ONE / sum(row);
            row.iter_mut().for_each(|weight| *weight = *weight * share);
        }
    }
}

/// Replaces the derivative by the weights by that by the scores before scaling: wⱼ(sⱼ − Σwₖsₖ)/√h.
struct Derivative<'a, T> {
    weights: &'a [T],
    scores: &'a mut [T],
    columns: usize,
    scale: T,
}

impl<T: Number> Kernel for Derivative<'_, T> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for (weights, scores) in self.weights.chunks_exact(self.columns).zip(self.scores.chunks_exact_mut(self.columns))
        {
            let mean = dot(weights, scores);
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score = *weight * (*score - mean) * self.scale;
            }
        }
    }
}
