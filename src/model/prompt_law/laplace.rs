//! Prompts with independent Laplace coordinates of variance 1: heavier tails than normal ones, and no bound.

use std::f64::consts::{FRAC_1_SQRT_2, TAU};

use rand::{Rng, RngExt};
use rand_distr::{Distribution, Exp1};

use super::coordinate::Exponentials;
use super::law::Law;
use super::{Coordinate, Exponent, Pair, Shape};
use crate::numeric::{Kernel, QuadratureError, ln, refine_until_stable, vectorised};
use crate::random::WideGenerator;

pub(super) const LAPLACE: Law = Law {
    word: "laplace",
    meaning: "independent Laplace (double exponential) coordinates of variance 1",
    shape: Shape::Independent(&DOUBLE_EXPONENTIAL),
};

/// Density exp(−√2|z|)/√2.
static DOUBLE_EXPONENTIAL: Coordinate = Coordinate {
    name: "double exponential",
    variance: 1.0,
    bound: None,
    greatest_density: Some(FRAC_1_SQRT_2),
    draw,
    fill: |numbers, wide| vectorised(FillLaplace { numbers, wide }),
    exponentials: Exponentials { most_pairs: usize::MAX, log_mean, finite_between },
};

/// An exponential number with a random sign.
fn draw(numbers: &mut [f64], rng: &mut dyn Rng) {
    numbers.fill_with(|| {
        let size: f64 = Exp1.sample(rng);
        if rng.random() { FRAC_1_SQRT_2 * size } else { -FRAC_1_SQRT_2 * size }
    });
}

struct FillLaplace<'a> {
    numbers: &'a mut [f64],
    wide: &'a mut WideGenerator,
}

impl Kernel for FillLaplace<'_> {
    type Output = ();

    /// For v uniform on (−1, 1) the number with the sign of v and the size −log(1 − |v|)/√2, from an odd multiple v of 2⁻⁵².
    ///
    /// The least 1 − |v| is 2⁻⁵², so that none is beyond 25.5; a Laplace number is with probability 2e-16.
    #[inline(always)]
    fn call(self) {
        self.wide.fill_uniform(self.numbers);
        for number in self.numbers {
            let v = number.mul_add(2.0, -1.0);
            *number = (-FRAC_1_SQRT_2 * ln(1.0 - v.abs())).copysign(v);
        }
    }
}

/// log E exp h for h = s(slope·ρ + curvature·s).
///
/// Where h is positive it grows along a cone of directions like a square, and the density falls only like exp(−√2 Σ|zⱼ|): the mean is
/// infinite. A product of two linear forms is nowhere positive only if ρ = κs and h = −cs² with c ≥ 0. Then, with g standard normal and the
/// characteristic function E exp(itZ) = 1/(1 + t²/2),
///
/// ```text
/// E exp(−cs²) = E exp(i√(2c)·g·s) = E Πⱼ 1/(1 + cδⱼ²g²)
/// ```
fn log_mean(pairs: &[Pair], exponent: Exponent) -> Result<f64, QuadratureError> {
    if is_constant(pairs) {
        return Ok(0.0);
    }
    let Some(kappa) = common_ratio(pairs) else { return Ok(f64::INFINITY) };
    let (linear, square) = (exponent.slope * kappa, exponent.curvature);
    let falling = -(linear + square);
    // Up to rounding of the two terms.
    if falling < -ROUNDING * (linear.abs() + square.abs()) {
        return Ok(f64::INFINITY);
    }
    let curvatures: Vec<f64> = pairs.iter().map(|(delta, _)| falling.max(0.0) * delta * delta).collect();
    // Near 0 the integrand falls like exp(−g²(½ + Σ cδⱼ²)); g = width·sinh x takes it from there to its tails.
    let width = (1.0 + 2.0 * curvatures.iter().sum::<f64>()).sqrt().recip();
    let end = (FARTHEST / width).asinh();
    let at = |x: f64| {
        let square = (width * x.sinh()).powi(2);
        let product: f64 = curvatures.iter().map(|curvature| 1.0 + curvature * square).product();
        width * x.cosh() * (-0.5 * square).exp() / product
    };
    refine_until_stable(32, 4096, |nodes| {
        let step = end / nodes as f64;
        let half = 0.5 * at(0.0) + (1..=nodes).map(|i| at(i as f64 * step)).sum::<f64>();
        (2.0 * step * half / TAU.sqrt()).ln()
    })
}

/// Beyond this a standard normal number is with probability 1e-20.
const FARTHEST: f64 = 9.5;

/// θs(θs/ω − ρ) is nowhere positive for ρ = κs and θ between 0 and κω; otherwise only at θ = 0.
fn finite_between(pairs: &[Pair], omega: f64) -> (f64, f64) {
    if is_constant(pairs) {
        return (f64::NEG_INFINITY, f64::INFINITY);
    }
    let end = common_ratio(pairs).map_or(0.0, |kappa| kappa * omega);
    (end.min(0.0), end.max(0.0))
}

/// Whether s is 0, and with it every exponent.
fn is_constant(pairs: &[Pair]) -> bool {
    pairs.iter().all(|(delta, _)| *delta == 0.0)
}

/// κ with rⱼ = κδⱼ for all pairs, up to rounding, where s is not 0.
fn common_ratio(pairs: &[Pair]) -> Option<f64> {
    let sum = |of: fn(f64, f64) -> f64| pairs.iter().map(|(delta, r)| of(*delta, *r)).sum::<f64>();
    let kappa = sum(|delta, r| delta * r) / sum(|delta, _| delta * delta);
    let size = sum(|delta, r| delta.abs() + r.abs());
    pairs.iter().all(|(delta, r)| (r - kappa * delta).abs() <= ROUNDING * size).then_some(kappa)
}

/// What δ and r are off by, as a share of their entries: they are differences of concepts.
const ROUNDING: f64 = 1e-12;

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(pairs: &[Pair], slope: f64, curvature: f64) -> f64 {
        log_mean(pairs, Exponent { slope, curvature }).expect("smooth").exp()
    }

    /// E exp(−cZ²) = √(π/(2c))·exp(1/(2c))·erfc(1/√(2c)); for c = ½ it is √π·e·erfc(1).
    #[test]
    fn one_coordinate_by_hand() {
        for (c, expected) in [(0.5, 0.757_872_156_141_312), (1e-9, 1.0 - 1e-9), (1e12, 1.253_313_137_316_127e-6)] {
            let found = mean(&[(1.0, 1.0)], 0.0, -c);
            assert!((found / expected - 1.0).abs() < 1e-11, "c = {c}: {found}");
        }
        // −2ρs + s² with ρ = ¾s is −½s².
        assert!((mean(&[(1.0, 0.75)], -2.0, 1.0) - 0.757_872_156_141_312).abs() < 1e-12);
    }

    /// Two coordinates: E exp(−c(Z₁ + Z₂)²), where (Z₁ + Z₂) has density (1 + √2|s|)exp(−√2|s|)/(2√2), by a plain sum.
    #[test]
    fn two_coordinates_by_a_plain_sum() {
        let step = 1e-3;
        let root = 2f64.sqrt();
        let term = |i: i32| {
            let s = f64::from(i) * step;
            (1.0 + root * s.abs()) * (-root * s.abs() - 0.7 * s * s).exp() / (2.0 * root)
        };
        let sum: f64 = (-20_000..=20_000).map(term).sum::<f64>() * step;
        let found = mean(&[(1.0, 0.0), (1.0, 0.0)], 0.0, -0.7);
        assert!((found - sum).abs() < 1e-9, "{found} {sum}");
    }

    /// Any direction in which the exponent grows makes the mean infinite.
    #[test]
    fn growing_exponents_have_no_mean() {
        assert_eq!(mean(&[(1.0, 0.0)], 0.0, 1e-3), f64::INFINITY);
        assert_eq!(mean(&[(1.0, 0.0), (0.0, 1.0)], 1.0, 0.0), f64::INFINITY);
        // s(ρ − 100s) is positive where ρ > 100s > 0.
        assert_eq!(mean(&[(1.0, 0.0), (0.0, 1.0)], 1.0, -100.0), f64::INFINITY);
        assert_eq!(mean(&[(0.0, 1.0)], 5.0, 5.0), 1.0);
    }

    #[test]
    fn the_mean_is_finite_along_a_line_only() {
        assert_eq!(finite_between(&[(1.0, 0.5), (-2.0, -1.0)], 3.0), (0.0, 1.5));
        assert_eq!(finite_between(&[(1.0, -0.5)], 3.0), (-1.5, 0.0));
        assert_eq!(finite_between(&[(1.0, 0.5), (1.0, 0.4)], 3.0), (0.0, 0.0));
        assert_eq!(finite_between(&[(0.0, 1.0)], 3.0), (f64::NEG_INFINITY, f64::INFINITY));
    }
}
