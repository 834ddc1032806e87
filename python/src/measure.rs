//! Measurements of quantities.

use indexmap::IndexMap;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use weak_to_strong_lab::setting::Setting;
use weak_to_strong_lab::study::{
    Cell, CellError, Effort, MeasureError, Measured, RunError, Session, measure as measure_cell,
};

use super::problem::Problem;
use super::registry::Own;
use super::value::{Point, as_toml};
use super::watch::{Ended, watched};

/// Mean, standard error, ends of the interval, warrant, replicates and sampler.
type Row = (f64, f64, f64, f64, String, u64, &'static str);

/// How long a measurement goes on: a number of replicates, or a relative standard error.
#[derive(FromPyObject)]
pub enum Until {
    Replicates(u64),
    Precision(f64),
}

/// Measures a quantity at each of these points.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "the Python side gives them names")]
pub fn measure(
    py: Python<'_>,
    name: &str,
    problem: &Problem,
    points: Vec<Point>,
    until: Until,
    seed: u64,
    error: f64,
    own: Own,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Vec<Row>> {
    let registry = own.registry()?;
    let invalid = |error: String| PyValueError::new_err(error);
    let quantity = registry.quantities().by_name(name).map_err(|error| invalid(error.to_string()))?;
    let cells = cells(&quantity.settings, problem, &points).map_err(|error| invalid(error.to_string()))?;
    let effort = match until {
        Until::Replicates(replicates) => Effort::Replicates(replicates),
        Until::Precision(precision) => Effort::Precision(precision),
    };
    let work = |session: &Session| -> Result<Vec<Measured>, MeasureError> {
        cells.iter().map(|cell| measure_cell(quantity, cell, effort, seed, error, session)).collect()
    };
    let Ended { found, stopped } = watched(py, threads, progress.as_ref(), &own.raised(), work)?;
    stopped.map_or(Ok(()), Err)?;
    Ok(found.map_err(|error| invalid(described(name, &error)))?.iter().map(row).collect())
}

/// The problem with the values of each point, which are of these settings or keys of the problem.
pub fn cells(settings: &[Setting], problem: &Problem, points: &[Point]) -> Result<Vec<Cell>, CellError> {
    let names: Vec<&str> = settings.iter().map(|setting| &*setting.name).collect();
    let cell = |point: &Point| -> Result<Cell, CellError> {
        let point: IndexMap<String, toml::Value> = as_toml(point);
        Cell::new(&problem.table, &point, &names)
    };
    points.iter().map(cell).collect()
}

/// What went wrong; of the quantity there is one job only.
fn described(name: &str, error: &MeasureError) -> String {
    if let MeasureError::Run(RunError::BadObservation(bad)) = error {
        return format!("{name} {} in replicate {}; change it, the problem or the settings", bad.fault, bad.replicate);
    }
    error.to_string()
}

fn row(measured: &Measured) -> Row {
    let Measured { estimate, enclosure, sampler, .. } = measured;
    let interval = enclosure.interval();
    let warrant = enclosure.warrant().to_string();
    (estimate.mean, estimate.standard_error, interval.lower, interval.upper, warrant, estimate.replicates, sampler)
}
