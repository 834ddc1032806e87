//! Quadrature with its own error control: a rule is refined until two sizes agree.

use thiserror::Error;

/// The integral still changed at the largest rule that was allowed.
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

/// A rule of twice the nodes has at best the fourth power of the error, that of a Gaussian integrand; a last doubling brings no change
/// above this below the tolerance.
const HOPELESS: f64 = 0.1;

/// Returns the logarithm of a positive integral. `log_rule(nodes)` computes it with a rule of so many nodes.
///
/// The number of nodes starts at `first` and doubles until the relative change of the integral is below 1e-11.
///
/// # Errors
///
/// [`QuadratureError`] if `last` nodes are not enough, or if a smaller rule already shows that they will not be enough.
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
        if nodes * 2 > last || (nodes * 4 > last && change > HOPELESS) {
            return Err(QuadratureError { nodes, change, tolerance: TOLERANCE });
        }
        coarse = fine;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_doubled_until_they_agree() {
        assert_eq!(refine_until_stable(4, 64, |nodes| if nodes < 16 { 1e-3 * nodes as f64 } else { 1.0 }), Ok(1.0));
        let slow = |nodes: usize| 1.0 / nodes as f64;
        let error = refine_until_stable(4, 64, slow).expect_err("it changes by a sixty-fourth");
        assert_eq!((error.nodes, error.change), (64, 1.0 / 64.0));
    }

    #[test]
    fn the_last_rule_is_spared_where_it_cannot_help() {
        let largest = std::cell::Cell::new(0);
        let rough = |nodes: usize| {
            largest.set(nodes);
            (nodes as f64).ln()
        };
        assert_eq!(refine_until_stable(4, 64, rough).expect_err("it changes by log 2").nodes, 32);
        assert_eq!(largest.get(), 32);
    }
}
