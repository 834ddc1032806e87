//! Who answers prompts.

use std::path::Path;

use weak_to_strong::model::{PriorSpec, TransferProblem};
use weak_to_strong_transformer::{ByHand, NetworkFile, posterior_means};

use crate::setting::{CONSTRUCTION, SOURCE, Settings};
use crate::trained;

/// Who answers.
pub(super) enum Source {
    /// The posterior mean itself.
    Posterior,
    ByHand(Box<ByHand>),
    Trained(Box<Trained>),
}

/// A trained network, from a file or of the program's own.
pub(super) struct Trained {
    file: NetworkFile,
    /// SHA-256 of the file.
    digest: String,
}

impl Source {
    /// The source that these settings name, which is to answer behind as many as `examples` examples, or the reason why there is none.
    pub(super) fn new(problem: &TransferProblem, settings: &Settings, examples: usize) -> Result<Self, String> {
        let word = settings.word(&SOURCE);
        if word == "posterior" {
            return Ok(Self::Posterior);
        }
        let read = match (SOURCE.domain.file(word), trained::by_name(word)) {
            (Some(path), _) => Some(NetworkFile::read_with_digest(Path::new(path))),
            (None, Some(trained)) => Some(NetworkFile::from_bytes_with_digest(trained.weights)),
            (None, None) => None,
        };
        if let Some(read) = read {
            let (file, digest) = read.map_err(|error| format!("{word}: {error}"))?;
            let trained = Trained { file, digest };
            trained.check(problem, examples).map_err(|reason| format!("{word}: {reason}"))?;
            return Ok(Self::Trained(Box::new(trained)));
        }
        by_hand(problem, settings.word(&CONSTRUCTION), examples).map(|by_hand| Self::ByHand(Box::new(by_hand)))
    }

    /// The digest of the weights, if they were trained.
    pub(super) fn digest(&self) -> Option<&str> {
        match self {
            Self::Trained(trained) => Some(&trained.digest),
            Self::Posterior | Self::ByHand(_) => None,
        }
    }

    /// The answers to x₁…x_{m+1}, each behind the examples before it, for several sequences one after the other.
    pub(super) fn answers(
        &self,
        problem: &TransferProblem,
        prompts: &[f64],
        labels: &[f64],
        examples: usize,
    ) -> Vec<f64> {
        let count = examples + 1;
        let sequences = || prompts.chunks_exact(count * problem.dim()).zip(labels.chunks_exact(count));
        match self {
            Self::Posterior => sequences().flat_map(|(xs, ys)| posterior_means(problem, xs, ys)).collect(),
            Self::ByHand(network) => sequences().flat_map(|(xs, ys)| network.predict(xs, ys)).collect(),
            Self::Trained(trained) => trained.file.predict(prompts, labels, examples),
        }
    }
}

impl Trained {
    /// Whether the network reads such prompts, and so many examples.
    fn check(&self, problem: &TransferProblem, examples: usize) -> Result<(), String> {
        let (dim, most) = (self.file.header.tokens.dim, self.file.most_examples());
        if dim != problem.dim() {
            return Err(format!("the network reads prompts in {dim} dimensions; write dim = {dim}"));
        }
        if examples > most {
            return Err(format!(
                "batch = {examples}, but the network reads at most {most} examples; write batch = {most}"
            ));
        }
        Ok(())
    }
}

/// The transformer by hand, or one with a fault.
fn by_hand(problem: &TransferProblem, construction: &str, examples: usize) -> Result<ByHand, String> {
    let mut spec = problem.description().clone();
    if construction == "wrong_noise" {
        spec.believed_noise = Some(1.5 * problem.believed_noise());
    } else if construction == "missing_concept" {
        spec.source_prior = without_last_concept(problem)?;
    }
    let problem = spec.build().map_err(|error| error.to_string())?;
    let network = ByHand::new(&problem, examples).map_err(|error| error.to_string())?;
    Ok(if construction == "two_blocks" { network.without_block(1) } else { network })
}

/// The source's prior without the last concept that it allows.
fn without_last_concept(problem: &TransferProblem) -> Result<PriorSpec, String> {
    let mut prior = problem.source_prior().probabilities().as_slice().to_vec();
    if let Some(last) = prior.iter_mut().rfind(|probability| **probability > 0.0) {
        *last = 0.0;
    }
    let rest: f64 = prior.iter().sum();
    if rest == 0.0 {
        return Err("construction = missing_concept needs a source_prior of several concepts; spread it".to_owned());
    }
    Ok(PriorSpec::Probabilities(prior.iter().map(|probability| probability / rest).collect()))
}
