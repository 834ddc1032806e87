//! A user's own estimator held against the propositions.

use std::fmt;

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use weak_to_strong::assertions::{
    Refuted, Relation, Trial, check_mean as check_mean_of, check_naive_fine_tuning_on_examples,
    check_refinement_on_examples,
};
use weak_to_strong::nalgebra::DVector;
use weak_to_strong::sample::{Composition, ExampleSampler, Examples, LabelLaw};

use super::problem::Problem;
use super::value::{as_bytes, as_numbers};
use super::watch::{Raised, in_callable, refuse_untimely};

/// Python raised an exception, which is kept.
#[derive(Debug)]
struct RaisedException;

impl fmt::Display for RaisedException {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "an exception")
    }
}

impl std::error::Error for RaisedException {}

/// The numbers that Python makes of examples.
fn numbers(function: &Py<PyAny>, examples: &Examples, raised: &Raised) -> Result<DVector<f64>, RaisedException> {
    let found = in_callable(|py| {
        py.check_signals()?;
        let rows = examples.prompts.transpose();
        let arrays = (as_bytes(py, rows.as_slice())?, as_bytes(py, examples.labels.as_slice())?);
        let found = function.bind(py).call1(arrays)?;
        Ok(as_numbers(found.cast::<PyBytes>()?.as_bytes()))
    });
    found.map(DVector::from_vec).map_err(|error| {
        raised.keep(error);
        RaisedException
    })
}

/// Why an estimator was refuted, and whether that is a refutation; `None` if it was not.
type Answer = Option<(String, bool)>;

fn answer(found: Result<(), Refuted>, raised: &Raised) -> PyResult<Answer> {
    raised.take().map_or(Ok(()), Err)?;
    Ok(found.err().map(|refuted| {
        let untested = matches!(refuted, Refuted::Inapplicable(_) | Refuted::Unresolvable { .. } | Refuted::Rate(_));
        (refuted.to_string(), !untested)
    }))
}

/// Proposition 3.2 on an estimator that takes the bytes of X (n × d) and Y (n), and returns those of β̂ (d).
#[pyfunction]
pub fn check_naive_fine_tuning(
    py: Python<'_>,
    problem: &Problem,
    samples: usize,
    estimator: Py<PyAny>,
    trial: (u64, u64, f64),
) -> PyResult<Answer> {
    refuse_untimely()?;
    let (raised, problem) = (Raised::default(), problem.transfer()?);
    let estimate = |examples: &Examples| numbers(&estimator, examples, &raised);
    let found = py.detach(|| check_naive_fine_tuning_on_examples(problem, samples, &trial_of(trial), estimate));
    answer(found, &raised)
}

/// Theorem 4.3 on a posterior that takes the bytes of X (m × d) and Y (m), and returns those of the probabilities of the concepts (K).
#[pyfunction]
pub fn check_refinement(
    py: Python<'_>,
    problem: &Problem,
    batch: usize,
    posterior: Py<PyAny>,
    trial: (u64, u64, f64),
) -> PyResult<Answer> {
    refuse_untimely()?;
    let (raised, problem) = (Raised::default(), problem.transfer()?);
    let probabilities = |examples: &Examples| numbers(&posterior, examples, &raised);
    let found = py.detach(|| check_refinement_on_examples(problem, batch, &trial_of(trial), probabilities));
    answer(found, &raised)
}

/// A bound on the mean of a number that Python makes of the bytes of X (n × d) and Y (n).
#[pyfunction]
pub fn check_mean(
    py: Python<'_>,
    problem: &Problem,
    samples: usize,
    number: Py<PyAny>,
    at_least: bool,
    bound: f64,
    trial: (u64, u64, f64),
) -> PyResult<Answer> {
    refuse_untimely()?;
    let (raised, problem) = (Raised::default(), problem.transfer()?);
    let sampler = ExampleSampler::new(problem.prompts(), LabelLaw::weak(problem));
    let relation = if at_least { Relation::AtLeast } else { Relation::AtMost };
    let found = py.detach(|| {
        let draw = |stream: &mut _| {
            let examples = sampler.draw(samples, Composition::OneConcept, stream);
            numbers(&number, &examples, &raised).map(|numbers| numbers[0])
        };
        check_mean_of(&trial_of(trial), draw, relation, bound)
    });
    answer(found, &raised)
}

fn trial_of((seed, replicates, error_probability): (u64, u64, f64)) -> Trial {
    Trial { seed, replicates, error_probability }
}
