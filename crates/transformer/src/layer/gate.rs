//! How the two linear forms of a hidden unit are joined.

use weak_to_strong::kernel::{Kernel, vectorised};

use crate::architecture::Gate;
use crate::number::Number;

/// output = gate(left, right), number by number.
pub(crate) fn gate<T: Number>(gate: Gate, left: &[T], right: &[T], output: &mut [T]) {
    vectorised(Forward { gate, left, right, output });
}

struct Forward<'a, T> {
    gate: Gate,
    left: &'a [T],
    right: &'a [T],
    output: &'a mut [T],
}

impl<T: Number> Kernel for Forward<'_, T> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let numbers = self.output.iter_mut().zip(self.left.iter().zip(self.right));
        match self.gate {
            Gate::Product => numbers.for_each(|(output, (a, b))| *output = *a * *b),
            Gate::Swish => numbers.for_each(|(output, (a, b))| *output = *a * logistic(*a) * *b),
        }
    }
}

/// Replaces `left` and `right` by the derivatives by them of a loss whose derivative by the gate's output is `by_output`.
pub(crate) fn gate_derivative<T: Number>(gate: Gate, by_output: &[T], left: &mut [T], right: &mut [T]) {
    vectorised(Derivative { gate, by_output, left, right });
}

struct Derivative<'a, T> {
    gate: Gate,
    by_output: &'a [T],
    left: &'a mut [T],
    right: &'a mut [T],
}

impl<T: Number> Kernel for Derivative<'_, T> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let numbers = self.by_output.iter().zip(self.left.iter_mut().zip(self.right));
        match self.gate {
            Gate::Product => numbers.for_each(|(by_output, (a, b))| (*a, *b) = (*by_output * *b, *by_output * *a)),
            Gate::Swish => numbers.for_each(|(by_output, (a, b))| {
                let share = logistic(*a);
                // The derivative of a·s(a) is s + a·s(1 − s).
                let slope = share * (T::ONE - share).mul_add(*a, T::ONE);
                (*a, *b) = (*by_output * *b * slope, *by_output * *a * share);
            }),
        }
    }
}

/// 1/(1 + e⁻ᵃ), by an exponential that cannot overflow.
#[inline(always)]
fn logistic<T: Number>(a: T) -> T {
    let small = (if a < T::ZERO { a } else { -a }).exp();
    (if a < T::ZERO { small } else { T::ONE }) / (T::ONE + small)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logistic_function_by_hand() {
        assert_eq!((logistic(0.0), logistic(1e6), logistic(-1e6)), (0.5, 1.0, 0.0));
        assert!((logistic(3f64.ln()) - 0.75).abs() < 1e-15 && (logistic(-3f32.ln()) - 0.25).abs() < 1e-7);
    }
}
