//! `exponent`: the exponent of a power law along a variable.

use super::curve::{CurvePoint, OpenCurve, TheoryCurve, with_height_and_inverse};
use super::descriptor::{Functional, Kind, Parameter};
use super::fit_along::{CurveForm, FitAlong};

/// The exponent a of C·nᵃ·(log n)ᵇ·exp(c/n) along a variable n of the sweep, beside that of C·nᵃ·(log n)ᵇ·exp(c/n + e/n²).
///
/// The terms in 1/n and 1/n² are corrections at small sizes, such as n/(n − d − 1) = 1 + (d + 1)/n + … for the error of least squares.
pub(super) static EXPONENT: Functional = Functional {
    name: "exponent",
    meaning: "a where a positive number behaves like C·xᵃ·(log x)ᵇ along a variable x",
    example: "exponent(naive.mse - segment_bound over samples) == -1",
    noun: "exponent",
    relative_resolution: 0.0,
    absolute_resolution: 0.05,
    place: None,
    parameters: &[Parameter {
        name: "log_power",
        meaning: "the power b in C·xᵃ·(log x)ᵇ; x must be above 1",
        default: Some(0.0),
    }],
    kind: Kind::Fit(FitAlong {
        forms: |_| {
            [
                CurveForm { words: "C·xᵃ·(log x)ᵇ·exp(c/x)", terms: &[|_| 1.0, f64::ln, |n| 1.0 / n] },
                CurveForm {
                    words: "C·xᵃ·(log x)ᵇ·exp(c/x + e/x²)",
                    terms: &[|_| 1.0, f64::ln, |n| 1.0 / n, |n| 1.0 / (n * n)],
                },
            ]
        },
        wanted: 1,
        of_logarithms: true,
        known: |parameters, n| log_factor(parameters, n),
        curve: Some(OpenCurve { open: "height and 1/n term", through: power_through }),
    }),
};

/// b·log log n, which is 0 for b = 0 at every n.
fn log_factor(parameters: &[Option<f64>], n: f64) -> f64 {
    match parameters[0] {
        Some(power) if power != 0.0 => power * n.ln().ln(),
        Some(_) | None => 0.0,
    }
}

/// The curve C·nᵃ·(log n)ᵇ·exp(c/n) with the theoretical exponent. C and c are fitted.
fn power_through(points: &[CurvePoint], parameters: &[Option<f64>], exponent: f64) -> Option<TheoryCurve> {
    let parameters = parameters.to_vec();
    with_height_and_inverse(points, move |n| exponent * n.ln() + log_factor(&parameters, n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_power_law_is_found_again() {
        let mean = |n: f64| 0.8 * n.powf(-1.5) * n.ln() * (2.0 / n).exp();
        let points = [16.0, 24.0, 32.0].map(|at| CurvePoint { at, mean: mean(at), weight: at });
        let curve = power_through(&points, &[Some(1.0)], -1.5).expect("all means are positive");
        assert!((curve.at(40.0) / mean(40.0) - 1.0).abs() < 1e-9);
    }
}
