//! Checks that are dealt to several processes.

use std::path::PathBuf;

use pyo3::exceptions::{PyOSError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use weak_to_strong_lab::claim::{Campaign, CheckOptions, ClaimError, Registry, Shard, ShardPlan};
use weak_to_strong_lab::study::{Admitted, Session, Store};

use super::check::{Source, claims_of};
use super::watch::{Ended, Told, watched};

/// Replicates one shard of a check, and keeps it in a store.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "the Python side gives them names")]
pub fn run_shard(
    py: Python<'_>,
    sources: Vec<Source>,
    number: u32,
    count: u32,
    seed: u64,
    error: f64,
    store: PathBuf,
    threads: Option<usize>,
) -> PyResult<()> {
    let claims = py.detach(|| claims_of(&sources, &Registry::built_in()))?;
    let options = CheckOptions { seed, error_probability: error, ..CheckOptions::default() };
    let work = |session: &Session, _: &Told| -> Result<(), ClaimError> {
        let store = Store::open(&store)?;
        let campaign = Campaign::new(&claims, &options)?;
        let bundles = campaign.bundles();
        let (plan, shard) = (ShardPlan::in_turn(&claims, &options, &bundles, count), Shard { number, count });
        store.mark(&plan.mark(shard, false))?;
        let session = Session { store: Some(&store), ..*session };
        campaign.restricted_to(&plan.bundles_of(shard, &bundles)).run(&session)?;
        session.flush()?;
        Ok(store.mark(&plan.mark(shard, true))?)
    };
    let Ended { found, stopped } = watched(py, threads, None, &[], work)?;
    stopped.map_or(Ok(()), Err)?;
    found.map_err(|error| PyValueError::new_err(error.to_string()))
}

/// Joins stores of shards. What is missing, damaged or of another check is an error.
#[pyfunction]
pub fn merge(py: Python<'_>, into: PathBuf, stores: Vec<PathBuf>) -> PyResult<()> {
    let merged = py.detach(|| Store::open_mixed(&into).and_then(|into| into.take_in(&stores, Admitted::default())));
    let merged = merged.map_err(|error| PyOSError::new_err(error.to_string()))?;
    if merged.faults.is_empty() { Ok(()) } else { Err(PyRuntimeError::new_err(merged.faults.join("; "))) }
}
