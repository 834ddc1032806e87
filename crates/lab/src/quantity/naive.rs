//! The MSE of source, weak supervisor and fine-tuning.

use std::sync::LazyLock;

use nalgebra::DVector;

use super::fine_tuning::{SquaredError, oracle_penalties, ridge_error, write_squared_errors};
use super::finite_variance::require_finite_variance;
use super::ridge_path::RidgePathErrors;
use super::{Draw, Experiment, Made, MakeExperiment, Quantity, Undefined};
use crate::setting::{EXTRAPOLATION, ORACLE_SHARE, PENALTY, SAMPLER, SAMPLES, STEP, STEPS, Settings};
use crate::unit::Unit;
use weak_to_strong::learn::{FineTuning, FitError};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::sample::{Composition, LabelLaw, MomentSampler};

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![
        Quantity {
            name: "source.mse".into(),
            version: 1,
            symbol: "E|β_P − β_Q|²".into(),
            meaning: "MSE of the unaltered source; exact".into(),
            unit: Unit::MeanSquaredError,
            settings: Vec::new(),
            path: Vec::new(),
            experiment: MakeExperiment::new::<TransferProblem>(|problem, _| {
                Ok(Made::exact(problem.squared_biases().source))
            }),
        },
        Quantity {
            name: "weak.mse".into(),
            version: 1,
            symbol: "E|β_Q′ − β_Q|²".into(),
            meaning: "MSE of the weak supervisor; exact".into(),
            unit: Unit::MeanSquaredError,
            settings: Vec::new(),
            path: Vec::new(),
            experiment: MakeExperiment::new::<TransferProblem>(|problem, _| {
                Ok(Made::exact(problem.squared_biases().weak))
            }),
        },
        Quantity {
            name: "naive.mse".into(),
            version: 1,
            symbol: "E|β̂ − β_Q|²".into(),
            meaning: "MSE of naive fine-tuning on weak labels".into(),
            unit: Unit::MeanSquaredError,
            settings: vec![SAMPLES, PENALTY, EXTRAPOLATION, ORACLE_SHARE, SAMPLER],
            path: vec![PENALTY, EXTRAPOLATION, ORACLE_SHARE],
            experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| {
                require_finite_variance(problem, &SAMPLES, settings)?;
                Ok(ridge_errors(problem, LabelLaw::weak(problem), settings, naive_error))
            }),
        },
        Quantity {
            name: "descent.mse".into(),
            version: 1,
            symbol: "E|β̂ − β_Q|²".into(),
            meaning: "MSE of gradient descent on weak labels, from the source, stopped early".into(),
            unit: Unit::MeanSquaredError,
            settings: vec![SAMPLES, STEP, STEPS, SAMPLER],
            path: vec![STEP, STEPS],
            experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| {
                Ok(Made::of_means(FineTuningError::new(problem, LabelLaw::weak(problem), settings, descent_error)))
            }),
        },
        Quantity {
            name: "oracle.mse".into(),
            version: 1,
            symbol: "E|β̂ − β_Q|²".into(),
            meaning: "MSE of fine-tuning on true target labels".into(),
            unit: Unit::MeanSquaredError,
            settings: vec![SAMPLES, PENALTY, SAMPLER],
            path: vec![PENALTY],
            experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| {
                require_finite_variance(problem, &SAMPLES, settings)?;
                Ok(ridge_errors(problem, LabelLaw::target(problem), settings, ridge_error))
            }),
        },
    ]
});

/// Makes the experiment. It uses kernels if they apply.
fn ridge_errors(problem: &TransferProblem, labels: LabelLaw, path: &[Settings], squared_error: SquaredError) -> Made {
    match RidgePathErrors::new(problem, &labels, path) {
        Some(kernel) => Made::of_means(kernel),
        None => Made::of_means(FineTuningError::new(problem, labels, path, squared_error)),
    }
}

fn descent_error(fit: &FineTuning, settings: &Settings, target: &DVector<f64>) -> Result<f64, FitError> {
    Ok((fit.descent(settings.number(&STEP), settings.count(&STEPS))? - target).norm_squared())
}

/// Returns |β̂ − β_Q|² with extrapolation. For a share of the samples, the penalty is the best one for the sample.
fn naive_error(fit: &FineTuning, settings: &Settings, target: &DVector<f64>) -> Result<f64, FitError> {
    let extrapolation = settings.number(&EXTRAPOLATION);
    let error = |penalty: f64| Ok((fit.extrapolated_ridge(penalty, extrapolation)? - target).norm_squared());
    let blind: f64 = error(settings.number(&PENALTY))?;
    let share = settings.number(&ORACLE_SHARE);
    if share == 0.0 {
        return Ok(blind);
    }
    let mut best = blind;
    for penalty in oracle_penalties() {
        best = best.min(error(penalty)?);
    }
    Ok((1.0 - share) * blind + share * best)
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

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{dmatrix, dvector};

    use crate::setting::SettingValue;
    use weak_to_strong::sample::SampleMoments;

    /// Source 0, least squares 3, target 1: no penalty leaves 4, and the penalty x²·2 = 8 would hit the target.
    #[test]
    fn an_oracle_takes_the_best_penalty_of_each_sample() {
        let moments = SampleMoments { count: 1, gram: dmatrix![4.0], cross: dvector![12.0], label_square: 36.0 };
        let fit = FineTuning::new(&moments, &dvector![0.0]).expect("a sample");
        let error = |oracle_share: f64| {
            let given = [("samples", 1.0), ("penalty", 0.0), ("oracle_share", oracle_share)];
            let given = given.map(|(name, value)| (name.to_owned(), SettingValue::Number(value))).into_iter().collect();
            let settings =
                Settings::select(&[SAMPLES, PENALTY, EXTRAPOLATION, ORACLE_SHARE], &given).expect("settings");
            naive_error(&fit, &settings, &dvector![1.0]).expect("an error")
        };
        assert_eq!(error(0.0), 4.0);
        // Penalties lie a factor 1.33 apart, so one within 15 % of 8 is there: |3/(1 + η/4) − 1| < 0.1.
        assert!(error(1.0) < 0.01);
        assert!((error(0.5) - 0.5 * (4.0 + error(1.0))).abs() < 1e-15);
    }
}
