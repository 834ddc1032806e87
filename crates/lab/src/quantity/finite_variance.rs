//! When the squared error of least squares has a finite variance.

use weak_to_strong::model::TransferProblem;

use super::QuantityError;
use crate::setting::{PENALTY, Setting, Settings};

/// Returns an error if least squares is fitted to samples about as large as the dimension. There the inverse of XᵀX has no second moment.
///
/// For Gaussian prompts, E|β̂|⁴ is finite if and only if n ≥ d + 4 or n ≤ d − 4. For prompts without a density it is always finite, because they take
/// finitely many values.
pub(super) fn require_finite_variance(
    problem: &TransferProblem,
    setting: &Setting,
    path: &[Settings],
) -> Result<(), QuantityError> {
    let (count, dim) = (path[0].count(setting), problem.dim());
    let least_squares = path.iter().any(|settings| settings.number(&PENALTY) == 0.0);
    if least_squares && problem.prompts().has_density() && count.abs_diff(dim) <= 3 {
        return Err(QuantityError::NoFiniteVariance { setting: setting.name.clone(), count, dim });
    }
    Ok(())
}
