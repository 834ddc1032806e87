//! Prompts that are uniform on the sphere of radius √d.

use statrs::function::gamma::ln_gamma;

use super::Shape;
use super::law::Law;
use crate::numeric::{LogSum, QuadratureError, refine_until_stable};

pub(super) const SPHERE: Law =
    Law { word: "sphere", meaning: "uniform on the sphere of radius √d", shape: Shape::Sphere };

/// log E exp h over the first two coordinates (Z₁, Z₂) of a uniform point on the sphere of radius √d, d ≥ 2, for h
/// homogeneous of degree 2.
///
/// (Z₁² + Z₂²)/d is Beta(1, (d − 2)/2), independent of the angle: a series in the one, the trapezoidal rule (exponentially accurate
/// for periodic integrands) in the other.
pub(crate) fn log_mean_in_plane(dim: usize, exponent: impl Fn(f64, f64) -> f64) -> Result<f64, QuadratureError> {
    let dimension = dim as f64;
    refine_until_stable(16, 8192, |angles| {
        let mut sum = LogSum::default();
        for i in 0..angles {
            // h is even, so half a turn is enough.
            let (sine, cosine) = (std::f64::consts::PI * i as f64 / angles as f64).sin_cos();
            sum.add(1.0 / angles as f64, log_beta_transform(0.5 * dimension - 1.0, dimension * exponent(cosine, sine)));
        }
        sum.logarithm()
    })
}

/// log E exp(aT) for T ~ Beta(1, b), b ≥ 0 (T = 1 for b = 0), by a series of positive terms:
///
/// ```text
/// E exp(aT) = Σ aⁿ / ((b + 1)(b + 2)…(b + n))            for a ≥ 0
///           = e^a Σ b/(b + n) · |a|ⁿ/n!                   for a < 0
/// ```
///
/// It has some 2|a| terms. For a beyond 2b + 100, where nearly all of the mean is from T near 1 or near 0,
///
/// ```text
/// E exp(aT) = e^a Γ(b + 1) a^(−b) (1 − q)                 for a > 0, q < e^(−79) the upper incomplete gamma ratio Q(b, a)
///           ~ b/|a| · Σ (1 − b)(2 − b)…(n − b)/|a|ⁿ        for a < 0, asymptotically, to n where terms vanish
/// ```
fn log_beta_transform(b: f64, a: f64) -> f64 {
    if b == 0.0 || !a.is_finite() {
        return a;
    }
    let size = a.abs();
    if size > 2.0 * b + 100.0 {
        return if a > 0.0 { a + ln_gamma(b + 1.0) - b * a.ln() } else { (b / size).ln() + log_near_zero(b, size) };
    }
    let (mut offset, mut power, mut sum, mut n) = (a.min(0.0), 1.0, 1.0, 0.0);
    loop {
        n += 1.0;
        power *= size / if a < 0.0 { n } else { b + n };
        let term = if a < 0.0 { power * b / (b + n) } else { power };
        sum += term;
        if sum > 1e200 {
            (power, sum) = (power * 1e-200, sum * 1e-200);
            offset += 200.0 * std::f64::consts::LN_10;
        }
        // Beyond n = 2·size the terms fall by half or more each time.
        if n > 2.0 * size && term <= f64::EPSILON * sum {
            return offset + sum.ln();
        }
    }
}

/// log Σ (1 − b)(2 − b)…(n − b)/sizeⁿ.
fn log_near_zero(b: f64, size: f64) -> f64 {
    let (mut term, mut sum, mut n) = (1.0f64, 1.0, 0.0);
    while term.abs() > f64::EPSILON * sum {
        n += 1.0;
        term *= (n - b) / size;
        sum += term;
    }
    sum.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sphere_moments_by_hand() {
        // On the circle of radius √2, E exp(t(Z₁² + Z₂²)) = e^{2t}; on the sphere of radius √d, t·E(Z₁² + Z₂²) → 2t.
        assert!((log_mean_in_plane(2, |x, y| 0.3 * (x * x + y * y)).expect("smooth") - 0.6).abs() < 1e-14);
        for dim in [3, 4, 32, 1000] {
            let small = log_mean_in_plane(dim, |x, y| 1e-6 * (x * x + y * y)).expect("smooth");
            assert!((small - 2e-6).abs() < 1e-11, "d = {dim}: {small}");
        }
        // d = 4: the squared radius is uniform on [0, 4], so E e^{R²} = (e⁴ − 1)/4.
        let flat = log_mean_in_plane(4, |x, y| x * x + y * y).expect("smooth");
        assert!((flat - ((4f64.exp() - 1.0) / 4.0).ln()).abs() < 1e-12);
        let falling = log_mean_in_plane(4, |x, y| -(x * x + y * y)).expect("smooth");
        assert!((falling - ((1.0 - (-4f64).exp()) / 4.0).ln()).abs() < 1e-12);
        // No overflow: for b = 1 and a = 2000, E e^{aT} = (e^a − 1)/a.
        assert!((log_beta_transform(1.0, 2000.0) - (2000.0 - 2000f64.ln())).abs() < 1e-9);
        // Nor does it take 2·10¹⁶ terms.
        assert!((log_beta_transform(2.0, -1e16) - 2e-16f64.ln()).abs() < 1e-12);
        assert!((log_beta_transform(1.5, 1e16) / 1e16 - 1.0).abs() < 1e-12);
        assert_eq!(log_beta_transform(0.0, 1e16), 1e16);
    }

    /// Both ways are right where one gives way to the other: the convex function has no step there.
    #[test]
    fn the_series_and_its_limit_agree() {
        for b in [0.5, 1.0, 1.5, 7.0, 30.0, 500.0, 2047.0] {
            for sign in [-1.0, 1.0] {
                let edge = 2.0 * b + 100.0;
                let at = |step: f64| log_beta_transform(b, sign * (edge + step));
                // The third difference of a smooth function over steps of 1e-3 is below 1e-9.
                let third = at(0.002) - 3.0 * at(0.001) + 3.0 * at(0.0) - at(-0.001);
                assert!(third.abs() < 1e-9, "b = {b}, sign {sign}: {third}");
            }
        }
    }
}
