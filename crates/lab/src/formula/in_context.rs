//! Formulas about in-context prediction under the source's own law (Proposition A.3, Theorem A.4).

use std::sync::LazyLock;

use super::{Evaluate, Formula};
use crate::assumption::{GAUSSIAN_PROMPTS, NOISE_KNOWN, all_of};
use crate::setting::BATCH;
use crate::unit::Unit;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::theory::{
    misjudged_noise_distance, posterior_mean_error_bound, prediction_error_floor, prior_prediction_error,
};

pub(super) static FORMULAS: LazyLock<Vec<Formula>> = LazyLock::new(|| {
    vec![
        Formula {
            name: "prediction_error_floor".into(),
            version: 1,
            symbol: "floor of all predictors".into(),
            meaning: "lower bound on the error of every in-context predictor under the source's law".into(),
            unit: Unit::PredictionError,
            source: "ours, behind Theorem A.4".into(),
            settings: vec![BATCH],
            needs: all_of([&GAUSSIAN_PROMPTS]),
            evaluate: Evaluate::new::<TransferProblem>(|problem, settings| {
                Ok(prediction_error_floor(problem, settings.count(&BATCH)))
            }),
        },
        Formula {
            name: "prior_prediction_error".into(),
            version: 1,
            symbol: "error of the prior mean".into(),
            meaning: "error of the prior mean under the source's law: the variance of the prior".into(),
            unit: Unit::PredictionError,
            source: "ours, behind Theorem A.4".into(),
            settings: Vec::new(),
            needs: Vec::new(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| Ok(prior_prediction_error(problem))),
        },
        Formula {
            name: "posterior_mean_error_bound".into(),
            version: 1,
            symbol: "bound of the posterior mean".into(),
            meaning: "upper bound on the error of the posterior mean under the source's law".into(),
            unit: Unit::PredictionError,
            source: "ours, behind Theorem A.4".into(),
            settings: vec![BATCH],
            needs: all_of([&GAUSSIAN_PROMPTS, &NOISE_KNOWN]),
            evaluate: Evaluate::new::<TransferProblem>(|problem, settings| {
                Ok(posterior_mean_error_bound(problem, settings.count(&BATCH)))
            }),
        },
        Formula {
            name: "misjudged_noise_distance".into(),
            version: 1,
            symbol: "distance at misjudged noise".into(),
            meaning: "distance from uniform of the predictive transform of a label of a known concept, when the \
                noise is misjudged"
                .into(),
            unit: Unit::DistanceFromUniform,
            source: "ours, the converse of Proposition A.3".into(),
            settings: Vec::new(),
            needs: Vec::new(),
            evaluate: Evaluate::new::<TransferProblem>(|problem, _| {
                Ok(misjudged_noise_distance(problem.noise(), problem.believed_noise()))
            }),
        },
    ]
});
