//! `w2s formula`.

use serde::Serialize;
use weak_to_strong_lab::formula;
use weak_to_strong_lab::setting::SettingValue;

use super::arguments::{Common, FormulaArguments};
use super::error::CliError;
use super::output::{print, print_json};
use super::setting::cell;

#[derive(Serialize)]
struct Computed {
    formula: &'static str,
    value: SettingValue,
    unit: &'static str,
}

pub fn formula(arguments: &FormulaArguments, common: &Common) -> Result<u8, CliError> {
    let formula = formula::by_name(&arguments.name)?;
    let cell = cell(&arguments.problem, &formula.settings, common)?;
    let value = formula.value(&cell.problem, &cell.point)?;
    if common.wants_json() {
        print_json(
            common,
            &Computed { formula: &formula.name, value: SettingValue::Number(value), unit: formula.unit.name() },
        )?;
    } else {
        print(&format!("{} = {value}  ({})\n", formula.name, formula.unit.name()))?;
    }
    Ok(0)
}
