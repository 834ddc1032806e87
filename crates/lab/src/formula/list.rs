//! The list of all formulas.

use std::sync::LazyLock;

use super::{
    Formula, FormulaError, alignment, hidden_markov, hull, in_context, learned, linear, logistic, naive, regression,
    strategy,
};
use crate::catalogue::Catalogue;

/// The library's formulas.
pub static FORMULAS: LazyLock<Catalogue<Formula>> = LazyLock::new(|| {
    let tables = [
        &naive::FORMULAS,
        &hull::FORMULAS,
        &alignment::FORMULAS,
        &strategy::FORMULAS,
        &in_context::FORMULAS,
        &hidden_markov::FORMULAS,
        &learned::FORMULAS,
        &regression::FORMULAS,
        &linear::FORMULAS,
        &logistic::FORMULAS,
    ];
    Catalogue::new(tables.into_iter().flat_map(|table| table.iter().cloned()))
});

/// Returns every formula of the library, in the order in which lists show them.
pub fn all() -> impl Iterator<Item = &'static Formula> {
    FORMULAS.iter()
}

/// Returns the library's formula of this name.
///
/// # Errors
///
/// [`FormulaError::Unknown`] if no formula has this name; it lists the known names.
pub fn by_name(name: &str) -> Result<&'static Formula, FormulaError> {
    Ok(FORMULAS.by_name(name)?)
}
