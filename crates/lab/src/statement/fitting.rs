//! Fits of measured curves.

use nalgebra::DMatrix;

use super::doubt::Doubt;
use super::measurements::Measurements;
use super::node::{AtomId, FittedCurve, Node};
use crate::functional::{Curve, FitAlong, FitPoint, FitQuality, Kind, fitted};
use weak_to_strong::evidence::{Coefficient, Enclosure, Interval, Warrant};

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
    let parameters = curve.functional.parameters.iter().map(|one| given(one.name).or(one.default)).collect();
    let points: Vec<FitPoint> = curve
        .at
        .iter()
        .zip(&curve.values)
        .map(|(at, node)| FitPoint { at: *at, estimate: measured.estimate(node) })
        .collect();
    let covariances = covariances(measured, curve, fit, &points);
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
