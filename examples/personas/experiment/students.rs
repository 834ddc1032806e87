//! Students of the strong network, each of which is fine-tuned on labels of its own.

use std::error::Error;

use rand_distr::{Distribution, StandardNormal, StandardUniform};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::Stream;
use weak_to_strong_transformer::{FineTuningSpec, LabelledPrompts, NetworkFile};

use super::Sizes;
use super::roles::{NOISE, fine_tuning, prompts, stream};

/// Students in a chain of bootstrapping.
const STAGES: usize = 3;

/// The weight of the strong network's own predictions in the auxiliary loss.
const WEIGHT: f64 = 0.5;

/// Of this many labels one is held out, to stop early.
const HELD_OUT: usize = 4;

type Student = Result<NetworkFile, Box<dyn Error>>;

/// The strong network with labels of a weak supervisor.
pub struct Classroom<'a> {
    problem: &'a TransferProblem,
    strong: &'a NetworkFile,
    labelled: LabelledPrompts,
    tuning: FineTuningSpec,
    stream: Stream,
}

impl<'a> Classroom<'a> {
    /// Draws prompts, which the weak supervisor labels.
    pub fn new(
        problem: &'a TransferProblem,
        strong: &'a NetworkFile,
        weak: &NetworkFile,
        sizes: &Sizes,
        seed: u64,
    ) -> Result<Self, Box<dyn Error>> {
        let mut stream = stream(problem, "weak labels", seed)?;
        let labelled = labelled_by(weak, problem, sizes.labels, &mut stream);
        Ok(Self { problem, strong, labelled, tuning: fine_tuning(seed, sizes), stream })
    }

    /// Naive fine-tuning on the first of the weak labels.
    pub fn naive(&self, samples: usize) -> Student {
        self.tuned(&part(&self.labelled, 0, samples))
    }

    /// Refinement: each prompt gets the strong network's answer behind weak-labelled examples, and the strong network is fine-tuned on these answers.
    pub fn refined(&mut self, batch: usize) -> Student {
        let prompts = self.labelled.prompts.clone();
        let labels = self.in_context(&prompts, batch);
        self.tuned(&LabelledPrompts { prompts, labels })
    }

    /// The answers of the strong network to prompts, each behind `batch` weak-labelled examples, which are drawn without replacement and differ from the
    /// prompt.
    pub fn in_context(&mut self, queries: &[f64], batch: usize) -> Vec<f64> {
        let (dim, mut prompts, mut labels) = (self.problem.dim(), Vec::new(), Vec::new());
        for query in queries.chunks_exact(dim) {
            let known = self.labelled.prompts.chunks_exact(dim);
            let mut others: Vec<usize> =
                (0..).zip(known).filter(|(_, known)| *known != query).map(|(i, _)| i).collect();
            for place in 0..batch {
                let share: f64 = StandardUniform.sample(&mut self.stream);
                let left = others.len() - place;
                others.swap(place, place + (share * left as f64) as usize);
                prompts.extend_from_slice(&self.labelled.prompts[others[place] * dim..][..dim]);
                labels.push(self.labelled.labels[others[place]]);
            }
            prompts.extend_from_slice(query);
            labels.push(0.0);
        }
        let answers = self.strong.predict(&prompts, &labels, batch);
        answers.into_iter().skip(batch).step_by(batch + 1).collect()
    }

    /// Bootstrapping: a chain of students, each fine-tuned on labels of the one before.
    pub fn bootstrapped(&mut self) -> Student {
        let mut student = self.tuned(&self.labelled)?;
        for _ in 1..STAGES {
            let labels = labelled_by(&student, self.problem, self.labelled.labels.len(), &mut self.stream);
            student = self.tuned(&labels)?;
        }
        Ok(student)
    }

    /// The auxiliary confidence loss: the squared error to weak labels and that to the strong network's own predictions, weighted. It is the squared error to
    /// the weighted mean of both, up to what no student changes.
    pub fn auxiliary(&self) -> Student {
        let LabelledPrompts { prompts, labels } = &self.labelled;
        let own = answers(self.strong, prompts);
        let labels = labels.iter().zip(own).map(|(label, own)| (1.0 - WEIGHT) * label + WEIGHT * own).collect();
        self.tuned(&LabelledPrompts { prompts: prompts.clone(), labels })
    }

    /// The strong network, fine-tuned on these labels, the last of which are held out.
    fn tuned(&self, labelled: &LabelledPrompts) -> Student {
        let count = labelled.labels.len();
        let learned = count - count / HELD_OUT;
        let (learned, held_out) = (part(labelled, 0, learned), part(labelled, learned, count));
        Ok(self.tuning.tune(self.strong, &learned, &held_out)?.0)
    }
}

/// The answers of a network to prompts without examples.
pub fn answers(network: &NetworkFile, prompts: &[f64]) -> Vec<f64> {
    network.predict(prompts, &vec![0.0; prompts.len() / network.header.tokens.dim], 0)
}

/// Prompts with a network's answers, to which noise is added.
fn labelled_by(network: &NetworkFile, problem: &TransferProblem, count: usize, stream: &mut Stream) -> LabelledPrompts {
    let prompts = prompts(problem, count, stream);
    let noise = |answer: f64| {
        let normal: f64 = StandardNormal.sample(stream);
        answer + NOISE * normal
    };
    let labels = answers(network, &prompts).into_iter().map(noise).collect();
    LabelledPrompts { prompts, labels }
}

/// The labelled prompts from one place to before another.
fn part(labelled: &LabelledPrompts, from: usize, to: usize) -> LabelledPrompts {
    let dim = labelled.prompts.len() / labelled.labels.len();
    LabelledPrompts {
        prompts: labelled.prompts[from * dim..to * dim].to_vec(),
        labels: labelled.labels[from..to].to_vec(),
    }
}
