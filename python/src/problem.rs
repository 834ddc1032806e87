//! Problems.

use pyo3::exceptions::{PyAttributeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyByteArray;
use weak_to_strong::model::TransferProblem;
use weak_to_strong_lab::family::{AsProblem, Described, OfFamily};
use weak_to_strong_lab::study::{Limits, problem_from_table};

use super::value::as_bytes;

/// A problem of any family. It is immutable.
#[pyclass(frozen, module = "w2s._core")]
pub struct Problem {
    pub(super) table: toml::Table,
    pub(super) described: Described,
}

impl Problem {
    /// The problem of a `[problem]` table.
    pub(super) fn of(table: toml::Table) -> PyResult<Self> {
        let described = problem_from_table(&table, &Limits::default());
        let described = described.map_err(|fault| PyValueError::new_err(fault.to_string()))?;
        Ok(Self { table, described })
    }

    /// The problem with its description.
    pub(super) fn of_transfer(problem: &TransferProblem) -> PyResult<Self> {
        let table = toml::Table::try_from(problem.description());
        Self::of(table.map_err(|error| PyValueError::new_err(error.to_string()))?)
    }

    /// The problem, if it is of the family of the paper's sections 2 to 4.
    pub(super) fn transfer(&self) -> PyResult<&TransferProblem> {
        let other = || {
            let family = self.described.problem.family().name;
            PyAttributeError::new_err(format!(
                "{family} has no source, target and weak supervisor; make a transfer problem"
            ))
        };
        TransferProblem::of(&self.described.problem).ok_or_else(other)
    }
}

#[pymethods]
impl Problem {
    /// Reads and checks a description in JSON.
    #[new]
    fn new(json: &str) -> PyResult<Self> {
        let table = serde_json::from_str(json).map_err(|error| PyValueError::new_err(error.to_string()))?;
        Self::of(table)
    }

    /// The problem of a text in TOML: a claim file, or the keys of its `[problem]`.
    #[staticmethod]
    fn from_toml(text: &str) -> PyResult<Self> {
        let file: toml::Table =
            text.parse().map_err(|error: toml::de::Error| PyValueError::new_err(error.to_string()))?;
        match file.get("problem") {
            Some(toml::Value::Table(problem)) => Self::of(problem.clone()),
            Some(_) | None => Self::of(file),
        }
    }

    /// The description as the `[problem]` table of a claim file.
    fn to_toml(&self) -> PyResult<String> {
        self.described.spec.to_toml().map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// The description in JSON; that of equal problems is the same.
    fn to_json(&self) -> PyResult<String> {
        serde_json::to_string(&self.described.spec).map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// d.
    fn dim(&self) -> PyResult<usize> {
        Ok(self.transfer()?.dim())
    }

    /// K.
    fn concept_count(&self) -> PyResult<usize> {
        Ok(self.transfer()?.concept_count())
    }

    /// Numbers of the problem by name; concepts one after the other.
    fn numbers<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyByteArray>> {
        let problem = self.transfer()?;
        let vector = match name {
            "source_mean" => problem.source_mean(),
            "target_mean" => problem.target_mean(),
            "weak_mean" => problem.weak_mean(),
            "source_prior" => problem.source_prior().probabilities().clone(),
            "target_prior" => problem.target_prior().probabilities().clone(),
            "concepts" => return as_bytes(py, problem.concepts().as_slice()),
            "weak_concepts" => return as_bytes(py, problem.weak_concepts().as_slice()),
            other => return Err(PyAttributeError::new_err(format!("a problem has no {other}"))),
        };
        as_bytes(py, vector.as_slice())
    }

    /// ε_P², ε_Q′² and the product of the biases of source and weak supervisor.
    fn biases(&self) -> PyResult<(f64, f64, f64)> {
        let biases = self.transfer()?.squared_biases();
        Ok((biases.source, biases.weak, biases.cross))
    }
}
