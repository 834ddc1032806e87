//! AdamW.

use weak_to_strong::kernel::{Kernel, vectorised};

use crate::number::Number;

/// Decay of the mean and of the mean square of derivatives, and what keeps a step finite: the usual ones.
const MEAN_DECAY: f64 = 0.9;
const SQUARE_DECAY: f64 = 0.999;
const EPSILON: f64 = 1e-8;

/// The moments of AdamW (Loshchilov and Hutter, arXiv 1711.05101), as PyTorch computes it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Adam<T> {
    pub means: Vec<T>,
    pub squares: Vec<T>,
    /// Steps done.
    pub steps: u64,
}

impl<T: Number> Adam<T> {
    pub(crate) fn new(count: usize) -> Self {
        Self { means: vec![T::ZERO; count], squares: vec![T::ZERO; count], steps: 0 }
    }

    /// Changes the parameters by one step.
    ///
    /// ```text
    /// m ← 0.9m + 0.1g,   v ← 0.999v + 0.001g²
    /// θ ← (1 − rate·decay)θ − rate·m/(1 − 0.9ᵗ) / (√(v/(1 − 0.999ᵗ)) + 1e-8)
    /// ```
    pub(crate) fn step(&mut self, parameters: &mut [T], gradient: &[T], rate: f64, decay: f64) {
        self.steps += 1;
        let unbiased = |decay: f64| 1.0 - decay.powf(self.steps as f64);
        let [rate_of_mean, shrink, root] =
            [-rate / unbiased(MEAN_DECAY), 1.0 - rate * decay, 1.0 / unbiased(SQUARE_DECAY).sqrt()].map(T::from_f64);
        vectorised(Step {
            parameters,
            gradient,
            means: &mut self.means,
            squares: &mut self.squares,
            rate_of_mean,
            shrink,
            root,
        });
    }
}

struct Step<'a, T> {
    parameters: &'a mut [T],
    gradient: &'a [T],
    means: &'a mut [T],
    squares: &'a mut [T],
    rate_of_mean: T,
    shrink: T,
    root: T,
}

impl<T: Number> Kernel for Step<'_, T> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let [keep_mean, keep_square, epsilon] = [MEAN_DECAY, SQUARE_DECAY, EPSILON].map(T::from_f64);
        let [new_mean, new_square] = [1.0 - MEAN_DECAY, 1.0 - SQUARE_DECAY].map(T::from_f64);
        let moments = self.means.iter_mut().zip(self.squares);
        for ((parameter, slope), (mean, square)) in self.parameters.iter_mut().zip(self.gradient).zip(moments) {
            *mean = keep_mean.mul_add(*mean, new_mean * *slope);
            *square = keep_square.mul_add(*square, new_square * *slope * *slope);
            let direction = *mean / square.sqrt().mul_add(self.root, epsilon);
            *parameter = self.shrink.mul_add(*parameter, self.rate_of_mean * direction);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::architecture::{Gate, Norm, example::small};
    use crate::gradient::Workspace;
    use crate::network::Network;

    /// The first step is −rate·sign of the derivative, whatever its size; the second, with the opposite derivative g, has m = 0.9·0.1·g − 0.1·g = −0.01g before
    /// division by 1 − 0.81.
    #[test]
    fn two_steps_by_hand() {
        let (mut adam, mut parameters) = (Adam::<f64>::new(2), vec![1.0, 1.0]);
        adam.step(&mut parameters, &[1e3, -1e-3], 0.1, 0.5);
        // Weight decay takes 0.05; the step is 0.1, up to ε over the derivative.
        assert!((parameters[0] - 0.85).abs() < 1e-10 && (parameters[1] - 1.05).abs() < 2e-6, "{parameters:?}");
        adam.step(&mut parameters, &[-1e3, 1e-3], 0.1, 0.0);
        let expected = 0.1 * 0.01 / 0.19;
        assert!((parameters[0] - 0.85 - expected).abs() < 1e-10, "{parameters:?}");
    }

    #[derive(serde::Deserialize)]
    struct Golden {
        norm: bool,
        positions: bool,
        gate: Gate,
        predictions: Vec<f64>,
        losses: Vec<f64>,
        parameters: Vec<f64>,
    }

    /// Numbers between −1 and 1 that are no short fractions, the same as in `golden.py`.
    fn numbers(count: usize, start: f64) -> Vec<f64> {
        (0..count).map(|i| (start + 12.9898 * i as f64).sin() * 0.9).collect()
    }

    fn assert_close(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-11 * expected.abs().max(1.0), "{found} for {expected}");
        }
    }

    /// `tests/transformer/golden.py` computed the same with PyTorch 2.15.
    #[test]
    fn two_steps_equal_those_of_pytorch() {
        let golden: Vec<Golden> = serde_json::from_str(include_str!("../../../../tests/transformer/golden.json"))
            .expect("numbers of PyTorch");
        for golden in golden {
            let norm = if golden.norm { Norm::RootMeanSquare } else { Norm::None };
            let architecture = small(norm, golden.positions, golden.gate);
            let count = architecture.parameter_count();
            let mut network = Network::of(architecture, numbers(count, 0.4));
            let (tokens, targets) = (numbers(5 * 7 * 3, 1.1), numbers(7 * 3, 2.2));
            assert_close(&network.predict(&tokens, 7), &golden.predictions);
            let mut adam = Adam::new(count);
            for loss in golden.losses {
                let (mut workspace, mut gradient) = (Workspace::default(), vec![0.0; count]);
                let (known, share) = ([&tokens[..], &targets[..]], 1.0 / 21.0);
                let transposed = network.transposed();
                let found = network.add_gradient(&transposed, known, 7, share, &mut workspace, &mut gradient);
                assert_close(&[found * share], &[loss]);
                adam.step(network.parameters_mut(), &gradient, 0.01, 0.1);
            }
            assert_close(network.parameters(), &golden.parameters);
        }
    }
}
