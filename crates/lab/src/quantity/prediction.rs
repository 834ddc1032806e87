//! The squared error of in-context predictors on the source's own law (Theorem A.4).

use std::sync::LazyLock;

use super::linear_prediction::LinearPrediction;
use super::prediction_excess::ExcessError;
use super::prediction_setting::PredictionSetting;
use super::{Draw, Experiment, Made, MadeExperiment, MakeExperiment, Quantity, Undefined};
use crate::inference::{Estimator, Inference, Mean};
use crate::setting::{BATCH, PREDICTOR, RIVAL, Settings};
use crate::unit::Unit;
use weak_to_strong::learn::InContextPredictor;
use weak_to_strong::model::TransferProblem;

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![
        Quantity {
            name: "incontext.error".into(),
            version: 4,
            symbol: "E(f(D, X) − βₖᵀX)²/d".into(),
            meaning: "squared error per dimension of an in-context prediction, on batches of the source's law; ridge takes the noise that the \
                source believes, and concepts that are equally probable share a prediction"
                .into(),
            unit: Unit::PredictionError,
            settings: vec![BATCH, PREDICTOR],
            path: vec![PREDICTOR],
            experiment: MakeExperiment::new::<TransferProblem>(prediction_errors),
        },
        Quantity {
            name: "incontext.excess_over".into(),
            version: 2,
            symbol: "posterior mean − rival".into(),
            meaning: "how far the posterior mean's error exceeds a rival's on the same batches, the rival's counted up to the greatest \
                  error that mistaking a concept can make"
                .into(),
            unit: Unit::PredictionErrorDifference,
            settings: vec![BATCH, RIVAL],
            path: Vec::new(),
            experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| {
                let setting = PredictionSetting::new(problem, &settings[0]);
            Ok(ExcessError { setting, rival: InContextPredictor::named(settings[0].word(&RIVAL)) }.made())
            }),
        },
    ]
});

/// Squared errors of several predictors on the same batches.
struct PredictionErrors {
    setting: PredictionSetting,
    cells: Vec<PredictionCell>,
}

/// How the squared error of a predictor is observed.
enum PredictionCell {
    /// b̂(D) lies in the hull of the concepts. The squared error is observed as a share of the greatest one.
    InHull(InContextPredictor),
    /// b̂(D) is linear in the labels. Label noise and concept are averaged over.
    Linear(LinearPrediction),
    /// The number is known.
    Known(f64),
}

fn prediction_errors(problem: &TransferProblem, path: &[Settings]) -> MadeExperiment {
    let batch = path[0].count(&BATCH);
    let cell = |settings: &Settings| {
        let predictor = InContextPredictor::named(settings.word(&PREDICTOR));
        match LinearPrediction::new(problem, predictor, batch) {
            None => PredictionCell::InHull(predictor),
            Some(linear) => linear.known().map_or(PredictionCell::Linear(linear), PredictionCell::Known),
        }
    };
    let cells = path.iter().map(cell).collect();
    Ok(PredictionErrors { setting: PredictionSetting::new(problem, &path[0]), cells }.made())
}

impl PredictionErrors {
    fn made(self) -> Made {
        let estimators = self.cells.iter().enumerate().map(|(place, cell)| match cell {
            PredictionCell::InHull(_) => Mean::of(place).in_unit_interval().scaled(self.setting.greatest).into(),
            PredictionCell::Linear(linear) => linear.mean(place).into(),
            PredictionCell::Known(value) => Estimator::Exact(*value),
        });
        let inference = Inference::of(estimators.collect::<Vec<Estimator>>());
        Made::new(self, inference)
    }
}

impl Experiment for PredictionErrors {
    fn width(&self) -> usize {
        self.cells.len()
    }

    fn sampler(&self) -> &'static str {
        self.setting.batches.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        let mut batches = self.setting.batches.clone();
        Draw::new(move |stream, observation| {
            let after = self.setting.draw(&mut batches, stream);
            let mut spectrum = None;
            for (place, (observed, cell)) in observation.iter_mut().zip(&self.cells).enumerate() {
                *observed = match cell {
                    PredictionCell::InHull(predictor) => {
                        let share = after.error(*predictor).map_err(|_| Undefined::at(place))? / self.setting.greatest;
                        // A mean of concepts is as far as the farthest, up to rounding.
                        if share > 1.0 && share < 1.0 + 1e-9 { 1.0 } else { share }
                    }
                    PredictionCell::Linear(linear) => {
                        linear.error(spectrum.get_or_insert_with(|| after.moments.gram.clone().symmetric_eigen()))
                    }
                    PredictionCell::Known(_) => 0.0,
                };
            }
            Ok(())
        })
    }
}
