//! The program.

use std::ffi::OsString;

use pyo3::prelude::*;

/// Runs the program `w2s` with these arguments, the first of which is its name, and returns the exit status.
#[pyfunction]
pub fn run_program(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| w2s::run_program(arguments))
}
