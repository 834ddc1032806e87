//! The prompts of a step.

use rand_distr::{Distribution, StandardNormal};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::{ContentKey, Stream, open_stream};
use weak_to_strong::sample::{Composition, ExampleSampler, LabelLaw};

use super::posterior_means;
use crate::number::Number;
use crate::tokens::Tokens;
use crate::training_spec::{Targets, TrainingSpec};

/// Draws the batches of a training. Batch t depends on the seed, the problem and t, and on nothing else.
#[derive(Clone, Debug)]
pub(crate) struct Batches<'a> {
    problem: &'a TransferProblem,
    spec: &'a TrainingSpec,
    tokens: Tokens,
    sampler: ExampleSampler,
    key: ContentKey,
}

/// Tokens of all prompts of a batch, and a target for each token.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Batch<T> {
    pub tokens: Vec<T>,
    pub targets: Vec<T>,
}

impl<'a> Batches<'a> {
    pub(crate) fn new(problem: &'a TransferProblem, spec: &'a TrainingSpec) -> Self {
        Self {
            problem,
            spec,
            tokens: spec.tokens(problem),
            sampler: ExampleSampler::new(problem.prompts(), LabelLaw::source(problem)),
            key: ContentKey::of(&problem_text(problem)),
        }
    }

    /// Tokens of a sequence.
    pub(crate) fn length(&self) -> usize {
        self.tokens.length(self.spec.examples)
    }

    /// The batch of step t.
    pub(crate) fn draw<T: Number>(&self, step: u64) -> Batch<T> {
        let mut stream = open_stream(self.spec.seed, &self.key, step);
        let count = self.length();
        let (mut prompts, mut labels) = (vec![0.0; count * self.problem.dim()], vec![0.0; count]);
        let mut batch = Batch { tokens: Vec::new(), targets: Vec::new() };
        for _ in 0..self.spec.batch {
            self.sampler.fill(&mut prompts, &mut labels, Composition::OneConcept, &mut stream);
            if self.spec.spread > 0.0 {
                self.widen(&prompts, &mut labels, &mut stream);
            }
            self.tokens.write(&prompts, &labels, &mut batch.tokens);
            match self.spec.targets {
                Targets::Labels => batch.targets.extend(labels.iter().map(|label| T::from_f64(*label))),
                Targets::PosteriorMean => {
                    let means = posterior_means(self.problem, &prompts, &labels);
                    batch.targets.extend(means.into_iter().map(T::from_f64));
                }
            }
        }
        batch
    }

    /// Moves the labels of a prompt as [`TrainingSpec::spread`] says.
    fn widen(&self, prompts: &[f64], labels: &mut [f64], stream: &mut Stream) {
        let mut normal = || -> f64 { StandardNormal.sample(stream) };
        let dim = self.problem.dim();
        let scale = self.spec.spread / (dim as f64).sqrt();
        let shift: Vec<f64> = (0..dim).map(|_| scale * normal()).collect();
        let deviation = self.spec.spread * normal().abs() * self.problem.noise();
        for (prompt, label) in prompts.chunks_exact(dim).zip(labels) {
            let moved: f64 = prompt.iter().zip(&shift).map(|(x, shift)| x * shift).sum();
            *label += moved + deviation * normal();
        }
    }
}

/// The JSON form of a problem, which names its streams.
pub(crate) fn problem_text(problem: &TransferProblem) -> String {
    let description = serde_json::to_string(problem.description());
    let description = description.unwrap_or_else(|error| panic!("a problem that JSON cannot hold: {error}"));
    format!(r#"{{"in_context_training":{description}}}"#)
}

#[cfg(test)]
mod tests {
    use super::*;
    use weak_to_strong::model::{ConceptSpec, ProblemSpec, PromptLaw};

    /// What is added to a label is uᵀx·s/√d + s·|z|·σ·ε, with normal u, z and ε: of mean square s²(v + σ²), that is ⅓ + ¼ for s = 1 on the cube with σ = ½.
    /// Its fourth moment is ¾·(2/5 + 2/9) + 6·⅓·¼ + 9/16 < 1.54. Fixed seed; of 20,000 squares five standard errors are 0.039, which are exceeded
    /// with probability 6e-7.
    #[test]
    fn labels_are_spread_as_far_as_is_said() {
        let spec = ProblemSpec::new(2, ConceptSpec::Orthonormal(2)).prompts(PromptLaw::Cube).noise(0.5);
        let problem = spec.build().expect("a problem");
        let spec = TrainingSpec { targets: Targets::PosteriorMean, spread: 1.0, ..TrainingSpec::default() };
        let batches = Batches::new(&problem, &spec);
        let mut stream = open_stream(1, &ContentKey::of("spread"), 0);
        let (mut sum, count) = (0.0, 20_000);
        for _ in 0..count {
            let (mut prompt, mut label) = ([0.0; 2], [0.0]);
            batches.sampler.fill(&mut prompt, &mut label, Composition::OneConcept, &mut stream);
            let mut moved = [0.0];
            batches.widen(&prompt, &mut moved, &mut stream);
            sum += moved[0] * moved[0];
        }
        let mean = sum / f64::from(count);
        assert!((mean - (1.0 / 3.0 + 0.25)).abs() < 0.039, "{mean}");
    }
}
