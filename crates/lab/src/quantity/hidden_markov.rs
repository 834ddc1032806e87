//! In-context learning in a mixture of hidden Markov models (Lemma B.2).

use std::sync::LazyLock;

use super::{Draw, Experiment, Made, MakeExperiment, Quantity};
use crate::inference::Inference;
use crate::setting::{EXAMPLE_LENGTH, EXAMPLES, MOST_EXAMPLES, Settings};
use crate::unit::Unit;
use weak_to_strong::learn::{DocumentReader, agrees, prompt_prediction};
use weak_to_strong::model::HiddenMarkovProblem;
use weak_to_strong::sample::{HiddenMarkovPrompt, HiddenMarkovSampler};

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![
        Quantity {
            name: "hmm.accuracy".into(),
            version: 1,
            symbol: "P(ŷ = argmax p(y|x))".into(),
            meaning: "probability that the in-context prediction is the most probable output of the query under the \
                prompt's own law"
                .into(),
            unit: Unit::Probability,
            settings: vec![EXAMPLES, EXAMPLE_LENGTH],
            path: vec![EXAMPLES],
            experiment: MakeExperiment::new::<HiddenMarkovProblem>(|problem, path| {
                Ok(Predictions::made(problem, path, is_accurate))
            }),
        },
        Quantity {
            name: "hmm.disagreement".into(),
            version: 1,
            symbol: "P(ŷ ≠ ŷ of θ*)".into(),
            meaning: "probability that the in-context prediction is not that of a learner who knows the prompt's \
                concept"
                .into(),
            unit: Unit::Probability,
            settings: vec![EXAMPLES, EXAMPLE_LENGTH],
            path: vec![EXAMPLES],
            experiment: MakeExperiment::new::<HiddenMarkovProblem>(|problem, path| {
                Ok(Predictions::made(problem, path, disagrees))
            }),
        },
        Quantity {
            name: "hmm.misalignment".into(),
            version: 1,
            symbol: "E M".into(),
            meaning: "mean posterior probability of the wrong concepts after the examples of a prompt".into(),
            unit: Unit::Probability,
            settings: vec![EXAMPLES, EXAMPLE_LENGTH],
            path: Vec::new(),
            experiment: MakeExperiment::new::<HiddenMarkovProblem>(|problem, path| {
                let misalignment = Misalignment {
                    problem: problem.clone(),
                    examples: path[0].count(&EXAMPLES),
                    example_length: path[0].count(&EXAMPLE_LENGTH),
                };
                Ok(Made::new(misalignment, Inference::unit_means(1)))
            }),
        },
    ]
});

/// Whether a learner's prediction has some property. The arguments are the problem, the prompt, what the learner has read, its law of the next token,
/// and a buffer for another such law.
pub(super) type Judgement =
    fn(&HiddenMarkovProblem, &HiddenMarkovPrompt, &DocumentReader, &[f64], &mut Vec<f64>) -> bool;

pub(super) fn is_accurate(
    problem: &HiddenMarkovProblem,
    prompt: &HiddenMarkovPrompt,
    _: &DocumentReader,
    prediction: &[f64],
    law: &mut Vec<f64>,
) -> bool {
    prompt_prediction(problem, prompt.concept, prompt.start, &prompt.query, law);
    agrees(prediction, law)
}

pub(super) fn disagrees(
    _: &HiddenMarkovProblem,
    prompt: &HiddenMarkovPrompt,
    reader: &DocumentReader,
    prediction: &[f64],
    law: &mut Vec<f64>,
) -> bool {
    reader.predict_knowing(prompt.concept, law);
    !agrees(prediction, law)
}

/// One judgement of the prediction for every number of examples along a path. The longest possible prompt is always drawn, whatever the path is, and
/// it is read once.
struct Predictions {
    problem: HiddenMarkovProblem,
    example_length: usize,
    /// The number of examples of each cell.
    examples: Vec<usize>,
    judgement: Judgement,
}

impl Predictions {
    fn made(problem: &HiddenMarkovProblem, path: &[Settings], judgement: Judgement) -> Made {
        let predictions = Self {
            problem: problem.clone(),
            example_length: path[0].count(&EXAMPLE_LENGTH),
            examples: path.iter().map(|settings| settings.count(&EXAMPLES)).collect(),
            judgement,
        };
        Made::new(predictions, Inference::unit_means(path.len()))
    }
}

impl Experiment for Predictions {
    fn width(&self) -> usize {
        self.examples.len()
    }

    fn start(&self) -> Draw<'_> {
        let sampler = HiddenMarkovSampler::new(&self.problem, self.example_length);
        let mut prompt = HiddenMarkovPrompt::default();
        let (mut reader, mut with_query) = (DocumentReader::new(&self.problem), DocumentReader::new(&self.problem));
        let (mut prediction, mut law) = (Vec::new(), Vec::new());
        let most = self.examples.iter().copied().max().unwrap_or(0);
        Draw::new(move |stream, observation| {
            sampler.draw(&mut prompt, MOST_EXAMPLES, stream);
            reader.restart();
            let mut examples = prompt.examples();
            for count in 0..=most {
                if self.examples.contains(&count) {
                    with_query.copy_from(&reader);
                    with_query.read(&prompt.query);
                    with_query.predict(&mut prediction);
                    let judged = (self.judgement)(&self.problem, &prompt, &with_query, &prediction, &mut law);
                    let cells = observation.iter_mut().zip(&self.examples).filter(|(_, examples)| **examples == count);
                    cells.for_each(|(cell, _)| *cell = f64::from(judged));
                }
                examples.next().into_iter().for_each(|example| reader.read_example(example));
            }
            Ok(())
        })
    }
}

/// The posterior probability of the wrong concepts after the examples.
struct Misalignment {
    problem: HiddenMarkovProblem,
    examples: usize,
    example_length: usize,
}

impl Experiment for Misalignment {
    fn width(&self) -> usize {
        1
    }

    fn start(&self) -> Draw<'_> {
        let sampler = HiddenMarkovSampler::new(&self.problem, self.example_length);
        let mut prompt = HiddenMarkovPrompt::default();
        let mut reader = DocumentReader::new(&self.problem);
        Draw::new(move |stream, observation| {
            sampler.draw(&mut prompt, self.examples, stream);
            reader.restart();
            prompt.examples().for_each(|example| reader.read_example(example));
            observation[0] = reader.posterior().misalignment(prompt.concept);
            Ok(())
        })
    }
}
