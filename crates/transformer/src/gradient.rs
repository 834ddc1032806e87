//! The loss of a network and its derivative.

use std::ops::Range;

use crate::architecture::ArchitectureSpec;
use crate::layer::{Attention, add_rows, gate_derivative, normalise_derivative};
use crate::layout::{Block, Linear};
use crate::network::{BlockPass, Network, NormPass, Pass, zeros};
use crate::number::Number;
use crate::product::{Shape, add_product, add_transposed_product, rows, transpose};

/// What one thread needs to compute a derivative. It keeps its memory from one call to the next.
#[derive(Debug, Default)]
pub(crate) struct Workspace<T> {
    pass: Pass<T>,
    blocks: Vec<BlockPass<T>>,
    by_predictions: Vec<T>,
    by_stream: Vec<T>,
    by_inner: Vec<T>,
    by_outer: Vec<T>,
}

/// The matrices of a network the other way round, each at the place of the matrix.
pub(crate) struct Transposed<T>(Vec<T>);

impl<T: Number> Network<T> {
    /// Its matrices the other way round.
    pub(crate) fn transposed(&self) -> Transposed<T> {
        let mut all = vec![T::ZERO; self.parameters().len()];
        for tensor in self.tensors() {
            if let [row_count, columns] = tensor.shape[..] {
                let matrix = rows(&self.parameters()[tensor.place.clone()], columns);
                transpose(matrix, [row_count, columns], &mut all[tensor.place.clone()], row_count);
            }
        }
        Transposed(all)
    }

    /// Adds to `gradient` the derivative of `share`·Σ(prediction − target)² by the parameters. Returns Σ(prediction − target)².
    ///
    /// `tokens` is as in [`Network::predict`], and `targets` has one number for each token.
    pub(crate) fn add_gradient(
        &self,
        transposed: &Transposed<T>,
        [tokens, targets]: [&[T]; 2],
        length: usize,
        share: f64,
        workspace: &mut Workspace<T>,
        gradient: &mut [T],
    ) -> f64 {
        let Workspace { pass, blocks, by_predictions, .. } = workspace;
        let layout = self.layout();
        let attention = self.start(tokens, length, pass);
        blocks.resize_with(layout.blocks.len(), BlockPass::default);
        for (block, kept) in layout.blocks.iter().zip(blocks) {
            self.apply(block, attention, &mut pass.stream, kept);
        }
        self.read_out(pass);
        let (loss, slope) = (squared_error(&pass.predictions, targets), T::from_f64(2.0 * share));
        by_predictions.clear();
        by_predictions.extend(pass.predictions.iter().zip(targets).map(|(found, target)| (*found - *target) * slope));
        let mut derivative = Derivative { network: self, transposed, gradient };
        derivative.all(attention, tokens, workspace);
        loss
    }
}

/// Σ(prediction − target)², in double precision and in order.
pub(crate) fn squared_error<T: Number>(predictions: &[T], targets: &[T]) -> f64 {
    predictions.iter().zip(targets).map(|(found, target)| (found.to_f64() - target.to_f64()).powi(2)).sum()
}

/// The derivative on its way from the read-out to the embedding.
struct Derivative<'a, T> {
    network: &'a Network<T>,
    transposed: &'a Transposed<T>,
    gradient: &'a mut [T],
}

impl<T: Number> Derivative<'_, T> {
    fn all(&mut self, attention: Attention, tokens: &[T], workspace: &mut Workspace<T>) {
        let Workspace { pass, blocks, by_predictions, by_stream, by_inner, by_outer } = workspace;
        let (network, size) = (self.network, pass.stream.len());
        let (layout, ArchitectureSpec { features, width, .. }) = (network.layout(), network.architecture().spec());
        let shape = [*width, 1];
        self.linear(&layout.readout, &pass.norm.output, shape, by_predictions, zeros(by_inner, size));
        self.norm(&layout.norm, &pass.norm, by_inner, zeros(by_stream, size));
        for (block, kept) in layout.blocks.iter().zip(blocks).rev() {
            self.hidden_units(block, kept, by_inner, by_stream);
            self.attention(block, attention, kept, [by_inner, by_outer], by_stream);
        }
        self.weight(&layout.embedding.weight, tokens, [*features, *width], by_stream);
        add_rows(by_stream, &mut self.gradient[layout.embedding.bias.clone()]);
        if let Some(place) = &layout.positions {
            add_rows(by_stream, &mut self.gradient[place.clone()][..attention.length * width]);
        }
    }

    /// Back through the hidden units of a block, whose linear forms are replaced by derivatives.
    fn hidden_units(&mut self, block: &Block, kept: &mut BlockPass<T>, by_inner: &mut Vec<T>, by_stream: &mut [T]) {
        let ArchitectureSpec { width, hidden, gate, .. } = *self.network.architecture().spec();
        let by_hidden = zeros(by_inner, kept.hidden.len());
        self.matrix(&block.mlp_output, &kept.hidden, [hidden, width], by_stream, by_hidden);
        gate_derivative(gate, by_hidden, &mut kept.left, &mut kept.right);
        let by_input = zeros(by_inner, by_stream.len());
        self.linear(&block.left, &kept.mlp_norm.output, [width, hidden], &kept.left, by_input);
        self.linear(&block.right, &kept.mlp_norm.output, [width, hidden], &kept.right, by_input);
        self.norm(&block.mlp_norm, &kept.mlp_norm, by_input, by_stream);
    }

    fn attention(
        &mut self,
        block: &Block,
        attention: Attention,
        kept: &BlockPass<T>,
        [by_inner, by_outer]: [&mut Vec<T>; 2],
        by_stream: &mut [T],
    ) {
        let (width, size) = (attention.width, by_stream.len());
        let by_mixed = zeros(by_inner, size);
        self.matrix(&block.attention_output, &kept.mixed, [width, width], by_stream, by_mixed);
        let by_inputs = zeros(by_outer, 3 * size);
        attention.derivative(&kept.inputs, &kept.weights, by_mixed, by_inputs);
        let by_input = zeros(by_inner, size);
        self.matrix(&block.attention_input, &kept.attention_norm.output, [width, 3 * width], by_inputs, by_input);
        self.norm(&block.attention_norm, &kept.attention_norm, by_input, by_stream);
    }

    fn norm(&mut self, gain: &Option<Range<usize>>, kept: &NormPass<T>, by_output: &[T], by_input: &mut [T]) {
        match gain {
            None => by_input.iter_mut().zip(by_output).for_each(|(by_input, by_output)| *by_input += *by_output),
            Some(place) => {
                let gain = &self.network.parameters()[place.clone()];
                let known = [&kept.input, gain, &kept.scales, by_output];
                normalise_derivative(known, by_input, &mut self.gradient[place.clone()]);
            }
        }
    }

    /// Adds the derivatives by the weight, the bias and the input of input·weight + bias.
    fn linear(&mut self, linear: &Linear, input: &[T], shape: [usize; 2], by_output: &[T], by_input: &mut [T]) {
        self.matrix(&linear.weight, input, shape, by_output, by_input);
        add_rows(by_output, &mut self.gradient[linear.bias.clone()]);
    }

    /// Adds the derivatives by the weight and the input of input·weight.
    fn matrix(&mut self, weight: &Range<usize>, input: &[T], shape: [usize; 2], by_output: &[T], by_input: &mut [T]) {
        self.weight(weight, input, shape, by_output);
        let [depth, columns] = shape;
        let back = Shape { rows: input.len() / depth, depth: columns, columns: depth };
        let transposed = rows(&self.transposed.0[weight.clone()], depth);
        add_product(back, rows(by_output, columns), transposed, by_input, depth);
    }

    /// Adds the derivative by the weight.
    fn weight(&mut self, weight: &Range<usize>, input: &[T], [depth, columns]: [usize; 2], by_output: &[T]) {
        let shape = Shape { rows: depth, depth: input.len() / depth, columns };
        let by_weight = &mut self.gradient[weight.clone()];
        add_transposed_product(shape, rows(input, depth), rows(by_output, columns), by_weight, columns);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::architecture::{Gate, Norm, example::small};

    /// Numbers between −1 and 1 that are no short fractions.
    fn numbers(count: usize, start: f64) -> Vec<f64> {
        (0..count).map(|i| (start + 12.9898 * i as f64).sin() * 0.9).collect()
    }

    fn loss(network: &Network<f64>, tokens: &[f64], targets: &[f64], length: usize) -> f64 {
        squared_error(&network.predict(tokens, length), targets)
    }

    /// Central differences of fourth order have an error of about h⁴ + 1e-16/h of the scale of the loss, which is 1e-12 for h = 1e-3.
    #[test]
    fn derivatives_equal_central_differences() {
        for (norm, positions, gate) in [
            (Norm::None, false, Gate::Product),
            (Norm::None, true, Gate::Swish),
            (Norm::RootMeanSquare, false, Gate::Product),
            (Norm::RootMeanSquare, true, Gate::Swish),
        ] {
            let mut network = Network::<f64>::zeros(small(norm, positions, gate));
            let count = network.parameters().len();
            network.parameters_mut().copy_from_slice(&numbers(count, 0.4));
            let (length, sequences) = (7, 3);
            let tokens = numbers(5 * length * sequences, 1.1);
            let targets = numbers(length * sequences, 2.2);
            let mut gradient = vec![0.0; count];
            let known = [&tokens[..], &targets[..]];
            let found = network.add_gradient(
                &network.transposed(),
                known,
                length,
                1.0,
                &mut Workspace::default(),
                &mut gradient,
            );
            assert_eq!(found, loss(&network, &tokens, &targets, length));
            let scale = gradient.iter().map(|slope| slope.abs()).fold(0.0, f64::max);
            for (i, slope) in gradient.iter().enumerate() {
                let here = network.parameters()[i];
                let mut at = |step: f64| {
                    network.parameters_mut()[i] = here + step;
                    loss(&network, &tokens, &targets, length)
                };
                let h = 1e-3;
                let difference = (8.0 * (at(h) - at(-h)) - (at(2.0 * h) - at(-2.0 * h))) / (12.0 * h);
                at(0.0);
                assert!((slope - difference).abs() < 1e-7 * scale, "{norm:?} {gate:?} {i}: {slope} for {difference}");
            }
        }
    }
}
