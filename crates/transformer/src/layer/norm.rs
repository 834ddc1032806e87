//! The norm of the root mean square.

use weak_to_strong::kernel::{Kernel, vectorised};

use super::sum::dot;
use crate::number::Number;

/// What keeps the norm of zeros finite.
const EPSILON: f64 = 1e-6;

/// outputᵢ = gainᵢ·inputᵢ·s in each row, with s = 1/√(mean of the row's squares + 1e-6), which is kept in `scales`.
pub(crate) fn normalise<T: Number>(input: &[T], gain: &[T], output: &mut [T], scales: &mut [T]) {
    vectorised(Normalise { input, gain, output, scales });
}

struct Normalise<'a, T> {
    input: &'a [T],
    gain: &'a [T],
    output: &'a mut [T],
    scales: &'a mut [T],
}

impl<T: Number> Kernel for Normalise<'_, T> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let width = self.gain.len();
        let share = T::from_f64(1.0 / width as f64);
        let rows = self.input.chunks_exact(width).zip(self.output.chunks_exact_mut(width)).zip(self.scales);
        for ((input, output), scale) in rows {
            *scale = T::ONE / dot(input, input).mul_add(share, T::from_f64(EPSILON)).sqrt();
            for ((output, input), gain) in output.iter_mut().zip(input).zip(self.gain) {
                *output = *input * *scale * *gain;
            }
        }
    }
}

/// Adds the derivatives by `input` and by `gain` of a loss whose derivative by the output is `by_output`.
///
/// ```text
/// by_inputᵢ += s(gᵢoᵢ − hᵢs²·mean of g·o·h),   by_gainᵢ += oᵢhᵢs
/// ```
pub(crate) fn normalise_derivative<T: Number>(
    [input, gain, scales, by_output]: [&[T]; 4],
    by_input: &mut [T],
    by_gain: &mut [T],
) {
    vectorised(Derivative { input, gain, scales, by_output, by_input, by_gain });
}

struct Derivative<'a, T> {
    input: &'a [T],
    gain: &'a [T],
    scales: &'a [T],
    by_output: &'a [T],
    by_input: &'a mut [T],
    by_gain: &'a mut [T],
}

impl<T: Number> Kernel for Derivative<'_, T> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let width = self.gain.len();
        let share = T::from_f64(1.0 / width as f64);
        let mut scaled = vec![T::ZERO; width];
        let rows = self.input.chunks_exact(width).zip(self.by_output.chunks_exact(width));
        for (((input, by_output), scale), by_input) in rows.zip(self.scales).zip(self.by_input.chunks_exact_mut(width))
        {
            for i in 0..width {
                scaled[i] = by_output[i] * self.gain[i];
                self.by_gain[i] = (by_output[i] * *scale).mul_add(input[i], self.by_gain[i]);
            }
            let back = *scale * *scale * dot(&scaled, input) * share;
            for i in 0..width {
                by_input[i] = (*scale).mul_add((-back).mul_add(input[i], scaled[i]), by_input[i]);
            }
        }
    }
}
