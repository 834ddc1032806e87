//! How a prompt becomes the tokens of a sequence.

use serde::{Deserialize, Serialize};

use crate::architecture::MOST_UNITS;
use crate::number::Number;

/// How labelled examples and a query become tokens.
///
/// A sequence is made of prompts x₁…x_{m+1} and labels y₁…y_m. It has a place for each prompt, where the network predicts the label of x_i from the
/// i − 1 examples before it. So one sequence gives the predictions after 0, 1, …, m examples.
///
/// ```
/// use weak_to_strong_transformer::{TokenForm, Tokens};
///
/// let mut sequence = Vec::<f64>::new();
/// let tokens = Tokens { dim: 1, form: TokenForm::Products };
/// // The example (2, 5), and the query 3: two tokens of x, the last x, its label, their product, and the square of the last x.
/// tokens.write(&[2.0, 3.0], &[5.0], &mut sequence);
/// assert_eq!(sequence, [2.0, 0.0, 0.0, 0.0, 0.0, 3.0, 2.0, 5.0, 10.0, 4.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tokens {
    /// d, the dimension of prompts.
    pub dim: usize,
    /// What a token holds.
    pub form: TokenForm,
}

/// What a token holds.
///
/// | form          | token i (examples before the first are 0) | features |
/// | ------------- | ----- | -------- |
/// | `Plain`       | x_i, x_{i−1}, y_{i−1} | 2d + 1 |
/// | `Products`    | the same, y_{i−1}x_{i−1}, and the squares of the coordinates of x_{i−1} | 4d + 1 |
/// | `Alternating` | `memory` tokens without an example, and then x₁, y₁, x₂, y₂, …, each a token of its own | memory + d + 4 |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenForm {
    /// A token for each prompt, with the example before it.
    Plain,
    /// The same with products of the example's numbers.
    Products,
    /// A token for each prompt and for each label, behind memory tokens. This is what a network that is [built by hand](crate::ByHand) reads.
    ///
    /// A token has a place for the number of a memory token (1 of `memory` features is 1), for x, for y, for whether it belongs to the prompt, for its position p, which is 1 at x₁, and for p².
    Alternating {
        /// Memory tokens, which stand at the positions 1 − `memory` to 0.
        memory: usize,
    },
}

impl Tokens {
    /// Features of a token.
    pub fn features(&self) -> usize {
        match self.form {
            TokenForm::Plain => 2 * self.dim + 1,
            TokenForm::Products => 4 * self.dim + 1,
            TokenForm::Alternating { memory } => memory + self.dim + 4,
        }
    }

    /// Features of a token; none if a file holds a number too large.
    pub(crate) fn checked_features(&self) -> Option<usize> {
        let memory = match self.form {
            TokenForm::Plain | TokenForm::Products => 0,
            TokenForm::Alternating { memory } => memory,
        };
        let is_small = self.dim.max(memory) <= MOST_UNITS && self.dim > 0;
        is_small.then(|| self.features())
    }

    /// Tokens of a sequence with m = `examples` examples and a query.
    pub fn length(&self, examples: usize) -> usize {
        match self.form {
            TokenForm::Plain | TokenForm::Products => examples + 1,
            TokenForm::Alternating { memory } => memory + 2 * examples + 1,
        }
    }

    /// Which token of a sequence, counted from 0, predicts the label of a query after m = `examples` examples.
    pub fn query_place(&self, examples: usize) -> usize {
        self.length(examples) - 1
    }

    /// Appends the tokens of one sequence to `tokens`.
    ///
    /// | argument  | symbol     | shape |
    /// | --------- | ---------- | ----- |
    /// | `prompts` | x₁…x_{m+1} | (m + 1)·d, one prompt after the other |
    /// | `labels`  | y₁…y_m     | m; a label of x_{m+1} is not read |
    ///
    /// # Panics
    ///
    /// If there are not d coordinates for each prompt, or a label is missing.
    pub fn write<T: Number>(&self, prompts: &[f64], labels: &[f64], tokens: &mut Vec<T>) {
        let count = prompts.len() / self.dim;
        assert!(
            prompts.len() == count * self.dim && labels.len() + 1 >= count,
            "d coordinates for each prompt, and its label"
        );
        let prompts = prompts.chunks_exact(self.dim);
        match self.form {
            TokenForm::Plain => self.write_pairs(prompts, labels, false, tokens),
            TokenForm::Products => self.write_pairs(prompts, labels, true, tokens),
            TokenForm::Alternating { memory } => self.write_alternating(prompts, labels, memory, tokens),
        }
    }

    fn write_pairs<'a, T: Number>(
        &self,
        prompts: impl Iterator<Item = &'a [f64]>,
        labels: &[f64],
        with_products: bool,
        tokens: &mut Vec<T>,
    ) {
        let nothing = vec![0.0; self.dim];
        let (mut last, mut label) = (&nothing[..], 0.0);
        let mut labels = labels.iter();
        for prompt in prompts {
            tokens.extend(prompt.iter().chain(last).chain([&label]).map(|number| T::from_f64(*number)));
            if with_products {
                tokens.extend(last.iter().map(|x| T::from_f64(label * x)));
                tokens.extend(last.iter().map(|x| T::from_f64(x * x)));
            }
            last = prompt;
            label = labels.next().copied().unwrap_or_default();
        }
    }

    fn write_alternating<'a, T: Number>(
        &self,
        prompts: impl Iterator<Item = &'a [f64]>,
        labels: &[f64],
        memory: usize,
        tokens: &mut Vec<T>,
    ) {
        let mut position = 1.0 - memory as f64;
        let mut add = |place: usize, numbers: &[f64], of_prompt: f64| {
            let start = tokens.len();
            tokens.resize(start + self.features(), T::ZERO);
            let token = &mut tokens[start..];
            token[place..].iter_mut().zip(numbers).for_each(|(feature, number)| *feature = T::from_f64(*number));
            let ends = [of_prompt, position, position * position].map(T::from_f64);
            token[memory + self.dim + 1..].copy_from_slice(&ends);
            position += 1.0;
        };
        (0..memory).for_each(|k| add(k, &[1.0], 0.0));
        let mut labels = labels.iter();
        let mut label = None;
        for prompt in prompts {
            if let Some(label) = label {
                add(memory + self.dim, &[label], 1.0);
            }
            add(memory, prompt, 1.0);
            label = labels.next().copied();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_by_hand() {
        let written = |form| {
            let (tokens, mut sequence) = (Tokens { dim: 2, form }, Vec::<f64>::new());
            tokens.write(&[1.0, 2.0, 3.0, 4.0], &[5.0, 99.0], &mut sequence);
            assert_eq!(sequence.len(), tokens.length(1) * tokens.features());
            assert_eq!(
                (tokens.query_place(0) < tokens.query_place(1), tokens.query_place(1)),
                (true, tokens.length(1) - 1)
            );
            sequence
        };
        assert_eq!(written(TokenForm::Plain), [[1.0, 2.0, 0.0, 0.0, 0.0], [3.0, 4.0, 1.0, 2.0, 5.0]].concat());
        let products = [[1.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], [3.0, 4.0, 1.0, 2.0, 5.0, 5.0, 10.0, 1.0, 4.0]];
        assert_eq!(written(TokenForm::Products), products.concat());
        let alternating = [
            [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, -1.0, 1.0],
            [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.0, 1.0, 2.0, 0.0, 1.0, 1.0, 1.0],
            [0.0, 0.0, 0.0, 0.0, 5.0, 1.0, 2.0, 4.0],
            [0.0, 0.0, 3.0, 4.0, 0.0, 1.0, 3.0, 9.0],
        ];
        assert_eq!(written(TokenForm::Alternating { memory: 2 }), alternating.concat());
    }
}
