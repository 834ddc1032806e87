//! Quantities and formulas that a user writes in Python.

use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::Stream;
use weak_to_strong::sample::{Composition, ExampleSampler, LabelLaw, MomentSampler, SampleMoments};
use weak_to_strong_lab::family::FamilyFunction;
use weak_to_strong_lab::formula::{Formula, FormulaError};
use weak_to_strong_lab::inference::{Inference, Range};
use weak_to_strong_lab::quantity::{Draw, Experiment, Made, Quantity, QuantityError, Undefined};
use weak_to_strong_lab::setting::{BATCH, SAMPLES, Setting, SettingValue, Settings, setting};
use weak_to_strong_lab::study::BLOCK;
use weak_to_strong_lab::unit::Unit;

use super::problem::Problem;
use super::value::{as_bytes, as_numbers};
use super::watch::{Raised, in_callable};

/// The library's settings of these names.
fn settings_named(names: &[String]) -> PyResult<Vec<Setting>> {
    let unknown = |name: &String| {
        PyValueError::new_err(format!(
            "there is no setting {name}; w2s list settings names them, and docs/language.md says what they mean"
        ))
    };
    names.iter().map(|name| setting(name).cloned().ok_or_else(|| unknown(name))).collect()
}

/// The settings as a dict of Python.
fn as_dict<'py>(py: Python<'py>, settings: &Settings) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (name, value) in settings.iter() {
        match value {
            SettingValue::Number(number) => dict.set_item(name, number)?,
            SettingValue::Word(word) => dict.set_item(name, word)?,
        }
    }
    Ok(dict)
}

/// A function of Python, with the exception that it raised.
struct Callable {
    function: Py<PyAny>,
    raised: Raised,
}

impl Callable {
    /// What Python makes of it; `None` if it raised an exception, which is kept.
    fn call<T>(&self, work: impl FnOnce(Python<'_>, &Bound<'_, PyAny>) -> PyResult<T>) -> Option<T> {
        in_callable(|py| work(py, self.function.bind(py))).map_err(|error| self.raised.keep(error)).ok()
    }
}

/// A number of each sample that a function of Python computes, and whose mean is measured.
#[pyclass(frozen, module = "w2s._core")]
pub struct OwnQuantity {
    pub(super) quantity: Quantity,
    pub(super) raised: Raised,
}

#[pymethods]
impl OwnQuantity {
    /// `function` takes a problem, the settings, and a group of samples as bytes: XᵀX, XᵀY and YᵀY of each, or X and Y if `examples`. It returns the bytes
    /// of one number for each sample. `code` is a digest of the function, if a store is to keep its replicates.
    #[new]
    #[expect(clippy::too_many_arguments, reason = "the Python side gives them names")]
    fn new(
        name: String,
        version: u32,
        meaning: String,
        settings: Vec<String>,
        range: Option<(f64, f64)>,
        examples: bool,
        function: Py<PyAny>,
        code: Option<String>,
    ) -> PyResult<Self> {
        let settings = settings_named(&settings)?;
        let size = [SAMPLES, BATCH].into_iter().find(|size| settings.contains(size)).ok_or_else(|| {
            PyValueError::new_err(format!(
                "settings of {name}: give \"samples\" or \"batch\", the number of labels of a sample"
            ))
        })?;
        let range = range.map_or(Range::UNKNOWN, |(least, greatest)| Range::between(least, greatest));
        let raised = Raised::default();
        let callable = Arc::new(Callable { function, raised: raised.clone() });
        let own_name = name.clone();
        let make = move |problem: &TransferProblem, path: &[Settings]| {
            let settings = &path[0];
            let failed =
                || QuantityError::NotDefined { quantity: own_name.clone().into(), reason: "an exception".to_owned() };
            let experiment = OwnExperiment::new(problem, settings, settings.count(&size), examples, callable.clone());
            let experiment = experiment.ok_or_else(failed)?;
            Ok(Made::new(experiment, Inference::means_ranging(1, range)).of_code(code.clone()))
        };
        let quantity = Quantity {
            symbol: name.clone().into(),
            name: name.into(),
            version,
            meaning: meaning.into(),
            unit: Unit::Number,
            settings,
            path: Vec::new(),
            experiment: FamilyFunction::new::<TransferProblem>(make),
        };
        Ok(Self { quantity, raised })
    }
}

/// Draws groups of samples of the weak supervisor's labels, and asks Python for a number of each.
struct OwnExperiment {
    callable: Arc<Callable>,
    problem: Py<Problem>,
    settings: Py<PyDict>,
    samples: usize,
    drawn: Drawn,
}

/// What is drawn.
enum Drawn {
    Moments(MomentSampler),
    Examples(ExampleSampler),
}

impl OwnExperiment {
    fn new(
        problem: &TransferProblem,
        settings: &Settings,
        samples: usize,
        examples: bool,
        callable: Arc<Callable>,
    ) -> Option<Self> {
        let labels = LabelLaw::weak(problem);
        let drawn = if examples {
            Drawn::Examples(ExampleSampler::new(problem.prompts(), labels))
        } else {
            Drawn::Moments(MomentSampler::new(problem.prompts(), labels))
        };
        let of_python =
            |py: Python<'_>| Ok((Py::new(py, Problem::of_transfer(problem)?)?, as_dict(py, settings)?.unbind()));
        let (problem, settings) = callable.call(|py, _| of_python(py))?;
        Some(Self { callable, problem, settings, samples, drawn })
    }

    /// The numbers of a group of samples with these arrays; `None` if Python raised an exception.
    fn numbers(&self, count: usize, arrays: &[&[f64]]) -> Option<Vec<f64>> {
        self.callable.call(|py, function| {
            let arrays = arrays.iter().map(|array| as_bytes(py, array)).collect::<PyResult<Vec<_>>>()?;
            let found = function.call1((&self.problem, &self.settings, count, self.samples, arrays))?;
            Ok(as_numbers(found.cast::<PyBytes>()?.as_bytes()))
        })
    }

    fn group_of_moments(
        &self,
        sampler: &mut MomentSampler,
        moments: &mut SampleMoments,
        stream: &mut Stream,
    ) -> Option<Vec<f64>> {
        let (mut grams, mut crosses, mut squares) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..GROUP {
            sampler.draw(moments, self.samples, Composition::OneConcept, stream);
            grams.extend_from_slice(moments.gram.as_slice());
            crosses.extend_from_slice(moments.cross.as_slice());
            squares.push(moments.label_square);
        }
        self.numbers(GROUP, &[&grams, &crosses, &squares])
    }

    fn group_of_examples(&self, sampler: &ExampleSampler, stream: &mut Stream) -> Option<Vec<f64>> {
        let (mut prompts, mut labels) =
            (vec![0.0; GROUP * self.samples * sampler.dim()], vec![0.0; GROUP * self.samples]);
        let of_one = prompts
            .chunks_exact_mut((self.samples * sampler.dim()).max(1))
            .zip(labels.chunks_exact_mut(self.samples.max(1)));
        of_one.for_each(|(prompts, labels)| {
            sampler.fill(prompts, labels, Composition::OneConcept, stream);
        });
        self.numbers(GROUP, &[&prompts, &labels])
    }
}

/// The samples of a group: a block.
const GROUP: usize = BLOCK as usize;

impl Experiment for OwnExperiment {
    fn width(&self) -> usize {
        1
    }

    fn start(&self) -> Draw<'_> {
        let mut sampler = match &self.drawn {
            Drawn::Moments(sampler) => Some(sampler.clone()),
            Drawn::Examples(_) => None,
        };
        let mut moments = sampler.as_ref().map(MomentSampler::empty_moments);
        Draw::in_groups(GROUP, move |stream, observations| {
            let found = match (&self.drawn, &mut sampler, &mut moments) {
                (Drawn::Examples(sampler), _, _) => self.group_of_examples(sampler, stream),
                (Drawn::Moments(_), Some(sampler), Some(moments)) => self.group_of_moments(sampler, moments, stream),
                (Drawn::Moments(_), _, _) => None,
            };
            let found = found.filter(|numbers| numbers.len() == observations.len());
            observations.copy_from_slice(&found.ok_or(Undefined { replicate: 0, coordinate: 0 })?);
            Ok(())
        })
    }
}

/// A number that a function of Python computes from a problem and settings.
#[pyclass(frozen, module = "w2s._core")]
pub struct OwnFormula {
    pub(super) formula: Formula,
    pub(super) raised: Raised,
}

#[pymethods]
impl OwnFormula {
    /// `function` takes a problem and the settings, and returns a number.
    #[new]
    fn new(
        name: String,
        version: u32,
        meaning: String,
        source: String,
        settings: Vec<String>,
        function: Py<PyAny>,
    ) -> PyResult<Self> {
        let raised = Raised::default();
        let callable = Callable { function, raised: raised.clone() };
        let own_name = name.clone();
        let evaluate = move |problem: &TransferProblem, settings: &Settings| {
            let value = callable.call(|py, function| {
                let problem = Py::new(py, Problem::of_transfer(problem)?)?;
                function.call1((problem, as_dict(py, settings)?))?.extract::<f64>()
            });
            let reason = || FormulaError::NoValue {
                formula: own_name.clone().into(),
                reason: "it raised an exception".to_owned(),
            };
            value.ok_or_else(reason)
        };
        let formula = Formula {
            symbol: name.clone().into(),
            name: name.into(),
            version,
            meaning: meaning.into(),
            unit: Unit::Number,
            source: source.into(),
            settings: settings_named(&settings)?,
            needs: Vec::new(),
            evaluate: FamilyFunction::new::<TransferProblem>(evaluate),
        };
        Ok(Self { formula, raised })
    }
}
