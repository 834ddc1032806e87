//! Fits of measured curves.

use nalgebra::DMatrix;

use super::doubt::Doubt;
use super::measurements::Measurements;
use super::node::{AtomId, FittedCurve, Node};
use crate::functional::{Curve, FitAlong, FitPoint, FitQuality, Kind, fitted};
use weak_to_strong::evidence::{Coefficient, Enclosure, Interval, LEAST_REPLICATES, Warrant};
use weak_to_strong::numeric::Estimate;

/// A number of a fitted curve.
#[derive(Clone, Copy, Debug)]
pub struct Fit {
    /// The number by the first form.
    pub found: Coefficient,
    /// Its interval.
    pub enclosure: Enclosure,
    /// Why it is not reliable; `None` if it is reliable.
    pub doubt: Option<Doubt>,
    /// The form and the sizes that were used; `None` if nothing was fitted.
    pub quality: Option<FitQuality>,
}

/// Fits a curve; `None` if the points do not determine it.
pub(super) fn fitted_curve(measured: &Measurements, curve: &FittedCurve, error: f64) -> Option<Fit> {
    let Kind::Fit(fit) = &curve.functional.kind else { return None };
    let given = |name: &str| curve.parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let parameters = curve.functional.parameter_values(given);
    let estimates = curve.values.iter().map(|node| measured.estimate(node));
    let mut points: Vec<FitPoint> =
        curve.at.iter().zip(estimates).map(|(at, estimate)| FitPoint { at: *at, estimate }).collect();
    let mut covariances = covariances(measured, curve, fit, &points);
    for (place, node) in curve.values.iter().enumerate() {
        add_model_error(measured, curve, fit, node, &mut points[place].estimate, &mut covariances[(place, place)]);
    }
    let found =
        fitted(fit, &Curve { points, covariances, parameters }, |number| curve.resolution.at(number), error).ok()?;
    let ends = curve.values.iter().filter_map(|node| measured.enclosed(node));
    let of_tails = ends.flat_map(|enclosure| enclosure.doubts().collect::<Vec<_>>()).next().map(Doubt::from);
    Some(Fit {
        found: found.found,
        enclosure: Enclosure::of(known(found.interval), Warrant::Model),
        doubt: of_tails.or(found.doubt.map(Doubt::from)),
        quality: found.quality,
    })
}

/// A form may be off by this share of a mean at each size. Means that are known better, or exactly, are fitted as if they were known so well.
const MODEL_ERROR: f64 = 3e-4;

/// Gives a mean that is known better than a form can be right the standard error of the form. A standard error of 0 of a mean that is not exact says
/// nothing, and stays.
fn add_model_error(
    measured: &Measurements,
    curve: &FittedCurve,
    fit: &FitAlong,
    node: &Node,
    estimate: &mut Estimate,
    variance: &mut f64,
) {
    let is_exact = measured.enclosed(node).is_some_and(|enclosure| enclosure.warrant() == Warrant::Exact);
    let share = MODEL_ERROR.min(0.1 * curve.resolution.relative.max(curve.resolution.absolute));
    let least = share * estimate.mean.abs();
    if estimate.standard_error >= least || estimate.standard_error == 0.0 && !is_exact {
        return;
    }
    if is_exact {
        estimate.replicates = estimate.replicates.max(LEAST_REPLICATES);
    }
    estimate.standard_error = least;
    let of_fitted = if fit.of_logarithms { share } else { least };
    *variance = variance.max(of_fitted * of_fitted);
}

/// An interval of a fit. Without one nothing is known.
fn known(interval: Interval) -> Interval {
    if interval.lower.is_nan() || interval.upper.is_nan() {
        return Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY };
    }
    interval
}

/// The covariances of the fitted numbers: the means, or their logarithms.
fn covariances(measured: &Measurements, curve: &FittedCurve, fit: &FitAlong, points: &[FitPoint]) -> DMatrix<f64> {
    let slopes: Vec<Vec<(AtomId, f64)>> =
        curve.values.iter().map(|node| measured.estimated(node).slopes.into_iter().collect()).collect();
    DMatrix::from_fn(points.len(), points.len(), |i, j| {
        if !fit.of_logarithms {
            return measured.covariance(&slopes[i], &slopes[j]);
        }
        if let (Some(one), Some(other)) = (only_atom(&curve.values[i]), only_atom(&curve.values[j])) {
            return measured.relative_covariance(one, other);
        }
        let share = |point: usize| -> Vec<(AtomId, f64)> {
            slopes[point].iter().map(|(atom, slope)| (*atom, slope / points[point].estimate.mean)).collect()
        };
        measured.covariance(&share(i), &share(j))
    })
}

/// The atom of which a number is a multiple.
fn only_atom(node: &Node) -> Option<AtomId> {
    let linear = node.as_linear()?;
    match linear.weights.as_slice() {
        [(atom, _)] if linear.constant == 0.0 => Some(*atom),
        _ => None,
    }
}
