//! Samples of weak labels, and their moments.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyByteArray;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::{ContentKey, Stream, open_stream};
use weak_to_strong::sample::{Composition, ExampleSampler, LabelLaw, MomentSampler};

use super::problem::Problem;
use super::value::as_bytes;
use super::watch::refuse_untimely;

/// Samples of the same seed are the same.
fn stream(seed: u64) -> Stream {
    open_stream(seed, &ContentKey::of("samples in Python"), 0)
}

fn labels(problem: &TransferProblem, who: &str) -> PyResult<LabelLaw> {
    match who {
        "weak" => Ok(LabelLaw::weak(problem)),
        "source" => Ok(LabelLaw::source(problem)),
        "target" => Ok(LabelLaw::target(problem)),
        other => Err(PyValueError::new_err(format!("labels = {other:?}: must be \"weak\", \"source\" or \"target\""))),
    }
}

fn composition(each_its_own: bool) -> Composition {
    if each_its_own { Composition::Mixed } else { Composition::OneConcept }
}

type Arrays<'py, const COUNT: usize> = [Bound<'py, PyByteArray>; COUNT];

/// `size` samples of n labelled prompts: X (size × n × d) and Y (size × n).
#[pyfunction]
pub fn sample<'py>(
    py: Python<'py>,
    problem: &Problem,
    n: usize,
    size: usize,
    seed: u64,
    who: &str,
    mixed: bool,
) -> PyResult<Arrays<'py, 2>> {
    refuse_untimely()?;
    let problem = problem.transfer()?;
    let sampler = ExampleSampler::new(problem.prompts(), labels(problem, who)?);
    let dim = problem.dim();
    let (prompts, labels) = py.detach(|| {
        let (mut prompts, mut labels) = (vec![0.0; size * n * dim], vec![0.0; size * n]);
        let mut stream = stream(seed);
        for i in 0..size {
            let (prompts, labels) = (&mut prompts[i * n * dim..(i + 1) * n * dim], &mut labels[i * n..(i + 1) * n]);
            sampler.fill(prompts, labels, composition(mixed), &mut stream);
        }
        (prompts, labels)
    });
    Ok([as_bytes(py, &prompts)?, as_bytes(py, &labels)?])
}

/// The moments of `size` samples of n labelled prompts: XᵀX (size × d × d), XᵀY (size × d) and YᵀY (size).
#[pyfunction]
pub fn moments<'py>(
    py: Python<'py>,
    problem: &Problem,
    n: usize,
    size: usize,
    seed: u64,
    who: &str,
    mixed: bool,
) -> PyResult<Arrays<'py, 3>> {
    refuse_untimely()?;
    let problem = problem.transfer()?;
    let mut sampler = MomentSampler::new(problem.prompts(), labels(problem, who)?);
    let (gram, cross, squares) = py.detach(|| {
        let mut moments = sampler.empty_moments();
        let (mut gram, mut cross, mut squares) = (Vec::new(), Vec::new(), Vec::new());
        let mut stream = stream(seed);
        for _ in 0..size {
            sampler.draw(&mut moments, n, composition(mixed), &mut stream);
            gram.extend_from_slice(moments.gram.as_slice());
            cross.extend_from_slice(moments.cross.as_slice());
            squares.push(moments.label_square);
        }
        (gram, cross, squares)
    });
    Ok([as_bytes(py, &gram)?, as_bytes(py, &cross)?, as_bytes(py, &squares)?])
}
