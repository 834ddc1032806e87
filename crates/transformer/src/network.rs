//! A network: its parameters, and what it predicts.

use std::ops::Range;

use crate::architecture::Architecture;
use crate::layer::{Attention, gate, normalise};
use crate::layout::{Block, Layout, Linear, Tensor};
use crate::number::Number;
use crate::product::{Shape, add_product, rows};

/// Rows of tokens that are computed together, so that what a block keeps stays in the cache.
const ROWS_TOGETHER: usize = 256;

/// A decoder: an embedding, blocks of causal attention and gated hidden units, and a read-out of one number for each token.
///
/// `docs/transformers.md` has its formulas and the names of its tensors.
#[derive(Clone, Debug, PartialEq)]
pub struct Network<T> {
    architecture: Architecture,
    layout: Layout,
    parameters: Vec<T>,
}

impl<T: Number> Network<T> {
    /// A network with all parameters 0.
    pub fn zeros(architecture: Architecture) -> Self {
        Self::of(architecture, vec![T::ZERO; architecture.parameter_count()])
    }

    /// A network with these parameters.
    ///
    /// # Panics
    ///
    /// If there are not as many as the architecture has.
    pub fn of(architecture: Architecture, parameters: Vec<T>) -> Self {
        assert_eq!(parameters.len(), architecture.parameter_count(), "the parameters of all tensors");
        Self { architecture, layout: Layout::new(&architecture), parameters }
    }

    /// Its shape.
    pub fn architecture(&self) -> &Architecture {
        &self.architecture
    }

    /// Its tensors, in the order of the parameters.
    pub fn tensors(&self) -> &[Tensor] {
        &self.layout.tensors
    }

    /// All parameters.
    pub fn parameters(&self) -> &[T] {
        &self.parameters
    }

    /// All parameters, to be changed.
    pub fn parameters_mut(&mut self) -> &mut [T] {
        &mut self.parameters
    }

    /// The tensor of this name, to be changed.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub(crate) fn tensor_mut(&mut self, name: &str) -> &mut [T] {
        match self.layout.tensors.iter().find(|tensor| tensor.name == name) {
            Some(tensor) => &mut self.parameters[tensor.place.clone()],
            None => panic!("there is no tensor {name}"),
        }
    }

    pub(crate) fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The read-out at each token of each sequence.
    ///
    /// `tokens` has one row of features for each token, and `length` tokens for each sequence, one sequence after the other. What is predicted
    /// at a token depends on this token and on those before it in its sequence, and on nothing else: to the bit.
    ///
    /// # Panics
    ///
    /// If `length` is 0 or more than the context, or if `tokens` does not consist of whole sequences.
    pub fn predict(&self, tokens: &[T], length: usize) -> Vec<T> {
        let of_sequence = self.sequence_size(length);
        assert!(tokens.len().is_multiple_of(of_sequence), "whole sequences of {length} tokens");
        let (mut pass, mut kept) = (Pass::default(), BlockPass::default());
        let mut predictions = Vec::with_capacity(tokens.len() / self.architecture.spec().features);
        for tokens in tokens.chunks(of_sequence * (ROWS_TOGETHER / length).max(1)) {
            let attention = self.start(tokens, length, &mut pass);
            for block in &self.layout.blocks {
                self.apply(block, attention, &mut pass.stream, &mut kept);
            }
            self.read_out(&mut pass);
            predictions.extend_from_slice(&pass.predictions);
        }
        predictions
    }

    /// Numbers in the tokens of one sequence.
    pub(crate) fn sequence_size(&self, length: usize) -> usize {
        let spec = self.architecture.spec();
        assert!((1..=spec.context).contains(&length), "{length} tokens in a context of {}", spec.context);
        length * spec.features
    }

    /// Embeds tokens.
    pub(crate) fn start(&self, tokens: &[T], length: usize, pass: &mut Pass<T>) -> Attention {
        let spec = self.architecture.spec();
        self.linear(&self.layout.embedding, tokens, [spec.features, spec.width], &mut pass.stream);
        if let Some(place) = &self.layout.positions {
            let positions = &self.parameters[place.clone()][..length * spec.width];
            for sequence in pass.stream.chunks_exact_mut(positions.len()) {
                sequence.iter_mut().zip(positions).for_each(|(number, position)| *number += *position);
            }
        }
        let sequences = tokens.len() / (length * spec.features);
        Attention { sequences, length, width: spec.width, heads: spec.heads }
    }

    /// Applies a block to the stream, and keeps what its derivative needs.
    pub(crate) fn apply(&self, block: &Block, attention: Attention, stream: &mut [T], kept: &mut BlockPass<T>) {
        let spec = self.architecture.spec();
        let (width, hidden) = (spec.width, spec.hidden);
        self.norm(&block.attention_norm, stream, &mut kept.attention_norm);
        self.multiply(
            &block.attention_input,
            &kept.attention_norm.output,
            [width, 3 * width],
            zeros(&mut kept.inputs, 3 * stream.len()),
        );
        let weights = zeros(&mut kept.weights, attention.weight_count());
        attention.mix(&kept.inputs, weights, zeros(&mut kept.mixed, stream.len()));
        self.multiply(&block.attention_output, &kept.mixed, [width, width], stream);
        self.norm(&block.mlp_norm, stream, &mut kept.mlp_norm);
        self.linear(&block.left, &kept.mlp_norm.output, [width, hidden], &mut kept.left);
        self.linear(&block.right, &kept.mlp_norm.output, [width, hidden], &mut kept.right);
        gate(spec.gate, &kept.left, &kept.right, zeros(&mut kept.hidden, kept.left.len()));
        self.multiply(&block.mlp_output, &kept.hidden, [hidden, width], stream);
    }

    /// Reads the predictions out of the stream.
    pub(crate) fn read_out(&self, pass: &mut Pass<T>) {
        self.norm(&self.layout.norm, &pass.stream, &mut pass.norm);
        let shape = [self.architecture.spec().width, 1];
        self.linear(&self.layout.readout, &pass.norm.output, shape, &mut pass.predictions);
    }

    fn norm(&self, gain: &Option<Range<usize>>, stream: &[T], kept: &mut NormPass<T>) {
        kept.input.clear();
        kept.input.extend_from_slice(stream);
        let output = zeros(&mut kept.output, stream.len());
        match gain {
            None => output.copy_from_slice(stream),
            Some(place) => {
                let scales = zeros(&mut kept.scales, stream.len() / place.len());
                normalise(stream, &self.parameters[place.clone()], output, scales);
            }
        }
    }

    /// output = input·weight + bias, for each row.
    fn linear(&self, linear: &Linear, input: &[T], shape: [usize; 2], output: &mut Vec<T>) {
        let bias = &self.parameters[linear.bias.clone()];
        output.clear();
        (0..input.len() / shape[0]).for_each(|_| output.extend_from_slice(bias));
        self.multiply(&linear.weight, input, shape, output);
    }

    /// output += input·weight, for each row.
    fn multiply(&self, weight: &Range<usize>, input: &[T], [depth, columns]: [usize; 2], output: &mut [T]) {
        let shape = Shape { rows: input.len() / depth, depth, columns };
        let weight = &self.parameters[weight.clone()];
        add_product(shape, rows(input, depth), rows(weight, columns), output, columns);
    }
}

/// What is computed outside of blocks.
#[derive(Debug, Default)]
pub(crate) struct Pass<T> {
    /// One row for each token, which blocks change one after the other.
    pub stream: Vec<T>,
    pub norm: NormPass<T>,
    pub predictions: Vec<T>,
}

/// What a block computes.
#[derive(Debug, Default)]
pub(crate) struct BlockPass<T> {
    pub attention_norm: NormPass<T>,
    /// Queries, keys and values.
    pub inputs: Vec<T>,
    pub weights: Vec<T>,
    pub mixed: Vec<T>,
    pub mlp_norm: NormPass<T>,
    pub left: Vec<T>,
    pub right: Vec<T>,
    pub hidden: Vec<T>,
}

/// What a norm computes; without a norm the output is the input.
#[derive(Debug, Default)]
pub(crate) struct NormPass<T> {
    pub input: Vec<T>,
    pub scales: Vec<T>,
    pub output: Vec<T>,
}

/// Makes a list of `count` zeros of it.
pub(crate) fn zeros<T: Number>(numbers: &mut Vec<T>, count: usize) -> &mut [T] {
    numbers.clear();
    numbers.resize(count, T::ZERO);
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::architecture::{Gate, Norm, example::small};

    /// Numbers between −1 and 1 that are no short fractions.
    fn numbers<T: Number>(count: usize, start: f64) -> Vec<T> {
        (0..count).map(|i| T::from_f64((start + 12.9898 * i as f64).sin() * 0.9)).collect()
    }

    fn network<T: Number>(norm: Norm, gate: Gate) -> Network<T> {
        let mut network = Network::zeros(small(norm, true, gate));
        let count = network.parameters.len();
        network.parameters = numbers(count, 0.4);
        network
    }

    fn a_prompt_has_the_same_bits_anywhere<T: Number>(norm: Norm, gate: Gate) {
        let (network, length) = (network::<T>(norm, gate), 9);
        let size = network.sequence_size(length);
        // More sequences than are computed together.
        let tokens: Vec<T> = numbers(40 * size, 1.1);
        let together = network.predict(&tokens, length);
        for (tokens, expected) in tokens.chunks(size).zip(together.chunks(length)) {
            assert_eq!(network.predict(tokens, length), expected);
            // What comes later changes nothing.
            for shorter in 1..length {
                let tokens = &tokens[..network.sequence_size(shorter)];
                assert_eq!(network.predict(tokens, shorter), expected[..shorter]);
            }
        }
    }

    #[test]
    fn a_prompt_alone_in_a_batch_and_longer_has_the_same_bits() {
        a_prompt_has_the_same_bits_anywhere::<f32>(Norm::RootMeanSquare, Gate::Swish);
        a_prompt_has_the_same_bits_anywhere::<f64>(Norm::None, Gate::Product);
    }

    #[test]
    fn single_precision_is_near_double_precision() {
        let (single, double) =
            (network::<f32>(Norm::RootMeanSquare, Gate::Swish), network::<f64>(Norm::RootMeanSquare, Gate::Swish));
        let tokens: Vec<f64> = numbers(45, 1.1);
        let rounded: Vec<f32> = tokens.iter().map(|number| *number as f32).collect();
        for (single, double) in single.predict(&rounded, 9).iter().zip(double.predict(&tokens, 9)) {
            assert!((f64::from(*single) - double).abs() < 1e-4, "{single} for {double}");
        }
    }

    #[test]
    #[should_panic(expected = "10 tokens in a context of 9")]
    fn a_sequence_beyond_the_context_is_a_slip() {
        network::<f64>(Norm::None, Gate::Product).predict(&[0.0; 50], 10);
    }
}
