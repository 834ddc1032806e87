//! Which formulas are compared, at which settings, and how closely.

use super::drawn::Given;
use crate::formulas::value;
use proptest::prelude::*;
use weak_to_strong::model::TransferProblem;

/// Two roundings of one formula.
///
/// Vectors have entries below 1.5 and noises are above 0.4, so that log φ at θ ≤ 2 loses at most a few hundred ε = 2e-16, and
/// the search for its minimum stops where log φ is flat to 1e-15. A batch of up to 12 multiplies that; quadrature adds 1e-11 per
/// example for the cube and the sphere. Near the end of the interval where φ is finite its condition number reaches 1e3.
pub(super) const RELATIVE: f64 = 1e-8;

/// Formulas of a problem with one target concept, and settings for each.
pub(super) fn settings_of(formula: &str, setting: &Given) -> Vec<(&'static str, f64)> {
    match formula {
        "finite_sample_bound" => vec![("samples", setting.samples)],
        "ridge_risk" => vec![("samples", setting.samples), ("penalty", setting.penalty)],
        "chernoff_bound" | "misalignment_squared_bound" | "misalignment_floor" => vec![("batch", setting.batch)],
        _ => vec![],
    }
}

/// Defined for every isotropic law.
pub(super) const ISOTROPIC_FORMULAS: [&str; 12] = [
    "eps_p2",
    "eps_w2",
    "cross_bias",
    "segment_bound",
    "harmonic_bound",
    "finite_sample_bound",
    "ridge_risk",
    "chernoff_bound",
    "misalignment_exponent",
    "misalignment_squared_bound",
    "misalignment_squared_exponent",
    "misalignment_floor",
];

pub(super) fn assert_same_formulas(
    one: &TransferProblem,
    other: &TransferProblem,
    given: &Given,
) -> Result<(), TestCaseError> {
    for formula in ISOTROPIC_FORMULAS {
        let settings = settings_of(formula, given);
        assert_close(formula, value(formula, other, &settings), value(formula, one, &settings))?;
    }
    Ok(())
}

pub(super) fn assert_close<E: std::fmt::Debug>(
    formula: &str,
    found: Result<f64, E>,
    expected: Result<f64, E>,
) -> Result<(), TestCaseError> {
    match (found, expected) {
        (Ok(found), Ok(expected)) => {
            // A small value may be a difference of numbers of size one: 1e-11 is left for their rounding.
            let allowance = RELATIVE * expected.abs().max(1e-3);
            prop_assert!((found - expected).abs() <= allowance, "{formula}: {found}, not {expected}");
        }
        (found, expected) => prop_assert!(false, "{formula}: {found:?}, not {expected:?}"),
    }
    Ok(())
}

/// Whether the first is at most the second, up to [`RELATIVE`].
pub(super) fn not_above(low: f64, high: f64) -> bool {
    low <= high + RELATIVE * high.abs().max(1e-3)
}
