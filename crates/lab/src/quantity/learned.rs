//! What the learners of the experiments learn: content and style of a persona, accuracy, and MSE.

use std::sync::LazyLock;

use nalgebra::DVector;

use super::learned_mse::mse;
use super::learned_score::linear_score;
use super::learner::{Learner, learns_weak_labels};
use super::{Draw, Experiment, Made, MadeExperiment, MakeExperiment, Quantity, QuantityError, Undefined};
use crate::inference::{Inference, Mean, Range};
use crate::setting::{
    BATCH, LABELS, LEARNER, PENALTY, PREDICTIONS, SAMPLER, SAMPLES, STAGES, Setting, Settings, WEIGHT,
};
use crate::unit::Unit;
use weak_to_strong::model::{Persona, TransferProblem};
use weak_to_strong::sample::LabelLaw;

pub(super) const SETTINGS: &[Setting] =
    &[LEARNER, SAMPLES, BATCH, LABELS, PENALTY, WEIGHT, PREDICTIONS, STAGES, SAMPLER];

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
                if is_plain(path) {
                    return plain(problem, path, score("learned.content", problem)?);
                }
                linear_score(problem, path, axis(problem.dim(), 0) / persona("learned.content", problem)?.content)
            }),
        ),
        quantity(
            "learned.style",
            "style",
            "mean score of a learner in the style of the target, for persona concepts",
            Unit::Score,
            MakeExperiment::new::<TransferProblem>(|problem, path| {
                if is_plain(path) {
                    return plain(problem, path, score("learned.style", problem)?);
                }
                let persona = persona("learned.style", problem)?;
                let several = QuantityError::SeveralTargets { quantity: "learned.style".into() };
                let target = problem.target_concept().ok_or(several)?;
                linear_score(problem, path, axis(problem.dim(), target + 1) / persona.style)
            }),
        ),
        quantity(
            "learned.accuracy",
            "accuracy",
            "probability that a learner predicts the sign of the target's label, for Gaussian prompts",
            Unit::Probability,
            MakeExperiment::new::<TransferProblem>(|problem, path| {
                let learned = Learned::new(problem, path, score("learned.accuracy", problem)?)?;
                Ok(Made::new(learned, Inference::unit_means(path.len())))
            }),
        ),
        quantity(
            "learned.mse",
            "E‖β̂ − β_Q‖²",
            "MSE of a learner",
            Unit::MeanSquaredError,
            MakeExperiment::new::<TransferProblem>(|problem, path| {
                if is_plain(path) {
                    let learned = Learned::new(problem, path, score("learned.mse", problem)?)?;
                    let has_variance =
                        !learns_weak_labels(&path[0]) || LabelLaw::weak(problem).noise.has_fourth_moment();
                    let mean = |place| {
                        let mean = Mean::of(place).ranging(Range::at_least(0.0));
                        if has_variance { mean } else { mean.without_variance() }
                    };
                    return Ok(Made::new(learned, Inference::of((0..path.len()).map(mean))));
                }
                mse(problem, path)
            }),
        ),
    ]
});

/// Returns the number that is computed from an estimator for the quantity of this name; that of `learned.mse` is the squared error.
///
/// # Errors
///
/// [`QuantityError`] if it is not defined on the problem.
pub(super) fn score(name: &'static str, problem: &TransferProblem) -> Result<Score, QuantityError> {
    Ok(match name {
        "learned.content" => {
            let persona = persona(name, problem)?;
            Box::new(move |coefficients| persona.content_score(coefficients))
        }
        "learned.style" => {
            let persona = persona(name, problem)?;
            let target = problem.target_concept().ok_or(QuantityError::SeveralTargets { quantity: name.into() })?;
            Box::new(move |coefficients| persona.style_score(coefficients, target))
        }
        "learned.accuracy" => {
            if !problem.prompts().is_gaussian() {
                return Err(QuantityError::NotGaussian { quantity: name.into() });
            }
            let problem = problem.clone();
            // The prompts are Gaussian, so there is an accuracy.
            Box::new(move |coefficients| problem.accuracy(coefficients).unwrap_or(f64::NAN))
        }
        _ => {
            let target = problem.target_mean();
            Box::new(move |coefficients| (coefficients - &target).norm_squared())
        }
    })
}

/// Whether nothing is integrated out.
fn is_plain(path: &[Settings]) -> bool {
    path[0].word(&SAMPLER) == "plain"
}

fn axis(dim: usize, coordinate: usize) -> DVector<f64> {
    DVector::from_fn(dim, |i, _| f64::from(u8::from(i == coordinate)))
}

/// Computes a number from an estimator.
pub(super) type Score = Box<dyn Fn(&DVector<f64>) -> f64 + Send + Sync>;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity;
    use crate::setting::SettingValue;
    use weak_to_strong::evidence::TailDoubt;
    use weak_to_strong::model::{ConceptSpec, ProblemSpec, WeakSpec};

    /// A plain squared error has no variance if label noise has no fourth moment: for learners of weak labels only.
    #[test]
    fn plain_errors_of_heavy_tailed_labels_are_doubted() {
        let doubt = |learner: &str, degrees_of_freedom: f64| {
            let weak = WeakSpec { degrees_of_freedom: Some(degrees_of_freedom), ..WeakSpec::biased(0.8, 0.0, 0.5) };
            let problem = ProblemSpec::new(3, ConceptSpec::Orthonormal(2)).weak(weak).build().expect("a problem");
            let words = [("learner", learner), ("sampler", "plain")];
            let words = words.map(|(name, word)| (name.to_owned(), SettingValue::Word(word.to_owned())));
            let numbers = [("samples", 20.0), ("batch", 2.0), ("labels", 20.0), ("penalty", 0.5)];
            let numbers = numbers.map(|(name, number)| (name.to_owned(), SettingValue::Number(number)));
            let given = words.into_iter().chain(numbers).collect();
            let quantity = quantity::by_name("learned.mse").expect("known");
            let settings = Settings::select(&quantity.settings, &given).expect("settings");
            let Made { experiment, inference } = quantity.experiment(&problem, &[settings]).expect("an experiment");
            let mut moments = inference.empty_moments(experiment.width());
            (0..2000).for_each(|i| moments.push(&[f64::from(i % 7)]));
            inference.enclosures(&moments, 0.01)[0].upper.doubt
        };
        assert_eq!(doubt("naive", 3.0), Some(TailDoubt::NoVariance));
        assert_eq!((doubt("naive", 5.0), doubt("refined", 3.0)), (None, None));
    }
}
