//! Squared errors of samples with their labels, for estimators along a path.

use nalgebra::DVector;

use super::fine_tuning::{SquaredError, write_squared_errors};
use super::ridge_path::RidgePathErrors;
use super::{Draw, Experiment, Made, Undefined};
use crate::inference::{Inference, Mean, Range};
use crate::setting::{PENALTY, SAMPLER, SAMPLES, Settings};
use weak_to_strong::learn::FineTuning;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::sample::{Composition, LabelLaw, MomentSampler};

/// Makes the quantity of squared errors.
pub(super) fn plain_errors(
    problem: &TransferProblem,
    labels: &LabelLaw,
    path: &[Settings],
    squared_error: SquaredError,
) -> Made {
    let mean = |(at, settings): (usize, &Settings)| {
        let mean = Mean::of(at).ranging(Range::at_least(0.0));
        if lacks_variance(problem, labels, settings) { mean.without_variance() } else { mean }
    };
    let inference = Inference::of(path.iter().enumerate().map(mean));
    Made { experiment: plain_experiment(problem, labels, path, squared_error), inference, code: None }
}

/// Makes the experiment. It uses kernels if they apply.
pub(super) fn plain_experiment(
    problem: &TransferProblem,
    labels: &LabelLaw,
    path: &[Settings],
    squared_error: SquaredError,
) -> Box<dyn Experiment> {
    let is_ridge = path[0].number_if_given(&PENALTY).is_some();
    match is_ridge.then(|| RidgePathErrors::new(problem, labels, path)).flatten() {
        Some(kernel) => Box::new(kernel),
        None => Box::new(FineTuningError::new(problem, labels.clone(), path, squared_error)),
    }
}

/// Whether |β̂ − β_Q|² has no variance: label noise has no fourth moment, or the inverse of XᵀX no second one.
fn lacks_variance(problem: &TransferProblem, labels: &LabelLaw, settings: &Settings) -> bool {
    if labels.noise.deviation() > 0.0 && !labels.noise.has_fourth_moment() {
        return true;
    }
    let least_squares = settings.number_if_given(&PENALTY) == Some(0.0);
    let near = settings.count(&SAMPLES).abs_diff(problem.dim()) <= 3;
    least_squares && near && problem.prompts().has_density()
}

/// Observes |β̂ − β_Q|² for one sample and a path of estimators.
struct FineTuningError {
    sampler: MomentSampler,
    samples: usize,
    source_mean: DVector<f64>,
    target_mean: DVector<f64>,
    path: Vec<Settings>,
    squared_error: SquaredError,
}

impl FineTuningError {
    fn new(problem: &TransferProblem, labels: LabelLaw, path: &[Settings], squared_error: SquaredError) -> Self {
        let sampler = MomentSampler::new(problem.prompts(), labels);
        Self {
            sampler: if path[0].word(&SAMPLER) == "direct" { sampler.direct() } else { sampler },
            samples: path[0].count(&SAMPLES),
            source_mean: problem.source_mean(),
            target_mean: problem.target_mean(),
            path: path.to_vec(),
            squared_error,
        }
    }
}

impl Experiment for FineTuningError {
    fn width(&self) -> usize {
        self.path.len()
    }

    fn sampler(&self) -> &'static str {
        self.sampler.name()
    }

    fn start(&self) -> Draw<'_> {
        let mut sampler = self.sampler.clone();
        let mut moments = sampler.empty_moments();
        Draw::new(move |stream, observation| {
            sampler.draw(&mut moments, self.samples, Composition::Mixed, stream);
            let fit = FineTuning::new(&moments, &self.source_mean).map_err(|_| Undefined::at(0))?;
            write_squared_errors(observation, &fit, &self.path, self.squared_error, &self.target_mean)
        })
    }
}
