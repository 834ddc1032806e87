//! What the learners of the experiments learn: content and style of a persona, accuracy, and MSE.

use std::sync::LazyLock;

use nalgebra::DVector;

use super::learner::Learner;
use super::{Draw, Experiment, Made, MadeExperiment, MakeExperiment, Quantity, QuantityError, Undefined};
use crate::inference::Inference;
use crate::setting::{BATCH, LABELS, LEARNER, PENALTY, PREDICTIONS, SAMPLES, STAGES, Setting, Settings, WEIGHT};
use crate::unit::Unit;
use weak_to_strong::model::{Persona, TransferProblem};

const SETTINGS: &[Setting] = &[LEARNER, SAMPLES, BATCH, LABELS, PENALTY, WEIGHT, PREDICTIONS, STAGES];

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![
        Quantity {
            name: "learned.content".into(),
            version: 3,
            symbol: "content".into(),
            meaning: "mean content score of a learner, for persona concepts".into(),
            unit: Unit::Score,
            settings: SETTINGS.to_vec(),
            path: vec![PENALTY, WEIGHT],
            experiment: MakeExperiment::new::<TransferProblem>(|problem, path| {
                let persona = persona("learned.content", problem)?;
                learned(problem, path, Box::new(move |coefficients| Some(persona.content_score(coefficients))))
            }),
        },
        Quantity {
            name: "learned.style".into(),
            version: 3,
            symbol: "style".into(),
            meaning: "mean score of a learner in the style of the target, for persona concepts".into(),
            unit: Unit::Score,
            settings: SETTINGS.to_vec(),
            path: vec![PENALTY, WEIGHT],
            experiment: MakeExperiment::new::<TransferProblem>(|problem, path| {
                let persona = persona("learned.style", problem)?;
                let several = QuantityError::SeveralTargets { quantity: "learned.style".into() };
                let target = problem.target_concept().ok_or(several)?;
                learned(problem, path, Box::new(move |coefficients| Some(persona.style_score(coefficients, target))))
            }),
        },
        Quantity {
            name: "learned.accuracy".into(),
            version: 3,
            symbol: "accuracy".into(),
            meaning: "probability that a learner predicts the sign of the target's label, for Gaussian prompts".into(),
            unit: Unit::Probability,
            settings: SETTINGS.to_vec(),
            path: vec![PENALTY, WEIGHT],
            experiment: MakeExperiment::new::<TransferProblem>(|problem, path| {
                if !problem.prompts().is_gaussian() {
                    return Err(QuantityError::NotGaussian { quantity: "learned.accuracy".into() });
                }
                let problem_of_score = problem.clone();
                let accuracy = move |coefficients: &DVector<f64>| problem_of_score.accuracy(coefficients);
                let learned = Learned::new(problem, path, Box::new(accuracy))?;
                Ok(Made::new(learned, Inference::unit_means(path.len())))
            }),
        },
        Quantity {
            name: "learned.mse".into(),
            version: 3,
            symbol: "E|β̂ − β_Q|²".into(),
            meaning: "MSE of a learner".into(),
            unit: Unit::MeanSquaredError,
            settings: SETTINGS.to_vec(),
            path: vec![PENALTY, WEIGHT],
            experiment: MakeExperiment::new::<TransferProblem>(|problem, path| {
                let target = problem.target_mean();
                learned(problem, path, Box::new(move |coefficients| Some((coefficients - &target).norm_squared())))
            }),
        },
    ]
});

/// Computes a number from an estimator. Returns `None` if the estimator has no such number.
type Score = Box<dyn Fn(&DVector<f64>) -> Option<f64> + Send + Sync>;

/// The score of a learner, for one sample and a path of penalties and weights.
struct Learned {
    learner: Learner,
    path: Vec<Settings>,
    score: Score,
}

impl Learned {
    fn new(problem: &TransferProblem, path: &[Settings], score: Score) -> Result<Self, QuantityError> {
        Ok(Self { learner: Learner::new(problem, path)?, path: path.to_vec(), score })
    }
}

fn learned(problem: &TransferProblem, path: &[Settings], score: Score) -> MadeExperiment {
    Ok(Made::of_means(Learned::new(problem, path, score)?))
}

fn persona(quantity: &'static str, problem: &TransferProblem) -> Result<Persona, QuantityError> {
    problem.persona().ok_or(QuantityError::NoPersonas { quantity: quantity.into() })
}

impl Experiment for Learned {
    fn width(&self) -> usize {
        self.path.len()
    }

    fn sampler(&self) -> &'static str {
        self.learner.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        let mut learner = self.learner.clone();
        Draw::new(move |stream, observation| {
            learner.draw(stream);
            for (place, (value, settings)) in observation.iter_mut().zip(&self.path).enumerate() {
                let score = learner.fit(settings).ok().and_then(|coefficients| (self.score)(&coefficients));
                *value = score.ok_or(Undefined::at(place))?;
            }
            Ok(())
        })
    }
}
