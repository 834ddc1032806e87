//! The vector instructions of this process: those of the variable `W2S_SIMD` when the package is imported.

use std::sync::OnceLock;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Why the variable could not be heeded.
static FAULT: OnceLock<String> = OnceLock::new();

/// Heeds the variable. An import does not fail, because the program is a part of the package and says itself what is wrong.
pub fn heed() {
    if let Err(error) = w2s::heed_simd() {
        FAULT.get_or_init(|| error.to_string());
    }
}

/// Refuses a call while the variable asks for what cannot be had.
pub fn refuse_unheeded() -> PyResult<()> {
    FAULT.get().map_or(Ok(()), |fault| Err(PyValueError::new_err(format!("{fault}; set it before the import"))))
}
