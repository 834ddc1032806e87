//! Quadrature with its own error control: a rule is refined until two sizes agree.

use thiserror::Error;

/// The integral did not settle within the largest rule that was allowed.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
#[error(
    "the quadrature still changes by a factor of 1 ± {change:.1e} at {nodes} nodes per axis, above {tolerance:.0e}; \
     a larger noise makes the integrand smoother"
)]
pub struct QuadratureError {
    /// Nodes per axis of the last rule.
    pub nodes: usize,
    /// Relative change of the integral at the last doubling.
    pub change: f64,
    /// Relative change that would have been accepted.
    pub tolerance: f64,
}

const TOLERANCE: f64 = 1e-11;

/// Returns the logarithm of a positive integral, from `log_rule(nodes)` with as many nodes as it needs.
///
/// The number of nodes doubles from `first` until the integral changes by less than 1e-11 relative.
///
/// # Errors
///
/// [`QuadratureError`] when `last` nodes are not enough.
pub fn refine_until_stable(first: usize, last: usize, log_rule: impl Fn(usize) -> f64) -> Result<f64, QuadratureError> {
    let mut nodes = first;
    let mut coarse = log_rule(nodes);
    loop {
        nodes *= 2;
        let fine = log_rule(nodes);
        let change = (fine - coarse).abs();
        if change <= TOLERANCE {
            return Ok(fine);
        }
        if nodes * 2 > last {
            return Err(QuadratureError { nodes, change, tolerance: TOLERANCE });
        }
        coarse = fine;
    }
}
