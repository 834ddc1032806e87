//! The squared error of fine-tuning on refined labels.

use std::sync::LazyLock;

use super::plain_settings::plain_settings;
use super::values::least_squares_power;
use super::{MadeSample, MakeSample, Observable, Observed, Values};
use crate::quantity::QuantityError;
use crate::quantity::refined_fit::{Observed as Observation, RefinedFit};
use crate::quantity::refined_labels::LabelSource;
use crate::quantity::weak_batches::composition;
use crate::setting::{BATCH, BATCH_CONCEPTS, BATCHES, LABELS, PENALTY};
use crate::unit::Unit;
use weak_to_strong::model::TransferProblem;

pub(super) static OBSERVABLES: LazyLock<Vec<Observable>> = LazyLock::new(|| {
    vec![Observable {
        name: "refined.squared_error".into(),
        version: 1,
        symbol: "|β̂ − β_Q|²".into(),
        meaning: "squared error of fine-tuning on finitely many refined labels".into(),
        unit: Unit::MeanSquaredError,
        settings: vec![BATCH, LABELS, PENALTY, BATCHES, BATCH_CONCEPTS],
        path: vec![PENALTY],
        sample: "refined labels",
        experiment: MakeSample::new::<TransferProblem>(sample),
    }]
});

fn sample(problem: &TransferProblem, observed: &[Observed]) -> Result<MadeSample, QuantityError> {
    let path = plain_settings(observed);
    if path[0].number(&LABELS).is_infinite() {
        return Err(QuantityError::InfinitelyManyLabels);
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
    let experiment = RefinedFit::new(problem, &path, source, Observation::Plain).made().experiment;
    Ok(MadeSample { experiment, values })
}
