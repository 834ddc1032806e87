//! What the learners of the experiments learn: content and style of a persona, accuracy, MSE.

use nalgebra::DVector;

use super::MakeExperiment::Transfer;
use super::learner::Learner;
use super::{Draw, Experiment, Quantity, QuantityError, Undefined};
use crate::inference::Inference;
use crate::setting::{BATCH, LABELS, LEARNER, PENALTY, PREDICTIONS, SAMPLES, STAGES, Setting, Settings, WEIGHT};
use crate::unit::Unit;
use weak_to_strong::model::{Persona, TransferProblem};

const SETTINGS: &[Setting] = &[LEARNER, SAMPLES, BATCH, LABELS, PENALTY, WEIGHT, PREDICTIONS, STAGES];

pub(super) const QUANTITIES: &[Quantity] = &[
    Quantity {
        name: "learned.content",
        version: 3,
        symbol: "content",
        meaning: "mean content score of a learner, for persona concepts",
        unit: Unit::Score,
        settings: SETTINGS,
        path: &[PENALTY, WEIGHT],
        experiment: Transfer(|problem, path| {
            let persona = persona("learned.content", problem)?;
            learned(problem, path, Box::new(move |coefficients| persona.content_score(coefficients)))
        }),
    },
    Quantity {
        name: "learned.style",
        version: 3,
        symbol: "style",
        meaning: "mean score of a learner in the style of the target, for persona concepts",
        unit: Unit::Score,
        settings: SETTINGS,
        path: &[PENALTY, WEIGHT],
        experiment: Transfer(|problem, path| {
            let persona = persona("learned.style", problem)?;
            let several = QuantityError::SeveralTargets { quantity: "learned.style" };
            let target = problem.target_concept().ok_or(several)?;
            learned(problem, path, Box::new(move |coefficients| persona.style_score(coefficients, target)))
        }),
    },
    Quantity {
        name: "learned.accuracy",
        version: 3,
        symbol: "accuracy",
        meaning: "probability that a learner predicts the sign of the target's label, for Gaussian prompts",
        unit: Unit::Probability,
        settings: SETTINGS,
        path: &[PENALTY, WEIGHT],
        experiment: Transfer(|problem, path| {
            if !problem.prompts().is_gaussian() {
                return Err(QuantityError::NotGaussian { quantity: "learned.accuracy" });
            }
            let problem_of_score = problem.clone();
            let accuracy =
                move |coefficients: &DVector<f64>| problem_of_score.accuracy(coefficients).unwrap_or(f64::NAN);
            Ok(Box::new(Accuracy(Learned::new(problem, path, Box::new(accuracy))?)))
        }),
    },
    Quantity {
        name: "learned.mse",
        version: 3,
        symbol: "E|β̂ − β_Q|²",
        meaning: "MSE of a learner",
        unit: Unit::MeanSquaredError,
        settings: SETTINGS,
        path: &[PENALTY, WEIGHT],
        experiment: Transfer(|problem, path| {
            let target = problem.target_mean();
            learned(problem, path, Box::new(move |coefficients| (coefficients - &target).norm_squared()))
        }),
    },
];

/// A number that is read off an estimator.
type Score = Box<dyn Fn(&DVector<f64>) -> f64 + Send + Sync>;

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

fn learned(problem: &TransferProblem, path: &[Settings], score: Score) -> Result<Box<dyn Experiment>, QuantityError> {
    Ok(Box::new(Learned::new(problem, path, score)?))
}

fn persona(quantity: &'static str, problem: &TransferProblem) -> Result<Persona, QuantityError> {
    problem.persona().ok_or(QuantityError::NoPersonas { quantity })
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
                *value = (self.score)(&learner.fit(settings).map_err(|_| Undefined::at(place))?);
            }
            Ok(())
        })
    }
}

/// A score in [0, 1].
struct Accuracy(Learned);

impl Experiment for Accuracy {
    fn width(&self) -> usize {
        self.0.width()
    }

    fn sampler(&self) -> &'static str {
        self.0.sampler()
    }

    fn start(&self) -> Draw<'_> {
        self.0.start()
    }

    fn inference(&self) -> Inference {
        Inference::unit_means(self.width())
    }
}
