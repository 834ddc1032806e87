//! Prompts of independent random signs.

use rand::Rng;

use super::coordinate::{Exponentials, finite_everywhere};
use super::law::Law;
use super::tensor::log_tensor_mean;
use super::{Coordinate, Shape};
use crate::numeric::{Kernel, vectorised};
use crate::random::WideGenerator;

pub(super) const RADEMACHER: Law =
    Law { word: "rademacher", meaning: "independent random signs", shape: Shape::Independent(&SIGN) };

/// A random sign.
pub(crate) static SIGN: Coordinate = Coordinate {
    name: "sign",
    variance: 1.0,
    bound: Some(1.0),
    greatest_density: None,
    draw,
    fill: |numbers, wide| vectorised(FillSigns { numbers, wide }),
    exponentials: Exponentials {
        most_pairs: 20,
        // Signs are enumerated.
        log_mean: |pairs, exponent| Ok(log_tensor_mean(&[(-1.0, 0.5), (1.0, 0.5)], pairs, exponent)),
        finite_between: finite_everywhere,
    },
};

/// Sixty-four signs from each random word.
fn draw(numbers: &mut [f64], rng: &mut dyn Rng) {
    for chunk in numbers.chunks_mut(64) {
        let mut bits = rng.next_u64();
        for sign in chunk {
            *sign = if bits & 1 == 1 { 1.0 } else { -1.0 };
            bits >>= 1;
        }
    }
}

struct FillSigns<'a> {
    numbers: &'a mut [f64],
    wide: &'a mut WideGenerator,
}

impl Kernel for FillSigns<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.wide.fill_signs(self.numbers);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::prompt_law::Exponent;

    #[test]
    fn signs_are_enumerated() {
        // (Z₁ + Z₂)² is 0 or 4 with probability ½ each.
        let square = Exponent { slope: 0.0, curvature: 1.0 };
        let value = (SIGN.exponentials.log_mean)(&[(1.0, 0.0), (1.0, 0.0)], square).expect("exact");
        assert!((value - (0.5 + 0.5 * 4f64.exp()).ln()).abs() < 1e-14);
    }
}
