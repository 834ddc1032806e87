//! What the learners of the experiments learn from one sample.

use std::sync::LazyLock;

use super::plain_settings::plain_settings;
use super::{MadeSample, MakeSample, Observable, Observed, Values};
use crate::inference::Range;
use crate::quantity::learned::{SETTINGS, Score, score};
use crate::quantity::learner::{Learner, learns_weak_labels};
use crate::quantity::{Draw, Experiment, QuantityError, Undefined};
use crate::setting::{PENALTY, SAMPLER, Settings, WEIGHT};
use crate::unit::Unit;
use weak_to_strong::model::TransferProblem;

pub(super) static OBSERVABLES: LazyLock<Vec<Observable>> = LazyLock::new(|| {
    let observable = |name: &'static str, symbol: &'static str, meaning: &'static str, unit| Observable {
        name: name.into(),
        version: 1,
        symbol: symbol.into(),
        meaning: meaning.into(),
        unit,
        settings: SETTINGS.iter().filter(|setting| **setting != SAMPLER).cloned().collect(),
        path: vec![PENALTY, WEIGHT],
        sample: "what a learner sees".into(),
        experiment: MakeSample::new::<TransferProblem>(sample),
    };
    vec![
        observable("learned.squared_error", "‖β̂ − β_Q‖²", "squared error of a learner", Unit::MeanSquaredError),
        observable("learned.content", "content", "content score of a learner, for persona concepts", Unit::Score),
        observable(
            "learned.style",
            "style",
            "score of a learner in the style of the target, for persona concepts",
            Unit::Score,
        ),
        observable(
            "learned.accuracy",
            "accuracy",
            "probability that a learner predicts the sign of the target's label of a new prompt, for Gaussian prompts",
            Unit::Probability,
        ),
    ]
});

/// Observes scores of the fits of one learner.
struct Scores {
    learner: Learner,
    scores: Vec<(Score, Settings)>,
}

/// The quantity that is the mean of an observable.
fn mean_of(observed: &Observed) -> &'static str {
    match &*observed.observable.name {
        "learned.content" => "learned.content",
        "learned.style" => "learned.style",
        "learned.accuracy" => "learned.accuracy",
        _ => "learned.mse",
    }
}

fn sample(problem: &TransferProblem, observed: &[Observed]) -> Result<MadeSample, QuantityError> {
    let path = plain_settings(observed);
    let learner = Learner::new(problem, &path)?;
    let values = observed.iter().map(|observed| values(problem, observed)).collect();
    let scores = observed.iter().map(|observed| score(mean_of(observed), problem));
    let scores = scores.collect::<Result<Vec<_>, _>>()?.into_iter().zip(path).collect();
    Ok(MadeSample::new(Box::new(Scores { learner, scores }), values))
}

fn values(problem: &TransferProblem, observed: &Observed) -> Values {
    let noise = if learns_weak_labels(&observed.settings) && problem.weak_noise() > 0.0 {
        problem.weak_degrees_of_freedom()
    } else {
        f64::INFINITY
    };
    match mean_of(observed) {
        "learned.accuracy" => Values::UNIT,
        "learned.mse" => Values::SQUARE.without_moments_from(0.5 * noise),
        _ => Values::ranging(Range::UNKNOWN).without_moments_from(noise),
    }
}

impl Experiment for Scores {
    fn width(&self) -> usize {
        self.scores.len()
    }

    fn sampler(&self) -> &'static str {
        self.learner.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        let mut learner = self.learner.clone();
        Draw::new(move |stream, observation| {
            learner.draw(stream);
            for (place, (observed, (score, settings))) in observation.iter_mut().zip(&self.scores).enumerate() {
                *observed = score(&learner.fit(settings).map_err(|_| Undefined::at(place))?);
            }
            Ok(())
        })
    }
}
