//! What an in-context learner makes of a prompt of a hidden Markov model.

use std::sync::LazyLock;

use super::{MadeSample, MakeSample, Observable, Observed, Values};
use crate::quantity::hidden_markov::{Judgement, disagrees, is_accurate};
use crate::quantity::{Draw, Experiment, QuantityError};
use crate::setting::{EXAMPLE_LENGTH, EXAMPLES, MOST_EXAMPLES};
use crate::unit::Unit;
use weak_to_strong::learn::DocumentReader;
use weak_to_strong::model::HiddenMarkovProblem;
use weak_to_strong::sample::{HiddenMarkovPrompt, HiddenMarkovSampler};

pub(super) static OBSERVABLES: LazyLock<Vec<Observable>> = LazyLock::new(|| {
    let observable = |name: &'static str, symbol: &'static str, meaning: &'static str| Observable {
        name: name.into(),
        version: 1,
        symbol: symbol.into(),
        meaning: meaning.into(),
        unit: Unit::Probability,
        settings: vec![EXAMPLES, EXAMPLE_LENGTH],
        path: vec![EXAMPLES],
        sample: "a prompt of many examples".into(),
        experiment: MakeSample::new::<HiddenMarkovProblem>(sample),
    };
    vec![
        observable(
            "hmm.misalignment",
            "M",
            "posterior probability of the wrong concepts after the first examples of a prompt",
        ),
        observable(
            "hmm.accuracy",
            "1(ŷ = argmax p(y|x))",
            "1 if the in-context prediction is the most probable output of the query under the prompt's own law, else 0",
        ),
        observable(
            "hmm.disagreement",
            "1(ŷ ≠ ŷ of θ*)",
            "1 if the in-context prediction is not that of a learner who knows the prompt's concept, else 0",
        ),
    ]
});

/// What is observed after some examples.
#[derive(Clone, Copy)]
enum Observation {
    Misalignment,
    Judgement(Judgement),
}

/// Observes several numbers on one prompt. The longest possible prompt is always drawn.
struct Prompts {
    problem: HiddenMarkovProblem,
    example_length: usize,
    /// Each with its number of examples.
    observations: Vec<(Observation, usize)>,
}

fn sample(problem: &HiddenMarkovProblem, observed: &[Observed]) -> Result<MadeSample, QuantityError> {
    let observation = |observed: &Observed| {
        let of = match &*observed.observable.name {
            "hmm.accuracy" => Observation::Judgement(is_accurate),
            "hmm.disagreement" => Observation::Judgement(disagrees),
            _ => Observation::Misalignment,
        };
        (of, observed.settings.count(&EXAMPLES))
    };
    let prompts = Prompts {
        problem: problem.clone(),
        example_length: observed[0].settings.count(&EXAMPLE_LENGTH),
        observations: observed.iter().map(observation).collect(),
    };
    Ok(MadeSample::new(Box::new(prompts), vec![Values::UNIT; observed.len()]))
}

impl Experiment for Prompts {
    fn width(&self) -> usize {
        self.observations.len()
    }

    fn start(&self) -> Draw<'_> {
        let sampler = HiddenMarkovSampler::new(&self.problem, self.example_length);
        let mut prompt = HiddenMarkovPrompt::default();
        let (mut reader, mut with_query) = (DocumentReader::new(&self.problem), DocumentReader::new(&self.problem));
        let (mut prediction, mut law) = (Vec::new(), Vec::new());
        let most = self.observations.iter().map(|(_, examples)| *examples).max().unwrap_or(0);
        Draw::new(move |stream, observation| {
            sampler.draw(&mut prompt, MOST_EXAMPLES, stream);
            reader.restart();
            let mut examples = prompt.examples();
            for count in 0..=most {
                let now = observation.iter_mut().zip(&self.observations).filter(|(_, (_, after))| *after == count);
                for (observed, (of, _)) in now {
                    *observed = match of {
                        Observation::Misalignment => reader.posterior().misalignment(prompt.concept),
                        Observation::Judgement(judgement) => {
                            with_query.copy_from(&reader);
                            with_query.read(&prompt.query);
                            with_query.predict(&mut prediction);
                            f64::from(judgement(&self.problem, &prompt, &with_query, &prediction, &mut law))
                        }
                    };
                }
                examples.next().into_iter().for_each(|example| reader.read_example(example));
            }
            Ok(())
        })
    }
}
