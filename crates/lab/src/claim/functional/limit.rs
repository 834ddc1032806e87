//! `tends_to`: the limit along a variable.

use nalgebra::DMatrix;
use weak_to_strong::evidence::generalised_regression;

use super::fit::{FitAlong, FitPoint, Fitted};
use super::{Functional, Judging, RightSide};
use crate::claim::Comparison;

/// The limit L of L + c/x along a variable x of the sweep.
pub(super) static LIMIT: Functional = Functional {
    words: &[("tends_to", Comparison::Equal)],
    judging: Judging::Fit(FitAlong { coefficient: limit, of_logarithms: false, log_power: None, curve: None }),
    right_side: RightSide::Expression,
    unit: None,
    resolution: 0.01,
    absolute_resolution: 0.0,
    noun: "limit",
};

/// L, from means regressed on 1 and 1/x.
fn limit(points: &[FitPoint], covariances: &DMatrix<f64>, _log_power: f64) -> Fitted {
    let design = DMatrix::from_fn(points.len(), 2, |i, j| [1.0, 1.0 / points[i].at][j]);
    let response: Vec<f64> = points.iter().map(|p| p.estimate.mean).collect();
    let regression = generalised_regression(&design, &response, covariances)?;
    Ok((regression.coefficients[0], regression.lack_of_fit))
}
