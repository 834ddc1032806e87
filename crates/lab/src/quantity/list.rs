//! The list of all quantities.

use std::sync::LazyLock;

use super::{
    Quantity, QuantityError, answer, bias, bilevel, calibration, deconvolved, excess_over_naive, hidden_markov, hull,
    learned, linear, misalignment, naive, prediction, refined, refined_mse, regression, strategy, tangent_cone,
};
use crate::catalogue::Catalogue;

/// The library's quantities.
pub static QUANTITIES: LazyLock<Catalogue<Quantity>> = LazyLock::new(|| {
    let tables = [
        &naive::QUANTITIES,
        &bias::QUANTITIES,
        &hull::QUANTITIES,
        &tangent_cone::QUANTITIES,
        &misalignment::QUANTITIES,
        &refined::QUANTITIES,
        &refined_mse::QUANTITIES,
        &deconvolved::QUANTITIES,
        &strategy::QUANTITIES,
        &calibration::QUANTITIES,
        &prediction::QUANTITIES,
        &answer::QUANTITIES,
        &hidden_markov::QUANTITIES,
        &learned::QUANTITIES,
        &excess_over_naive::QUANTITIES,
        &regression::QUANTITIES,
        &linear::QUANTITIES,
        &bilevel::QUANTITIES,
    ];
    Catalogue::new(tables.into_iter().flat_map(|table| table.iter().cloned()))
});

/// Returns every quantity of the library, in the order in which lists show them.
pub fn all() -> impl Iterator<Item = &'static Quantity> {
    QUANTITIES.iter()
}

/// Returns the library's quantity of this name.
///
/// # Errors
///
/// [`QuantityError::Unknown`] if no quantity has this name; it lists the known names.
pub fn by_name(name: &str) -> Result<&'static Quantity, QuantityError> {
    Ok(QUANTITIES.by_name(name)?)
}
