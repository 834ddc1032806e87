//! What the source makes of a batch of its own law.

use std::sync::LazyLock;

use super::plain_settings::plain_settings;
use super::values::least_squares_power;
use super::{MadeSample, MakeSample, Observable, Observed, Values};
use crate::inference::Range;
use crate::quantity::calibration::Transform;
use crate::quantity::prediction_setting::PredictionSetting;
use crate::quantity::{Draw, Experiment, QuantityError, Undefined};
use crate::setting::{BATCH, PREDICTOR};
use crate::unit::Unit;
use weak_to_strong::learn::InContextPredictor;
use weak_to_strong::model::TransferProblem;

pub(super) static OBSERVABLES: LazyLock<Vec<Observable>> = LazyLock::new(|| {
    let rank = Observable {
        name: "incontext.rank".into(),
        version: 1,
        symbol: "rank".into(),
        meaning: "randomised rank of the concept behind a batch of the source's law under the source's posterior"
            .into(),
        unit: Unit::Probability,
        settings: vec![BATCH],
        path: Vec::new(),
        sample: "a batch of the source's law".into(),
        experiment: MakeSample::new::<TransferProblem>(sample),
    };
    let squared_error = Observable {
        name: "incontext.squared_error".into(),
        symbol: "‖b̂ − βₖ‖²_Σ/d".into(),
        meaning: "squared error per dimension of the in-context prediction after a batch of the source's law, in the mean over the prompt that is \
            predicted"
            .into(),
        unit: Unit::PredictionError,
        settings: vec![BATCH, PREDICTOR],
        path: vec![PREDICTOR],
        ..rank.clone()
    };
    let predictive_transform = Observable {
        name: "incontext.predictive_transform".into(),
        symbol: "F(Y|X, D)".into(),
        meaning: "predictive probability that a new label is at most what it is, after a batch of the source's law"
            .into(),
        ..rank.clone()
    };
    vec![squared_error, rank, predictive_transform]
});

/// What is observed after a batch.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Observation {
    Rank,
    Predictive,
    Error(InContextPredictor),
}

/// Observes several numbers after one batch.
struct AfterBatches {
    problem: TransferProblem,
    setting: PredictionSetting,
    predictive: Transform,
    observations: Vec<Observation>,
}

fn sample(problem: &TransferProblem, observed: &[Observed]) -> Result<MadeSample, QuantityError> {
    let path = plain_settings(observed);
    let observation = |observed: &Observed| match &*observed.observable.name {
        "incontext.rank" => Observation::Rank,
        "incontext.predictive_transform" => Observation::Predictive,
        _ => Observation::Error(InContextPredictor::named(observed.settings.word(&PREDICTOR))),
    };
    let observations: Vec<Observation> = observed.iter().map(observation).collect();
    let has_errors = observations.iter().any(|observation| matches!(observation, Observation::Error(_)));
    let setting = if has_errors {
        PredictionSetting::new(problem, &path[0])
    } else {
        PredictionSetting::of_posterior(problem, &path[0])
    };
    let batch = path[0].number(&BATCH);
    let values = observations.iter().map(|observation| values(problem, &setting, batch, *observation)).collect();
    let predictive = Transform::predictive(problem);
    let after = AfterBatches { problem: problem.clone(), setting, predictive, observations };
    Ok(MadeSample::new(Box::new(after), values))
}

fn values(problem: &TransferProblem, setting: &PredictionSetting, batch: f64, observation: Observation) -> Values {
    match observation {
        Observation::Rank | Observation::Predictive => Values::UNIT,
        Observation::Error(InContextPredictor::LeastSquares) if problem.prompts().has_density() => {
            Values::SQUARE.without_moments_from(least_squares_power(batch, problem.dim()))
        }
        Observation::Error(InContextPredictor::LeastSquares | InContextPredictor::Ridge) => Values::SQUARE,
        Observation::Error(
            InContextPredictor::PosteriorMean | InContextPredictor::MostProbable | InContextPredictor::PriorMean,
        ) => Values::ranging(Range::between(0.0, setting.greatest * (1.0 + 1e-9))),
    }
}

impl Experiment for AfterBatches {
    fn width(&self) -> usize {
        self.observations.len()
    }

    fn sampler(&self) -> &'static str {
        self.setting.batches.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        let mut batches = self.setting.batches.clone();
        Draw::new(move |stream, observation| {
            let after = self.setting.draw(&mut batches, stream);
            let probabilities = after.posterior.probabilities();
            // Both are drawn whatever is observed, so that the batches do not depend on it. A sum of probabilities may exceed 1 by rounding.
            let [rank, predictive] = [&Transform::Rank, &self.predictive].map(|transform| {
                let u = transform.variate(&self.problem, probabilities.as_slice(), after.concept, stream);
                if u > 1.0 && u < 1.0 + 1e-9 { 1.0 } else { u }
            });
            for (place, (observed, of)) in observation.iter_mut().zip(&self.observations).enumerate() {
                *observed = match of {
                    Observation::Rank => rank,
                    Observation::Predictive => predictive,
                    Observation::Error(predictor) => after.error(*predictor).map_err(|_| Undefined::at(place))?,
                };
            }
            Ok(())
        })
    }
}
