//! `w2s formula`.

use indexmap::IndexMap;
use serde::Serialize;
use weak_to_strong_lab::formula;
use weak_to_strong_lab::setting::{SettingValue, Settings};

use super::arguments::{Common, FormulaArguments};
use super::error::CliError;
use super::output::print_json;
use super::setting::cell;
use super::terminal::print_wrapped;

#[derive(Serialize)]
struct Computed {
    formula: &'static str,
    value: SettingValue,
    unit: &'static str,
    /// All settings that it takes, those at their defaults too.
    settings: IndexMap<String, SettingValue>,
}

pub fn formula(arguments: &FormulaArguments, common: &Common) -> Result<u8, CliError> {
    let formula = formula::by_name(&arguments.name)?;
    let cell = cell(&arguments.problem, &formula.settings, common)?;
    let value = formula.value(&cell.problem, &cell.point)?;
    let taken = Settings::select(&formula.settings, &cell.point)?;
    let settings: IndexMap<String, SettingValue> =
        taken.iter().map(|(name, value)| (name.to_string(), value.clone())).collect();
    if common.wants_json() {
        let value = SettingValue::Number(value);
        print_json(common, &Computed { formula: &formula.name, value, unit: formula.unit.name(), settings })?;
    } else {
        let said: String = settings.iter().map(|(name, value)| format!("; {name}={value}")).collect();
        print_wrapped(&format!("{} = {value}  ({}{said})\n", formula.name, formula.unit.name()))?;
    }
    Ok(0)
}
