//! `decays_at`: the exponent of a decay along a variable.

use super::fit::{CurveForm, CurvePoint, FitAlong, OpenCurve, TheoryCurve};
use super::{Functional, Judging, RightSide};
use crate::claim::Comparison;

/// The exponent ρ of C·m^(−p)·exp(c/m − ρm) along a variable m of the sweep, beside that of C·m^(−p)·exp(c/m + e/m² − ρm).
///
/// The terms in 1/m and 1/m² are the next ones of the saddle-point expansion behind the factor m^(−p). Without the first one the fitted exponent is
/// off by c/(m₁m₂) over a range of batches from m₁ to m₂.
pub(super) static DECAY_RATE: Functional = Functional {
    words: &[("decays_at", Comparison::Equal)],
    judging: Judging::Fit(FitAlong {
        forms: [
            CurveForm { words: "C·x^(−p)·exp(c/x − ρx)", terms: &[|_| 1.0, |m| -m, |m| 1.0 / m] },
            CurveForm {
                words: "C·x^(−p)·exp(c/x + e/x² − ρx)",
                terms: &[|_| 1.0, |m| -m, |m| 1.0 / m, |m| 1.0 / (m * m)],
            },
        ],
        wanted: 1,
        of_logarithms: true,
        log_power: Some("misalignment_log_power"),
        curve: Some(OpenCurve { open: "height and 1/m term", through: decay_through }),
    }),
    right_side: RightSide::Expression,
    unit: None,
    resolution: 0.05,
    absolute_resolution: 0.0,
    noun: "exponent",
};

/// The curve C·m^(−p)·exp(c/m − ρm) with the theoretical exponent.
///
/// Fits ln C and c by weighted least squares on the logarithms. The weights are equal if some standard error is 0. With one batch size c is 0.
/// Returns `None` if no measurement is positive.
fn decay_through(points: &[CurvePoint], power: f64, exponent: f64) -> Option<TheoryCurve> {
    // 1/m, ln C + c/m as this measurement alone has it, and its weight.
    let usable: Vec<(f64, f64, f64)> = points
        .iter()
        .map(|point| (point.at.recip(), point.mean.ln() + power * point.at.ln() + exponent * point.at, point.weight))
        .filter(|(_, height, _)| height.is_finite())
        .collect();
    let weighted = usable.iter().all(|(_, _, weight)| weight.is_finite() && *weight > 0.0);
    let mean_of = |value: &dyn Fn(f64, f64) -> f64| {
        let weight = |given: f64| if weighted { given } else { 1.0 };
        let total: f64 = usable.iter().map(|(_, _, given)| weight(*given)).sum();
        usable.iter().map(|(inverse, height, given)| value(*inverse, *height) * weight(*given)).sum::<f64>() / total
    };
    let (inverse, height) = (mean_of(&|inverse, _| inverse), mean_of(&|_, height| height));
    let spread = mean_of(&|x, _| (x - inverse).powi(2));
    let slope = mean_of(&|x, y| (x - inverse) * (y - height)) / spread;
    let correction = if spread > 1e-12 * inverse * inverse { slope } else { 0.0 };
    let logarithm_of_height = height - correction * inverse;
    let at = move |m: f64| (logarithm_of_height + correction / m - power * m.ln() - exponent * m).exp();
    logarithm_of_height.is_finite().then(|| TheoryCurve::new(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_decay_is_found_again() {
        let mean = |m: f64| 0.8 * m.powf(-0.5) * (-0.0912 * m).exp();
        let points = [16.0, 24.0, 32.0, 48.0].map(|at| CurvePoint { at, mean: mean(at), weight: at });
        let curve = decay_through(&points, 0.5, 0.0912).expect("all means are positive");
        assert!((curve.at(32.0) / mean(32.0) - 1.0).abs() < 1e-12);
        assert!((curve.at(40.0) / mean(40.0) - 1.0).abs() < 1e-12);
        assert!(decay_through(&[], 0.5, 0.1).is_none());
    }
}
