//! Reading formulas by name, for the tests that compare them.

use indexmap::IndexMap;
use weak_to_strong::model::TransferProblem;
use weak_to_strong_lab::formula::{self, FormulaError};
use weak_to_strong_lab::setting::SettingValue;

/// The value of the formula `name` at these settings.
pub fn value(name: &str, problem: &TransferProblem, settings: &[(&str, f64)]) -> Result<f64, FormulaError> {
    let given: IndexMap<String, SettingValue> =
        settings.iter().map(|(name, value)| ((*name).to_owned(), SettingValue::Number(*value))).collect();
    formula::by_name(name)?.value(problem, &given)
}
