//! `decay_rate`: the exponent of a decay along a variable.

use super::curve::{CurvePoint, OpenCurve, TheoryCurve, fitted_power, with_height_and_inverse};
use super::descriptor::{Functional, Kind, Parameter};
use super::fit_along::{CurveForm, FitAlong};

/// The exponent ρ of C·m^(−p)·exp(c/m − ρm) along a variable m of the sweep, beside that of C·m^(−p)·exp(c/m + e/m² − ρm).
///
/// The terms in 1/m and 1/m² are the next ones of the saddle-point expansion behind the factor m^(−p). Without the first one the fitted exponent is
/// off by c/(m₁m₂) over a range of batches from m₁ to m₂. If p is not given it is one more coefficient of both forms.
pub(super) static DECAY_RATE: Functional = Functional {
    name: "decay_rate",
    meaning: "ρ where a number falls like C·x^(−p)·exp(−ρx) along a variable x",
    example: "decay_rate(refined.misalignment over batch, log_power = 0.5) == misalignment_exponent",
    noun: "exponent",
    relative_resolution: 0.05,
    absolute_resolution: 0.0,
    place: None,
    parameters: &[Parameter {
        name: "log_power",
        meaning: "the power p in C·x^(−p)·exp(−ρx); fitted if it is not given",
        default: None,
    }],
    kind: Kind::Fit(FitAlong {
        forms: |parameters| if parameters[0].is_some() { GIVEN_POWER } else { FREE_POWER },
        wanted: 1,
        of_logarithms: true,
        known: |parameters, m| -parameters[0].unwrap_or(0.0) * m.ln(),
        curve: Some(OpenCurve { open: "height and 1/m term", through: decay_through }),
    }),
};

const GIVEN_POWER: [CurveForm; 2] = [
    CurveForm { words: "C·x^(−p)·exp(c/x − ρx)", terms: &[|_| 1.0, |m| -m, |m| 1.0 / m] },
    CurveForm {
        words: "C·x^(−p)·exp(c/x + e/x² − ρx)", terms: &[|_| 1.0, |m| -m, |m| 1.0 / m, |m| 1.0 / (m * m)]
    },
];

const FREE_POWER: [CurveForm; 2] = [
    CurveForm { words: "C·x^(−p)·exp(c/x − ρx), p free", terms: &[|_| 1.0, |m| -m, |m| 1.0 / m, |m| -m.ln()] },
    CurveForm {
        words: "C·x^(−p)·exp(c/x + e/x² − ρx), p free",
        terms: &[|_| 1.0, |m| -m, |m| 1.0 / m, |m| -m.ln(), |m| 1.0 / (m * m)],
    },
];

/// The curve C·m^(−p)·exp(c/m − ρm) with the theoretical exponent. C and c are fitted, and p if it is not given.
fn decay_through(points: &[CurvePoint], parameters: &[Option<f64>], exponent: f64) -> Option<TheoryCurve> {
    let power = match parameters[0] {
        Some(given) => given,
        None => fitted_power(points, |m| -exponent * m)?,
    };
    with_height_and_inverse(points, move |m| -power * m.ln() - exponent * m)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_decay_is_found_again() {
        let mean = |m: f64| 0.8 * m.powf(-0.5) * (-0.0912 * m).exp();
        let points = [16.0, 24.0, 32.0, 48.0].map(|at| CurvePoint { at, mean: mean(at), weight: at });
        for power in [Some(0.5), None] {
            let curve = decay_through(&points, &[power], 0.0912).expect("all means are positive");
            assert!((curve.at(40.0) / mean(40.0) - 1.0).abs() < 1e-9);
        }
        assert!(decay_through(&[], &[Some(0.5)], 0.1).is_none());
    }
}
