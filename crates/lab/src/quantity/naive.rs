//! The MSE of source, weak supervisor and fine-tuning.

use std::sync::LazyLock;

use nalgebra::DVector;

use super::expected::expected_errors;
use super::fine_tuning::{SquaredError, oracle_penalties, ridge_error};
use super::plain_errors::plain_errors;
use super::{Made, MakeExperiment, Quantity};
use crate::setting::{EXTRAPOLATION, ORACLE_SHARE, PENALTY, SAMPLER, SAMPLES, STEP, STEPS, Settings};
use crate::unit::Unit;
use weak_to_strong::learn::{FineTuning, FitError};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::sample::LabelLaw;

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![
        Quantity {
            name: "source.mse".into(),
            version: 1,
            symbol: "E‖β_P − β_Q‖²".into(),
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
            symbol: "E‖β_Q′ − β_Q‖²".into(),
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
            version: 2,
            symbol: "E‖β̂ − β_Q‖²".into(),
            meaning: "MSE of naive fine-tuning on weak labels".into(),
            unit: Unit::MeanSquaredError,
            settings: vec![SAMPLES, PENALTY, EXTRAPOLATION, ORACLE_SHARE, SAMPLER],
            path: vec![PENALTY, EXTRAPOLATION, ORACLE_SHARE],
            experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| {
                Ok(squared_errors(problem, LabelLaw::weak(problem), settings, weak_error))
            }),
        },
        Quantity {
            name: "descent.mse".into(),
            version: 2,
            symbol: "E‖β̂ − β_Q‖²".into(),
            meaning: "MSE of gradient descent on weak labels, from the source, stopped early".into(),
            unit: Unit::MeanSquaredError,
            settings: vec![SAMPLES, STEP, STEPS, SAMPLER],
            path: vec![STEP, STEPS],
            experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| {
                Ok(squared_errors(problem, LabelLaw::weak(problem), settings, weak_error))
            }),
        },
        Quantity {
            name: "oracle.mse".into(),
            version: 2,
            symbol: "E‖β̂ − β_Q‖²".into(),
            meaning: "MSE of fine-tuning on true target labels".into(),
            unit: Unit::MeanSquaredError,
            settings: vec![SAMPLES, PENALTY, SAMPLER],
            path: vec![PENALTY],
            experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| {
                Ok(squared_errors(problem, LabelLaw::target(problem), settings, ridge_error))
            }),
        },
    ]
});

/// Quantities of learners that see the same weak labels. Their experiment takes the settings of all of them in one path.
pub(super) const OF_WEAK_LABELS: [&str; 2] = ["naive.mse", "descent.mse"];

/// The squared errors of samples with their labels, if the sampler is to be plain; else what they are expected to be given the prompts.
fn squared_errors(problem: &TransferProblem, labels: LabelLaw, path: &[Settings], squared_error: SquaredError) -> Made {
    if path[0].word(&SAMPLER) == "plain" {
        plain_errors(problem, &labels, path, squared_error)
    } else {
        expected_errors(problem, &labels, path, squared_error)
    }
}

/// Returns |β̂ − β_Q|² of ridge regression, or of descent where the settings have no penalty.
fn weak_error(fit: &FineTuning, settings: &Settings, target: &DVector<f64>) -> Result<f64, FitError> {
    if settings.number_if_given(&PENALTY).is_some() {
        naive_error(fit, settings, target)
    } else {
        descent_error(fit, settings, target)
    }
}

pub(super) fn descent_error(fit: &FineTuning, settings: &Settings, target: &DVector<f64>) -> Result<f64, FitError> {
    Ok((fit.descent(settings.number(&STEP), settings.count(&STEPS))? - target).norm_squared())
}

/// Returns |β̂ − β_Q|² with extrapolation. For a share of the samples, the penalty is the best one for the sample.
pub(super) fn naive_error(fit: &FineTuning, settings: &Settings, target: &DVector<f64>) -> Result<f64, FitError> {
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
