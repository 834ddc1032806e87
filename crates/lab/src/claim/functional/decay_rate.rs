//! `decays_at`: the exponent of a decay along a variable.

use nalgebra::DMatrix;
use weak_to_strong::evidence::generalised_regression;

use super::fit::{CurvePoint, FitAlong, FitPoint, Fitted, OpenCurve, TheoryCurve};
use super::{Functional, Judging, RightSide};
use crate::claim::Comparison;

/// The exponent ρ of C·m^(−p)·exp(−ρm)·(1 + c/m) along a variable m of the sweep.
///
/// The term in 1/m is the next one of the saddle-point expansion behind the factor m^(−p); without it the fitted exponent is off by
/// c/(m₁m₂) over a range of batches from m₁ to m₂.
pub(super) static DECAY_RATE: Functional = Functional {
    words: &[("decays_at", Comparison::Equal)],
    judging: Judging::Fit(FitAlong {
        coefficient: exponent,
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

/// ρ, from log means regressed on 1, m and 1/m.
fn exponent(points: &[FitPoint], covariances: &DMatrix<f64>, log_power: f64) -> Fitted {
    let design = DMatrix::from_fn(points.len(), 3, |i, j| [1.0, -points[i].at, 1.0 / points[i].at][j]);
    let response: Vec<f64> = points.iter().map(|p| p.estimate.mean.ln() + log_power * p.at.ln()).collect();
    let regression = generalised_regression(&design, &response, covariances)?;
    Ok((regression.coefficients[1], regression.lack_of_fit))
}

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
