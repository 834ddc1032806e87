//! Formulas.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use weak_to_strong_lab::study::Cell;

use super::measure::cells;
use super::problem::Problem;
use super::registry::Own;
use super::value::Point;
use super::watch::{Raised, refuse_untimely};

/// The value of a formula at each of these points.
#[pyfunction]
pub fn formula(py: Python<'_>, name: &str, problem: &Problem, points: Vec<Point>, own: Own) -> PyResult<Vec<f64>> {
    refuse_untimely()?;
    let registry = own.registry()?;
    let formula = registry.formulas().by_name(name).map_err(|error| PyValueError::new_err(error.to_string()))?;
    let cells = cells(&formula.settings, problem, &points).map_err(|error| PyValueError::new_err(error.to_string()))?;
    let found = py.detach(|| {
        let value = |cell: &Cell| formula.value(&cell.problem, &cell.point);
        cells.iter().map(value).collect::<Result<Vec<f64>, _>>()
    });
    own.raised().iter().find_map(Raised::take).map_or(Ok(()), Err)?;
    found.map_err(|error| PyValueError::new_err(error.to_string()))
}
