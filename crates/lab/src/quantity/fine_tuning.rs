//! What is computed from a sample that a model is fine-tuned on.

use nalgebra::DVector;

use super::Undefined;
use crate::setting::{PENALTY, Settings};
use weak_to_strong::learn::{FineTuning, FitError};

/// Computes |β̂ − β_Q|² of an estimator from a factorised sample. The last argument is β_Q.
pub(super) type SquaredError = fn(&FineTuning, &Settings, &DVector<f64>) -> Result<f64, FitError>;

/// Returns β̂ by ridge regression.
pub(super) fn ridge(fit: &FineTuning, settings: &Settings) -> Result<DVector<f64>, FitError> {
    fit.ridge(settings.number(&PENALTY))
}

/// Returns |β̂ − β_Q|² by ridge regression.
pub(super) fn ridge_error(fit: &FineTuning, settings: &Settings, target: &DVector<f64>) -> Result<f64, FitError> {
    Ok((ridge(fit, settings)? - target).norm_squared())
}

/// Writes |β̂ − β_Q|² for every estimator along a path.
pub(super) fn write_squared_errors(
    observation: &mut [f64],
    fit: &FineTuning,
    path: &[Settings],
    squared_error: SquaredError,
    target_mean: &DVector<f64>,
) -> Result<(), Undefined> {
    for (place, (error, settings)) in observation.iter_mut().zip(path).enumerate() {
        *error = squared_error(fit, settings, target_mean).map_err(|_| Undefined::at(place))?;
    }
    Ok(())
}

/// The penalties among which the best one for a sample is chosen: 0, ∞ and eight a decade from 1e-3 to 1e3.
pub(super) fn oracle_penalties() -> impl Iterator<Item = f64> {
    (-24..=24).map(|eighths| 10f64.powf(f64::from(eighths) / 8.0)).chain([0.0, f64::INFINITY])
}
