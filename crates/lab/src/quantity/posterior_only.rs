//! Quantities that only a posterior over concepts has.

use super::QuantityError;
use super::answer::asks_network;
use crate::setting::{SOURCE, Settings};

/// Refuses a network as source. `instead` says what can be measured of it.
///
/// # Errors
///
/// [`QuantityError::NotDefined`] unless the source is the posterior.
pub(super) fn require_posterior(
    quantity: &'static str,
    settings: &Settings,
    instead: &'static str,
) -> Result<(), QuantityError> {
    if !asks_network(settings) {
        return Ok(());
    }
    let reason = format!(
        "source = {} is a network, which answers prompts and has no posterior over concepts; write source = posterior, or {instead}",
        settings.word(&SOURCE)
    );
    Err(QuantityError::NotDefined { quantity: quantity.into(), reason })
}
