//! Searches for counterexamples.

use std::time::{Duration, Instant};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use weak_to_strong_lab::claim::{FalsifyOptions, default_problems, falsify as falsify_claim};
use weak_to_strong_lab::study::Session;
use weak_to_strong_report::falsification_text;

use super::check::{Source, claims_of};
use super::registry::Own;
use super::watch::{Ended, Raised, Told, watched};

/// Searches for a counterexample to one claim. Returns what was found in JSON, and in words.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "the Python side gives them names")]
pub fn falsify(
    py: Python<'_>,
    source: Source,
    seed: u64,
    minutes: Option<f64>,
    problems: Option<u64>,
    command: &str,
    own: Own,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<(String, String)> {
    let registry = own.registry()?;
    let mut claims = py.detach(|| claims_of(&[source], &registry))?;
    let (Some(claim), true) = (claims.pop(), claims.is_empty()) else {
        return Err(PyValueError::new_err("a search is for one claim; name one"));
    };
    own.raised().iter().find_map(Raised::take).map_or(Ok(()), Err)?;
    let work = |session: &Session, told: &Told| {
        let options = FalsifyOptions {
            seed,
            problems: problems.unwrap_or_else(|| default_problems(&claim)),
            deadline: minutes.map(|minutes| Instant::now() + Duration::from_secs_f64(60.0 * minutes.max(0.0))),
            replicates: None,
            interrupt: session.interrupt,
            command,
        };
        falsify_claim(&claim, &options, &|event| told.hear_search(event, minutes.is_some()))
    };
    let Ended { found, stopped } = watched(py, threads, progress.as_ref(), &own.raised(), work)?;
    stopped.map_or(Ok(()), Err)?;
    let found = found.map_err(|error| PyValueError::new_err(error.to_string()))?;
    let json = serde_json::to_string(&found).map_err(|error| PyValueError::new_err(error.to_string()))?;
    Ok((json, falsification_text(&claim, &found)))
}
