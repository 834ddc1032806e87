//! The squared error of fine-tuning on refined labels.

use std::sync::LazyLock;

use super::plain_settings::plain_settings;
use super::scaled::Scaled;
use super::values::least_squares_power;
use super::{MadeSample, MakeSample, Observable, Observed, Values};
use crate::inference::Range;
use crate::quantity::answer::asks_network;
use crate::quantity::refined_fit::{Observed as Observation, RefinedFit};
use crate::quantity::refined_labels::LabelSource;
use crate::quantity::refined_mse::shared_limit_shares;
use crate::quantity::weak_batches::composition;
use crate::quantity::{Made, QuantityError};
use crate::setting::{BATCH, BATCH_CONCEPTS, BATCHES, CONSTRUCTION, LABELS, PENALTY, SOURCE, Settings};
use crate::unit::Unit;
use weak_to_strong::model::TransferProblem;

const OBSERVABLE: &str = "refined.squared_error";

pub(super) static OBSERVABLES: LazyLock<Vec<Observable>> = LazyLock::new(|| {
    vec![Observable {
        name: OBSERVABLE.into(),
        version: 1,
        symbol: "‖β̂_R − β_Q‖²".into(),
        meaning: "squared error of fine-tuning on refined labels".into(),
        unit: Unit::MeanSquaredError,
        settings: vec![BATCH, LABELS, PENALTY, BATCHES, BATCH_CONCEPTS, SOURCE, CONSTRUCTION],
        path: vec![PENALTY],
        sample: "refined labels".into(),
        experiment: MakeSample::new::<TransferProblem>(sample),
    }]
});

fn sample(problem: &TransferProblem, observed: &[Observed]) -> Result<MadeSample, QuantityError> {
    let path = plain_settings(observed);
    if path[0].number(&LABELS).is_infinite() {
        return many_labels(problem, &path);
    }
    let source = LabelSource {
        composition: composition(&path[0]),
        batch: path[0].count(&BATCH),
        shared: path[0].word(&BATCHES) == "shared",
        labels: path[0].count(&LABELS),
    };
    let has_density = problem.prompts().has_density();
    let power = least_squares_power(path[0].number(&LABELS), problem.dim());
    let values = path.iter().map(|settings| {
        let least_squares = has_density && settings.number(&PENALTY) == 0.0;
        if least_squares { Values::SQUARE.without_moments_from(power) } else { Values::SQUARE }
    });
    let values = values.collect();
    let fit = if asks_network(&path[0]) {
        RefinedFit::of_network(OBSERVABLE, problem, &path, source, Observation::Plain)?
    } else {
        RefinedFit::new(problem, &path, source, Observation::Plain)
    };
    let Made { experiment, code, .. } = fit.made();
    Ok(MadeSample { code, ..MadeSample::new(experiment, values) })
}

/// In the limit of many labels, only the posterior after the batch that they share is random.
fn many_labels(problem: &TransferProblem, path: &[Settings]) -> Result<MadeSample, QuantityError> {
    if path[0].word(&BATCHES) != "shared" {
        let reason = "with labels = inf and a batch for every label nothing is random; write a finite number of labels or batches = \"shared\", or \
            compare refined.mse";
        return Err(QuantityError::NotDefined { quantity: OBSERVABLE.into(), reason: reason.to_owned() });
    }
    if asks_network(&path[0]) {
        let reason = "with labels = inf a network would have to answer all prompts behind a batch; write a finite number of labels, or compare refined.mse, \
            which needs a few of its answers";
        return Err(QuantityError::NotDefined { quantity: OBSERVABLE.into(), reason: reason.to_owned() });
    }
    let (shares, factors) = shared_limit_shares(problem, path);
    let values = factors.iter().map(|greatest| Values::ranging(Range::between(0.0, *greatest))).collect();
    Ok(MadeSample::new(Box::new(Scaled { shares, factors }), values))
}
