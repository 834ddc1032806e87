//! What the learners of the experiments learn: content and style of a persona, accuracy, and MSE.

use std::sync::LazyLock;

use nalgebra::DVector;

use super::learned_mse::mse;
use super::learned_score::linear_score;
use super::learner::Learner;
use super::{Draw, Experiment, Made, MadeExperiment, MakeExperiment, Quantity, QuantityError, Undefined};
use crate::inference::{Inference, Range};
use crate::setting::{
    BATCH, LABELS, LEARNER, PENALTY, PREDICTIONS, SAMPLER, SAMPLES, STAGES, Setting, Settings, WEIGHT,
};
use crate::unit::Unit;
use weak_to_strong::model::{Persona, TransferProblem};

const SETTINGS: &[Setting] = &[LEARNER, SAMPLES, BATCH, LABELS, PENALTY, WEIGHT, PREDICTIONS, STAGES, SAMPLER];

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    let quantity = |name: &'static str, symbol: &'static str, meaning: &'static str, unit, experiment| Quantity {
        name: name.into(),
        version: 4,
        symbol: symbol.into(),
        meaning: meaning.into(),
        unit,
        settings: SETTINGS.to_vec(),
        path: vec![PENALTY, WEIGHT],
        experiment,
    };
    vec![
        quantity(
            "learned.content",
            "content",
            "mean content score of a learner, for persona concepts",
            Unit::Score,
            MakeExperiment::new::<TransferProblem>(|problem, path| {
                let persona = persona("learned.content", problem)?;
                let form = axis(problem.dim(), 0) / persona.content;
                if is_plain(path) {
                    return plain(problem, path, Box::new(move |coefficients| persona.content_score(coefficients)));
                }
                linear_score(problem, path, form)
            }),
        ),
        quantity(
            "learned.style",
            "style",
            "mean score of a learner in the style of the target, for persona concepts",
            Unit::Score,
            MakeExperiment::new::<TransferProblem>(|problem, path| {
                let persona = persona("learned.style", problem)?;
                let several = QuantityError::SeveralTargets { quantity: "learned.style".into() };
                let target = problem.target_concept().ok_or(several)?;
                if is_plain(path) {
                    let score = move |coefficients: &DVector<f64>| persona.style_score(coefficients, target);
                    return plain(problem, path, Box::new(score));
                }
                linear_score(problem, path, axis(problem.dim(), target + 1) / persona.style)
            }),
        ),
        quantity(
            "learned.accuracy",
            "accuracy",
            "probability that a learner predicts the sign of the target's label, for Gaussian prompts",
            Unit::Probability,
            MakeExperiment::new::<TransferProblem>(|problem, path| {
                if !problem.prompts().is_gaussian() {
                    return Err(QuantityError::NotGaussian { quantity: "learned.accuracy".into() });
                }
                let problem_of_score = problem.clone();
                // The prompts are Gaussian, so there is an accuracy.
                let accuracy =
                    move |coefficients: &DVector<f64>| problem_of_score.accuracy(coefficients).unwrap_or(f64::NAN);
                let learned = Learned::new(problem, path, Box::new(accuracy))?;
                Ok(Made::new(learned, Inference::unit_means(path.len())))
            }),
        ),
        quantity(
            "learned.mse",
            "E|β̂ − β_Q|²",
            "MSE of a learner",
            Unit::MeanSquaredError,
            MakeExperiment::new::<TransferProblem>(|problem, path| {
                if is_plain(path) {
                    let target = problem.target_mean();
                    let score = move |coefficients: &DVector<f64>| (coefficients - &target).norm_squared();
                    let learned = Learned::new(problem, path, Box::new(score))?;
                    let inference = Inference::means_ranging(path.len(), Range::at_least(0.0));
                    return Ok(Made::new(learned, inference));
                }
                mse(problem, path)
            }),
        ),
    ]
});

/// Whether nothing is integrated out.
fn is_plain(path: &[Settings]) -> bool {
    path[0].word(&SAMPLER) == "plain"
}

fn axis(dim: usize, coordinate: usize) -> DVector<f64> {
    DVector::from_fn(dim, |i, _| f64::from(u8::from(i == coordinate)))
}

/// Computes a number from an estimator.
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

fn plain(problem: &TransferProblem, path: &[Settings], score: Score) -> MadeExperiment {
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
                *value = (self.score)(&learner.fit(settings).map_err(|_| Undefined::at(place))?);
            }
            Ok(())
        })
    }
}
