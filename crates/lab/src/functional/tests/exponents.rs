//! Exponents of power laws and decay rates without a given power, exact and simulated.

use nalgebra::{DMatrix, DVector};
use weak_to_strong::evidence::{Interval, LeastSquaresError};
use weak_to_strong::numeric::Estimate;

use super::known::{Simulated, Spread, functional};
use crate::functional::{Curve, CurveFit, FitDoubt, FitPoint, fitted};

const SIZES: [f64; 7] = [16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0];

/// The fit of a curve that is known to this share at each size.
fn found(
    name: &str,
    power: Option<f64>,
    relative: f64,
    mean: impl Fn(f64) -> f64,
) -> Result<CurveFit, LeastSquaresError> {
    let point = |at: f64| FitPoint {
        at,
        estimate: Estimate { mean: mean(at), standard_error: relative * mean(at).abs(), replicates: 100_000 },
    };
    let covariances = DMatrix::from_diagonal(&DVector::from_element(SIZES.len(), relative * relative));
    let parameters = functional(name).parameter_values(|_| power);
    let curve = Curve { points: SIZES.map(point).to_vec(), covariances, parameters };
    fitted(functional(name).fit().expect("a fit"), &curve, |_| 0.05, 1e-3)
}

#[test]
fn exact_exponents_are_recovered() {
    let law = |n: f64| 3.0 * n.powf(-1.5) * (2.0 / n).exp();
    let fit = found("exponent", None, 1e-3, law).expect("a fit");
    assert!((fit.found.value + 1.5).abs() < 1e-9 && fit.doubt.is_none(), "{fit:?}");
    let with_logarithm = |n: f64| law(n) * n.ln().powi(2);
    let fit = found("exponent", Some(2.0), 1e-3, with_logarithm).expect("a fit");
    assert!((fit.found.value + 1.5).abs() < 1e-9, "{fit:?}");
    // Without the logarithm the exponent is another one, or none.
    let fit = found("exponent", None, 1e-3, with_logarithm).expect("a fit");
    assert!(fit.doubt.is_some() || (fit.found.value + 1.5).abs() > 0.05, "{fit:?}");
}

#[test]
fn a_curve_below_zero_has_no_exponent() {
    let fit = found("exponent", None, 1e-3, |n| 1.0 - 30.0 / n).expect("a doubtful fit");
    assert_eq!((fit.doubt, fit.found.value.is_nan()), (Some(FitDoubt::RoughMeans), true));
}

/// (log n)ᵇ is not a number at n = 1, where log n is 0.
#[test]
fn a_logarithm_of_nothing_determines_nothing() {
    let point = |at: f64| FitPoint { at, estimate: Estimate { mean: 1.0, standard_error: 0.01, replicates: 100_000 } };
    let points: Vec<FitPoint> = [1.0, 2.0, 4.0, 8.0, 16.0].map(point).to_vec();
    let covariances = DMatrix::from_diagonal(&DVector::from_element(5, 1e-4));
    let curve = Curve { points, covariances, parameters: vec![Some(1.0)] };
    assert_eq!(
        fitted(functional("exponent").fit().expect("a fit"), &curve, |_| 0.05, 1e-3).err(),
        Some(LeastSquaresError::Singular)
    );
}

/// A decay over fewer sizes, so that the smallest number is not tiny.
#[test]
fn a_power_that_is_not_given_is_fitted() {
    let decay = |m: f64| 3.0 * m.powf(-0.5) * (0.4 / m - 0.01 * m).exp();
    for power in [None, Some(0.5)] {
        let fit = found("decay_rate", power, 1e-4, decay).expect("a fit");
        assert!((fit.found.value - 0.01).abs() < 1e-9 && fit.doubt.is_none(), "{fit:?}");
    }
    // A wrong power moves the rate.
    let fit = found("decay_rate", Some(0.0), 1e-4, decay).expect("a fit");
    assert!(fit.doubt.is_some() || (fit.found.value - 0.01).abs() > 1e-4, "{fit:?}");
}

/// The fit of 300 simulated curves with this spread: how many miss the number by their interval, and how many have an interval.
fn missed(name: &str, share: f64, truth: f64, mean: impl Fn(f64) -> f64) -> (usize, usize) {
    let means = SIZES.map(mean);
    let outcome = |seed: u64| {
        let simulated = Simulated::new(name, seed, 1200, &SIZES, &means, Spread::Relative(share));
        let estimates = simulated.inference.estimates(&simulated.moments);
        let is_logarithmic = functional(name).fit().expect("a fit").of_logarithms;
        let covariances = if is_logarithmic {
            simulated.inference.relative_covariances(&simulated.moments)
        } else {
            simulated.inference.covariances(&simulated.moments)
        };
        let points = SIZES.iter().zip(estimates).map(|(at, estimate)| FitPoint { at: *at, estimate }).collect();
        let curve = Curve { points, covariances, parameters: functional(name).parameter_values(|_| None) };
        let fit = fitted(functional(name).fit().expect("a fit"), &curve, |_| 0.05, 0.05).expect("enough sizes");
        fit.doubt.is_none().then_some(fit.interval)
    };
    let intervals: Vec<Interval> = (0..300).filter_map(outcome).collect();
    (intervals.iter().filter(|interval| !interval.holds(truth)).count(), intervals.len())
}

/// Fixed seeds, error 5 %: more than 32 of 300 miss with probability below 3e-5 if the form is right. A form that is not quite right is seen to be so, or its
/// interval holds the number all the same.
#[test]
fn exponents_of_simulated_curves_are_covered() {
    let law = |n: f64| 3.0 / n * (2.0 / n).exp();
    let (missing, all) = missed("exponent", 0.2, -1.0, law);
    assert!(missing <= 32 && all > 200, "{missing} of {all}");
    // The error of least squares above its limit in dimension 8: the correction goes on with all powers of 1/n.
    let (missing, all) = missed("exponent", 0.2, -1.0, |n| 8.0 / (n - 9.0));
    assert!(missing <= 32, "{missing} of {all}");
    let (missing, all) = missed("limit", 0.2, 0.3, |n| 0.3 + 2.0 / n);
    assert!(missing <= 32 && all > 200, "{missing} of {all}");
    let (missing, all) = missed("decay_rate", 0.02, 0.01, |m| (0.4 / m - 0.01 * m).exp() * m.powf(-0.3));
    assert!(missing <= 32 && all > 100, "{missing} of {all}");
    // A wrong exponent is seen.
    let (missing, all) = missed("exponent", 0.2, -1.1, law);
    assert!(missing > all / 2, "{missing} of {all}");
}
