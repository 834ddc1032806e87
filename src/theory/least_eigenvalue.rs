//! How small the least eigenvalue of a Gram matrix of Gaussian prompts can be, in the mean.

use statrs::function::beta::beta_reg;
use statrs::function::gamma::ln_gamma;

/// A bound on E(χ²_m/λ − c)₊.
///
/// Here λ is the least eigenvalue of the Gram matrix of n standard normal prompts in m dimensions, and χ²_m is independent of it. The density of λ is
/// at most A times that of χ²_ν with ν = n − m + 1, so that the bound is
///
/// ```text
/// A·E(B − c)₊,   B = χ²_m/χ²_ν,   A = √π·Γ((n + 1)/2)/(Γ(m/2)·Γ((n − m)/2 + 1))
/// E(B − c)₊ = m/(ν − 2)·P(χ²_{m+2}/χ²_{ν−2} > c) − c·P(B > c)
/// ```
///
/// | argument  | symbol | range   |
/// | --------- | ------ | ------- |
/// | `samples` | n      |         |
/// | `dim`     | m      | ≥ 1     |
/// | `cut`     | c      | ≥ 0     |
///
/// For m = 1 it is an equality, with A = 1. It is infinite for n ≤ m + 1. Source: ours, after the bound of the density by Edelman (1988);
/// `docs/theory.md`, *A fit within the hull on Gaussian prompts*.
///
/// ```
/// use weak_to_strong::theory::least_eigenvalue_excess;
/// // Without a cut and in one dimension: E χ²₁·E(1/χ²₆) = 1/4.
/// assert!((least_eigenvalue_excess(6, 1, 0.0) - 0.25).abs() < 1e-8);
/// ```
pub fn least_eigenvalue_excess(samples: usize, dim: usize, cut: f64) -> f64 {
    if samples < dim + 2 {
        return f64::INFINITY;
    }
    let (n, m) = (samples as f64, dim as f64);
    let degrees = n - m + 1.0;
    let log_factor =
        0.5 * std::f64::consts::PI.ln() + ln_gamma(0.5 * (n + 1.0)) - ln_gamma(0.5 * m) - ln_gamma(0.5 * (n - m) + 1.0);
    // χ²_a/χ²_b exceeds c where χ²_b/(χ²_a + χ²_b), which has a beta law, is below 1/(1 + c). What is rounded to 0 is not known to be 0.
    let share = 1.0 / (1.0 + cut);
    let all = beta_reg(0.5 * degrees - 1.0, 0.5 * m + 1.0, share).max(1e-300) * m / (degrees - 2.0);
    let part = cut * beta_reg(0.5 * degrees, 0.5 * m, share);
    // The difference is about 2/ν of the first term, so that what rounding may take from it is given back.
    let excess = (all - part).max(0.0) + 1e-9 * all;
    (log_factor + excess.ln()).exp()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ContentKey, open_stream};
    use nalgebra::DMatrix;
    use rand_distr::{Distribution, StandardNormal};
    use statrs::function::erf::erfc;
    use std::f64::consts::{PI, SQRT_2};

    /// One direction: E(z²/x² − c)₊ with x² = χ²₆, by Simpson's rule over x. E(z² − a²)₊ = 2(aφ(a) + (1 − a²)Φ(−a)).
    #[test]
    fn one_direction_by_quadrature() {
        let cut = 1.5f64;
        let above =
            |a: f64| 2.0 * (a * (-0.5 * a * a).exp() / (2.0 * PI).sqrt() + 0.5 * (1.0 - a * a) * erfc(a / SQRT_2));
        // Γ(3) = 2, so the density of x is x⁵e^(−x²/2)/8.
        let at = |x: f64| x.powi(3) * (-0.5 * x * x).exp() / 8.0 * above(cut.sqrt() * x);
        let step = 0.001;
        let exact: f64 = (0..12_000)
            .map(|i| step * f64::from(i))
            .map(|x| step / 6.0 * (at(x) + 4.0 * at(x + 0.5 * step) + at(x + step)))
            .sum();
        let found = least_eigenvalue_excess(6, 1, cut);
        assert!((found / exact - 1.0).abs() < 1e-8, "{found} {exact}");
    }

    /// Three dimensions and six prompts, fixed seed: the mean of what exceeds 20 is below the bound, and the bound is not ten times too large. 200,000
    /// draws know it to a few per cent.
    #[test]
    fn three_directions_by_simulation() {
        let mut stream = open_stream(3, &ContentKey::of("least eigenvalue"), 0);
        let mut beyond = 0.0;
        for _ in 0..200_000 {
            let mut normals = |rows: usize| DMatrix::<f64>::from_fn(rows, 3, |_, _| StandardNormal.sample(&mut stream));
            let (prompts, noise) = (normals(6), normals(1));
            let ratio = noise.norm_squared() / prompts.tr_mul(&prompts).symmetric_eigenvalues().min();
            beyond += (ratio - 20.0).max(0.0) / 200_000.0;
        }
        let found = least_eigenvalue_excess(6, 3, 20.0);
        assert!(beyond < found && found < 10.0 * beyond, "{beyond} {found}");
        assert_eq!(least_eigenvalue_excess(4, 3, 20.0), f64::INFINITY);
    }
}
