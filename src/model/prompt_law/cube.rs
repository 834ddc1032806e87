//! Prompts that are uniform on the cube [−1, 1]ᵈ.

use std::num::NonZeroUsize;

use gauss_quad::GaussLegendre;
use rand::{Rng, RngExt};

use super::coordinate::{Exponentials, finite_everywhere};
use super::law::Law;
use super::tensor::log_tensor_mean;
use super::{Coordinate, Exponent, Pair, Shape};
use crate::numeric::{Kernel, QuadratureError, refine_until_stable, vectorised};
use crate::random::WideGenerator;

pub(super) const CUBE: Law =
    Law { word: "cube", meaning: "independent coordinates, uniform on [−1, 1]", shape: Shape::Independent(&UNIFORM) };

/// Uniform on [−1, 1].
static UNIFORM: Coordinate = Coordinate {
    name: "uniform",
    variance: 1.0 / 3.0,
    bound: Some(1.0),
    greatest_density: Some(0.5),
    draw,
    fill: |numbers, wide| vectorised(FillUniform { numbers, wide }),
    exponentials: Exponentials { most_pairs: 4, log_mean, finite_between: finite_everywhere },
};

fn draw(numbers: &mut [f64], rng: &mut dyn Rng) {
    numbers.fill_with(|| 2.0 * rng.random::<f64>() - 1.0);
}

struct FillUniform<'a> {
    numbers: &'a mut [f64],
    wide: &'a mut WideGenerator,
}

impl Kernel for FillUniform<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.wide.fill_symmetric(self.numbers);
    }
}

/// A tensor Gauss–Legendre rule.
fn log_mean(pairs: &[Pair], exponent: Exponent) -> Result<f64, QuadratureError> {
    let most_nodes = if pairs.len() > 3 { 48 } else { 192 };
    refine_until_stable(12, most_nodes, |nodes| log_tensor_mean(&rule(nodes), pairs, exponent))
}

/// Nodes and weights of the uniform law on [−1, 1].
fn rule(nodes: usize) -> Vec<(f64, f64)> {
    let rule = GaussLegendre::new(NonZeroUsize::new(nodes).unwrap_or(NonZeroUsize::MIN));
    rule.as_node_weight_pairs().iter().map(|(node, weight)| (*node, 0.5 * weight)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// E exp(−Z²) = ∫₀¹ exp(−z²) dz = ½√π·erf(1).
    #[test]
    fn a_normal_integral_by_hand() {
        let falling = Exponent { slope: 0.0, curvature: -1.0 };
        let mean = log_mean(&[(1.0, 0.0)], falling).expect("smooth").exp();
        assert!((mean - 0.746_824_132_812_427).abs() < 1e-13, "{mean}");
    }

    /// E (Z₁Z₂)ⁿ = (n + 1)⁻² for even n, 0 for odd: E exp(Z₁Z₂) = Σ 1/((2k + 1)²(2k)!).
    #[test]
    fn a_product_of_two_by_its_series() {
        let product = log_mean(&[(1.0, 0.0), (0.0, 1.0)], Exponent { slope: 1.0, curvature: 0.0 }).expect("smooth");
        // 1/((2k + 1)²(2k)!) for k = 0, 1, …, 9.
        let (series, _) = (0..10).fold((0.0, 1.0), |(sum, factorial), k| {
            let even = 2.0 * f64::from(k);
            (sum + 1.0 / ((even + 1.0).powi(2) * factorial), factorial * (even + 1.0) * (even + 2.0))
        });
        assert!((product.exp() - series).abs() < 1e-13, "{} {series}", product.exp());
    }
}
