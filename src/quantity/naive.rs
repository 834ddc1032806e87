//! The MSE of source, weak supervisor and fine-tuning.

use nalgebra::DVector;

use super::registry::require_finite_variance;
use super::{Experiment, Quantity, Replicate};
use crate::learn::{FineTuning, FitError};
use crate::model::{PENALTY, SAMPLES, STEP, STEPS, Settings, TransferProblem, Unit};
use crate::sample::{Composition, LabelLaw, MomentSampler};

pub(super) const QUANTITIES: &[Quantity] = &[
    Quantity {
        name: "source.mse",
        symbol: "E|β_P − β_Q|²",
        meaning: "MSE of the unaltered source; exact",
        unit: Unit::MeanSquaredError,
        settings: &[],
        path: &[],
        experiment: |problem, _| Ok(Box::new(Known(problem.squared_biases().source))),
    },
    Quantity {
        name: "weak.mse",
        symbol: "E|β_Q′ − β_Q|²",
        meaning: "MSE of the weak supervisor; exact",
        unit: Unit::MeanSquaredError,
        settings: &[],
        path: &[],
        experiment: |problem, _| Ok(Box::new(Known(problem.squared_biases().weak))),
    },
    Quantity {
        name: "naive.mse",
        symbol: "E|β̂ − β_Q|²",
        meaning: "MSE of naive fine-tuning on weak labels",
        unit: Unit::MeanSquaredError,
        settings: &[SAMPLES, PENALTY],
        path: &[PENALTY],
        experiment: |problem, settings| {
            require_finite_variance(problem, &SAMPLES, settings)?;
            Ok(Box::new(FineTuningError::new(problem, LabelLaw::weak(problem), settings, ridge)))
        },
    },
    Quantity {
        name: "descent.mse",
        symbol: "E|β̂ − β_Q|²",
        meaning: "MSE of gradient descent on weak labels, from the source, stopped early",
        unit: Unit::MeanSquaredError,
        settings: &[SAMPLES, STEP, STEPS],
        path: &[STEP, STEPS],
        experiment: |problem, settings| {
            Ok(Box::new(FineTuningError::new(problem, LabelLaw::weak(problem), settings, descent)))
        },
    },
    Quantity {
        name: "oracle.mse",
        symbol: "E|β̂ − β_Q|²",
        meaning: "MSE of fine-tuning on true target labels",
        unit: Unit::MeanSquaredError,
        settings: &[SAMPLES, PENALTY],
        path: &[PENALTY],
        experiment: |problem, settings| {
            require_finite_variance(problem, &SAMPLES, settings)?;
            Ok(Box::new(FineTuningError::new(problem, LabelLaw::target(problem), settings, ridge)))
        },
    },
];

/// Reads an estimator off a factorised sample.
pub(super) type Estimator = fn(&FineTuning, &Settings) -> Result<DVector<f64>, FitError>;

pub(super) fn ridge(fit: &FineTuning, settings: &Settings) -> Result<DVector<f64>, FitError> {
    fit.ridge(settings.number(&PENALTY))
}

fn descent(fit: &FineTuning, settings: &Settings) -> Result<DVector<f64>, FitError> {
    fit.descent(settings.number(&STEP), settings.count(&STEPS))
}

/// Writes |β̂ − β_Q|² for every estimator along a path. What a learner refuses becomes NaN, which the runner reports with cell and
/// replicate.
pub(super) fn write_squared_errors(
    observation: &mut [f64],
    fit: &Result<FineTuning, FitError>,
    path: &[Settings],
    estimator: Estimator,
    target_mean: &DVector<f64>,
) {
    for (error, settings) in observation.iter_mut().zip(path) {
        let estimate = fit.as_ref().ok().and_then(|fit| estimator(fit, settings).ok());
        *error = estimate.map_or(f64::NAN, |estimate| (estimate - target_mean).norm_squared());
    }
}

/// |β̂ − β_Q|² for one sample and a path of estimators.
struct FineTuningError {
    sampler: MomentSampler,
    samples: usize,
    source_mean: DVector<f64>,
    target_mean: DVector<f64>,
    path: Vec<Settings>,
    estimator: Estimator,
}

impl FineTuningError {
    fn new(problem: &TransferProblem, labels: LabelLaw, path: &[Settings], estimator: Estimator) -> Self {
        Self {
            sampler: MomentSampler::new(problem.prompts(), labels),
            samples: path[0].count(&SAMPLES),
            source_mean: problem.source_mean(),
            target_mean: problem.target_mean(),
            path: path.to_vec(),
            estimator,
        }
    }
}

impl Experiment for FineTuningError {
    fn width(&self) -> usize {
        self.path.len()
    }

    fn replicate(&self) -> Replicate<'_> {
        let mut sampler = self.sampler.clone();
        let mut moments = sampler.empty_moments();
        Box::new(move |stream, observation| {
            sampler.draw(&mut moments, self.samples, Composition::Mixed, stream);
            let fit = FineTuning::new(&moments, &self.source_mean);
            write_squared_errors(observation, &fit, &self.path, self.estimator, &self.target_mean);
        })
    }
}

/// A number that needs no simulation.
struct Known(f64);

impl Experiment for Known {
    fn width(&self) -> usize {
        1
    }

    fn replicate(&self) -> Replicate<'_> {
        Box::new(|_, observation| observation[0] = self.0)
    }
}
