//! Reading formulas by name, for the tests that compare them.

use super::quantities::given;
use weak_to_strong::model::TransferProblem;
use weak_to_strong_lab::formula::{self, FormulaError};

/// The value of the formula `name` at these settings.
pub fn value(name: &str, problem: &TransferProblem, settings: &[(&str, f64)]) -> Result<f64, FormulaError> {
    formula::by_name(name)?.value(problem, &given(settings, &[]))
}
