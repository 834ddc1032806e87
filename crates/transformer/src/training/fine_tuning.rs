//! Fine-tuning of a network's weights on labelled prompts without examples.

use rand_distr::{Distribution, StandardUniform};
use weak_to_strong::random::{ContentKey, Stream, open_stream};

use super::TrainingError;
use super::adam::Adam;
use crate::file::{NetworkFile, Weights};
use crate::gradient::{Workspace, squared_error};
use crate::network::Network;
use crate::tokens::Tokens;

/// How weights are fine-tuned: by steps of AdamW at a constant rate, without weight decay, until labels that are held out are predicted no better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FineTuningSpec {
    /// The rate of AdamW.
    pub rate: f64,
    /// Prompts of a step, drawn with replacement.
    pub batch: usize,
    /// The most steps.
    pub steps: u64,
    /// Steps from one look at the labels that are held out to the next.
    pub steps_between_looks: u64,
    /// Looks without a better one, after which it stops.
    pub patience: u64,
    /// Names the random numbers that choose the prompts of all steps.
    pub seed: u64,
}

/// Prompts with labels, each of which is to be predicted without examples.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelledPrompts {
    /// One prompt of d coordinates after the other.
    pub prompts: Vec<f64>,
    /// A label for each prompt.
    pub labels: Vec<f64>,
}

impl FineTuningSpec {
    /// Fine-tunes all weights of a network on the labels of `learned`. Returns the network as it was when it predicted the labels of `held_out` best
    /// (early stopping), and the steps until then, which are 0 if no step made it better.
    ///
    /// The loss of step t is the mean of (f(x) − y)² over prompts that the seed and t choose, where f(x) is what the network predicts for x without
    /// examples. It is the same to the bit on one machine, as it runs on one thread.
    ///
    /// # Errors
    ///
    /// [`TrainingError::Double`] if the weights are of type F64; [`TrainingError::Diverged`] if the loss is no number any more.
    ///
    /// # Panics
    ///
    /// If there are no labels, or not d coordinates for each.
    pub fn tune(
        &self,
        file: &NetworkFile,
        learned: &LabelledPrompts,
        held_out: &LabelledPrompts,
    ) -> Result<(NetworkFile, u64), TrainingError> {
        let (mut tuned, tokens) = (file.clone(), &file.header.tokens);
        let Weights::Single(network) = &mut tuned.network else { return Err(TrainingError::Double) };
        let steps = self.descend(network, Queries::of(tokens, learned), Queries::of(tokens, held_out))?;
        Ok((tuned, steps))
    }

    fn descend(&self, best: &mut Network<f32>, learned: Queries, held_out: Queries) -> Result<u64, TrainingError> {
        let key = ContentKey::of("prompts of the steps of a fine-tuning");
        let count = best.parameters().len();
        let (mut network, mut adam) = (best.clone(), Adam::new(count));
        let (mut workspace, mut gradient) = (Workspace::default(), vec![0.0; count]);
        let (mut steps, mut least) = (0, held_out.loss(best));
        for step in 1..=self.steps {
            let chosen = learned.chosen(self.batch, &mut open_stream(self.seed, &key, step));
            gradient.fill(0.0);
            let (known, share) = ([&chosen.tokens[..], &chosen.targets[..]], 1.0 / self.batch as f64);
            network.add_gradient(&network.transposed(), known, 1, share, &mut workspace, &mut gradient);
            adam.step(network.parameters_mut(), &gradient, self.rate, 0.0);
            if !step.is_multiple_of(self.steps_between_looks) {
                continue;
            }
            let loss = held_out.loss(&network);
            if !loss.is_finite() {
                return Err(TrainingError::Diverged { step, rate: self.rate });
            }
            if loss < least {
                (steps, least) = (step, loss);
                best.parameters_mut().copy_from_slice(network.parameters());
            } else if step - steps >= self.patience * self.steps_between_looks {
                break;
            }
        }
        Ok(steps)
    }
}

/// Prompts as sequences of one token, with targets.
struct Queries {
    tokens: Vec<f32>,
    targets: Vec<f32>,
    features: usize,
}

impl Queries {
    fn of(tokens: &Tokens, LabelledPrompts { prompts, labels }: &LabelledPrompts) -> Self {
        assert!(!labels.is_empty() && prompts.len() == labels.len() * tokens.dim, "d coordinates for each label");
        let mut written = Vec::new();
        prompts.chunks_exact(tokens.dim).for_each(|prompt| tokens.write(prompt, &[], &mut written));
        let targets = labels.iter().map(|label| *label as f32).collect();
        Self { tokens: written, targets, features: tokens.features() }
    }

    /// The mean squared difference of predictions from targets.
    fn loss(&self, network: &Network<f32>) -> f64 {
        squared_error(&network.predict(&self.tokens, 1), &self.targets) / self.targets.len() as f64
    }

    /// Some of them, drawn with replacement.
    fn chosen(&self, count: usize, stream: &mut Stream) -> Self {
        let mut chosen = Self { tokens: Vec::new(), targets: Vec::new(), features: self.features };
        for _ in 0..count {
            let share: f64 = StandardUniform.sample(stream);
            let at = ((share * self.targets.len() as f64) as usize).min(self.targets.len() - 1);
            chosen.tokens.extend_from_slice(&self.tokens[at * self.features..][..self.features]);
            chosen.targets.push(self.targets[at]);
        }
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Trainer, TrainingSpec};
    use rand_distr::StandardNormal;
    use weak_to_strong::model::{ConceptSpec, ProblemSpec};

    const SPEC: FineTuningSpec =
        FineTuningSpec { rate: 1e-3, batch: 32, steps: 400, steps_between_looks: 10, patience: 10, seed: 1 };

    fn network() -> NetworkFile {
        let problem = ProblemSpec::new(2, ConceptSpec::Orthonormal(2)).build().expect("a problem");
        let spec = TrainingSpec { width: 16, heads: 2, layers: 1, hidden: 16, ..TrainingSpec::default() };
        Trainer::new(&spec, &problem).expect("a training").file()
    }

    /// Labels 2x₁ − x₂ of normal prompts.
    fn labelled(count: usize, block: u64) -> LabelledPrompts {
        let mut stream = open_stream(1, &ContentKey::of("labels to learn"), block);
        let prompts: Vec<f64> = (0..2 * count).map(|_| StandardNormal.sample(&mut stream)).collect();
        let labels = prompts.chunks_exact(2).map(|x| 2.0 * x[0] - x[1]).collect();
        LabelledPrompts { prompts, labels }
    }

    fn loss(file: &NetworkFile, of: &LabelledPrompts) -> f64 {
        let answers = file.predict(&of.prompts, &vec![0.0; of.labels.len()], 0);
        answers.iter().zip(&of.labels).map(|(answer, label)| (answer - label).powi(2)).sum::<f64>()
            / of.labels.len() as f64
    }

    /// The labels have mean square 5; of prompts that the network has not seen it explains most.
    #[test]
    fn labels_are_learned() {
        let (learned, held_out, test) = (labelled(512, 0), labelled(128, 1), labelled(512, 2));
        let (tuned, steps) = SPEC.tune(&network(), &learned, &held_out).expect("a network");
        let (before, after) = (loss(&network(), &test), loss(&tuned, &test));
        assert!(before > 3.0 && after < 0.3 && steps > 50, "{before}, {after} after {steps} steps");
        assert_eq!(SPEC.tune(&network(), &learned, &held_out).expect("a network"), (tuned, steps));
    }

    /// If labels that are held out are the opposite, no step helps, and the network stays as it was.
    #[test]
    fn it_stops_early() {
        let learned = labelled(512, 0);
        let start = SPEC.tune(&network(), &learned, &labelled(128, 1)).expect("a network").0;
        let negative = |label: &f64| -label;
        let opposite = LabelledPrompts { labels: learned.labels.iter().map(negative).collect(), ..learned.clone() };
        let (tuned, steps) = SPEC.tune(&start, &opposite, &learned).expect("a network");
        assert_eq!((steps, tuned == start), (0, true));
    }

    #[test]
    fn double_precision_is_refused() {
        let NetworkFile { header, .. } = network();
        let double = Weights::Double(Network::zeros(header.architecture));
        let error = SPEC.tune(&NetworkFile { header, network: double }, &labelled(8, 0), &labelled(8, 1));
        assert!(error.expect_err("refused").to_string().contains("write them as F32"));
    }

    #[test]
    fn a_rate_too_high_is_told() {
        let learned = labelled(64, 0);
        let error = FineTuningSpec { rate: 1e30, ..SPEC }.tune(&network(), &learned, &learned).expect_err("no number");
        assert!(error.to_string().contains("lower the rate"), "{error}");
    }
}
