//! Formulas about in-context prediction under the source's own law (Proposition A.3, Theorem A.4).

use super::Evaluate::Transfer;
use super::Formula;
use crate::assumption::Assumption;
use crate::setting::BATCH;
use crate::unit::Unit;
use weak_to_strong::theory::{
    misjudged_noise_distance, posterior_mean_error_bound, prediction_error_floor, prior_prediction_error,
};

pub(super) const FORMULAS: &[Formula] = &[
    Formula {
        name: "prediction_error_floor",
        version: 1,
        symbol: "floor of all predictors",
        meaning: "lower bound on the error of every in-context predictor under the source's law",
        unit: Unit::PredictionError,
        source: "ours, behind Theorem A.4",
        settings: &[BATCH],
        needs: &[Assumption::GaussianPrompts],
        evaluate: Transfer(|problem, settings| Ok(prediction_error_floor(problem, settings.count(&BATCH)))),
    },
    Formula {
        name: "prior_prediction_error",
        version: 1,
        symbol: "error of the prior mean",
        meaning: "error of the prior mean under the source's law: the variance of the prior",
        unit: Unit::PredictionError,
        source: "ours, behind Theorem A.4",
        settings: &[],
        needs: &[],
        evaluate: Transfer(|problem, _| Ok(prior_prediction_error(problem))),
    },
    Formula {
        name: "posterior_mean_error_bound",
        version: 1,
        symbol: "bound of the posterior mean",
        meaning: "upper bound on the error of the posterior mean under the source's law",
        unit: Unit::PredictionError,
        source: "ours, behind Theorem A.4",
        settings: &[BATCH],
        needs: &[Assumption::GaussianPrompts, Assumption::NoiseKnown],
        evaluate: Transfer(|problem, settings| Ok(posterior_mean_error_bound(problem, settings.count(&BATCH)))),
    },
    Formula {
        name: "misjudged_noise_distance",
        version: 1,
        symbol: "distance at misjudged noise",
        meaning: "distance from uniform of the predictive transform of a label of a known concept, when the noise is misjudged",
        unit: Unit::DistanceFromUniform,
        source: "ours, the converse of Proposition A.3",
        settings: &[],
        needs: &[],
        evaluate: Transfer(|problem, _| Ok(misjudged_noise_distance(problem.noise(), problem.believed_noise()))),
    },
];
