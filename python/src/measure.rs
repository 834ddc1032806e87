//! Measurements of quantities.

use std::path::PathBuf;

use indexmap::IndexMap;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use weak_to_strong::numeric::Estimate;
use weak_to_strong_lab::claim::Doubt;
use weak_to_strong_lab::setting::Setting;
use weak_to_strong_lab::study::{
    Cell, CellError, Effort, MeasureError, Measured, RunError, Session, Store, measure as measure_cell,
};

use super::problem::Problem;
use super::registry::Own;
use super::value::{Point, as_toml};
use super::watch::{Ended, Told, watched};

/// Mean, standard error, ends of the interval, warrant, doubts, replicates and sampler.
type Row = (f64, f64, f64, f64, String, String, u64, &'static str);

/// How long a measurement goes on: a number of replicates, or a relative standard error.
#[derive(FromPyObject)]
pub enum Until {
    Replicates(u64),
    Precision(f64),
}

/// Measures a quantity at each of these points, with replicates from a store if one is given.
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
    store: Option<PathBuf>,
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
    let store = store.as_deref().map(|folder| py.detach(|| Store::open(folder))).transpose();
    let store = store.map_err(|error| invalid(error.to_string()))?;
    let work = |session: &Session, _: &Told| -> Result<Vec<Measured>, MeasureError> {
        let session = Session { store: store.as_ref(), ..*session };
        cells.iter().map(|cell| measure_cell(quantity, cell, effort, seed, error, &session)).collect()
    };
    let Ended { found, stopped } = watched(py, threads, progress.as_ref(), &own.raised(), work)?;
    if let Some(store) = &store {
        py.detach(|| store.flush()).map_err(|error| invalid(error.to_string()))?;
    }
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
    let (warrant, doubts) =
        (enclosure.warrant().to_string(), enclosure.doubts().map(|doubt| Doubt::from(doubt).words()));
    let (doubts, Estimate { mean, standard_error, replicates, .. }) =
        (doubts.collect::<Vec<_>>().join(", "), *estimate);
    (mean, standard_error, interval.lower, interval.upper, warrant, doubts, replicates, sampler)
}
