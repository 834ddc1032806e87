//! Theoretical curves with free coefficients, which figures show.

use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;

use nalgebra::{DMatrix, DVector};
use weak_to_strong::evidence::generalised_regression;

/// A theoretical curve with free coefficients, which are fitted to the measurements.
#[derive(Clone, Copy, Debug)]
pub struct OpenCurve {
    /// What is free, and therefore fitted.
    pub open: &'static str,
    /// The curve through these measurements, for these parameters of the functional and this expected number; `None` if they do not determine a curve.
    pub through: CurveThrough,
}

/// A curve through measurements, from the parameters of the functional and the expected number.
pub type CurveThrough = fn(&[CurvePoint], &[Option<f64>], f64) -> Option<TheoryCurve>;

/// A measurement through which a curve is drawn.
#[derive(Clone, Copy, Debug)]
pub struct CurvePoint {
    /// The value of the variable.
    pub at: f64,
    /// The mean, without the scale of the figure.
    pub mean: f64,
    /// (mean ÷ standard error)².
    pub weight: f64,
}

/// A height for each value of the variable.
#[derive(Clone)]
pub struct TheoryCurve(Arc<dyn Fn(f64) -> f64 + Send + Sync>);

impl TheoryCurve {
    /// The curve of this function.
    pub(super) fn new(height: impl Fn(f64) -> f64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(height))
    }

    /// The height of the curve at this value of the variable.
    pub fn at(&self, x: f64) -> f64 {
        (self.0)(x)
    }
}

impl Debug for TheoryCurve {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("TheoryCurve")
    }
}

/// The curve exp(ln C + c/x + known(x)), with ln C and c fitted to the logarithms of the measurements by weighted least squares.
///
/// The weights are equal if some standard error is 0. With one value of x c is 0. Returns `None` if no measurement is positive.
pub(super) fn with_height_and_inverse(
    points: &[CurvePoint],
    known: impl Fn(f64) -> f64 + Send + Sync + 'static,
) -> Option<TheoryCurve> {
    // 1/x, ln C + c/x as this measurement alone has it, and its weight.
    let usable: Vec<(f64, f64, f64)> = points
        .iter()
        .map(|point| (point.at.recip(), point.mean.ln() - known(point.at), point.weight))
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
    let at = move |x: f64| (logarithm_of_height + correction / x + known(x)).exp();
    logarithm_of_height.is_finite().then(|| TheoryCurve::new(at))
}

/// The power p of exp(ln C + c/x − p·ln x + known(x)), fitted with ln C and c; `None` if the measurements do not determine it.
pub(super) fn fitted_power(points: &[CurvePoint], known: impl Fn(f64) -> f64) -> Option<f64> {
    let usable: Vec<&CurvePoint> = points.iter().filter(|point| point.mean > 0.0 && point.weight > 0.0).collect();
    let terms: [fn(f64) -> f64; 3] = [|_| 1.0, |x| -x.ln(), |x| 1.0 / x];
    let design = DMatrix::from_fn(usable.len(), terms.len(), |i, j| terms[j](usable[i].at));
    let heights: Vec<f64> = usable.iter().map(|point| point.mean.ln() - known(point.at)).collect();
    let variances = DVector::from_iterator(usable.len(), usable.iter().map(|point| point.weight.recip()));
    let regression = generalised_regression(&design, &heights, &DMatrix::from_diagonal(&variances)).ok()?;
    Some(regression.coefficients[1].value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(mean: impl Fn(f64) -> f64) -> Vec<CurvePoint> {
        [16.0, 24.0, 32.0, 48.0].map(|at| CurvePoint { at, mean: mean(at), weight: at }).to_vec()
    }

    #[test]
    fn an_exact_curve_is_found_again() {
        let mean = |x: f64| 0.8 * (0.3 / x - 0.0912 * x).exp();
        let curve = with_height_and_inverse(&points(mean), |x| -0.0912 * x).expect("all means are positive");
        assert!((curve.at(32.0) / mean(32.0) - 1.0).abs() < 1e-12);
        assert!((curve.at(40.0) / mean(40.0) - 1.0).abs() < 1e-12);
        assert!(with_height_and_inverse(&[], |_| 0.0).is_none());
    }

    #[test]
    fn an_exact_power_is_found_again() {
        let mean = |x: f64| 0.8 * x.powf(-0.5) * (0.3 / x - 0.0912 * x).exp();
        let power = fitted_power(&points(mean), |x| -0.0912 * x).expect("four points");
        assert!((power - 0.5).abs() < 1e-9, "{power}");
        assert!(fitted_power(&points(mean)[..2], |x| -0.0912 * x).is_none());
    }
}
