//! Which vector instructions the user asks for.

use thiserror::Error;
use weak_to_strong::numeric::{SimdLevel, SimdLevelError};

/// The variable of the environment that names them.
const VARIABLE: &str = "W2S_SIMD";

/// Has this process draw with the vector instructions that the variable `W2S_SIMD` names; without it, with the widest of the processor.
///
/// # Errors
///
/// [`SimdError`] if the variable names none that this processor has, or if this process uses others already.
pub fn heed_simd() -> Result<(), SimdError> {
    let Some(text) = std::env::var_os(VARIABLE).filter(|text| !text.is_empty()) else { return Ok(()) };
    let level = text.to_string_lossy().parse::<SimdLevel>();
    level.and_then(SimdLevel::choose).map_err(SimdError)
}

/// The variable `W2S_SIMD` cannot be heeded.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{VARIABLE}: {0}")]
pub struct SimdError(SimdLevelError);
