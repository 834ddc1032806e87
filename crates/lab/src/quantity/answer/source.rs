//! Who answers prompts.

use std::path::Path;

use weak_to_strong::model::{PriorSpec, TransferProblem};
use weak_to_strong_transformer::{ByHand, NetworkFile, posterior_means};

use crate::quantity::NetworkUsed;
use crate::setting::{CONSTRUCTION, SOURCE, Settings};
use crate::trained;

/// Who answers.
pub(super) enum Source {
    /// The posterior mean itself.
    Posterior,
    Network(Network),
}

/// A network, and what a report tells of it.
pub(super) struct Network {
    weights: Weights,
    /// `None` for one with a fault.
    used: Option<NetworkUsed>,
}

enum Weights {
    ByHand(Box<ByHand>),
    /// From a file, or the program's own.
    Trained(Box<NetworkFile>),
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
            check(&file, problem, examples).map_err(|reason| format!("{word}: {reason}"))?;
            let used = NetworkUsed::of_file(word, &file.header, &digest, problem);
            return Ok(Self::Network(Network { weights: Weights::Trained(Box::new(file)), used: Some(used) }));
        }
        let construction = settings.word(&CONSTRUCTION);
        let network = by_hand(problem, construction, examples)?;
        let used = (construction == "whole").then(|| NetworkUsed::by_hand(word, &network));
        Ok(Self::Network(Network { weights: Weights::ByHand(Box::new(network)), used }))
    }

    /// The network, unless it is the posterior mean itself, or by hand with a fault.
    pub(super) fn network(&self) -> Option<&NetworkUsed> {
        match self {
            Self::Network(network) => network.used.as_ref(),
            Self::Posterior => None,
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
        let Self::Network(network) = self else {
            return sequences().flat_map(|(xs, ys)| posterior_means(problem, xs, ys)).collect();
        };
        match &network.weights {
            Weights::ByHand(by_hand) => sequences().flat_map(|(xs, ys)| by_hand.predict(xs, ys)).collect(),
            Weights::Trained(file) => file.predict(prompts, labels, examples),
        }
    }
}

/// Whether a network reads such prompts, and so many examples.
fn check(file: &NetworkFile, problem: &TransferProblem, examples: usize) -> Result<(), String> {
    let (dim, most) = (file.header.tokens.dim, file.most_examples());
    if dim != problem.dim() {
        return Err(format!("the network reads prompts in {dim} dimensions; write dim = {dim}"));
    }
    if examples > most {
        return Err(format!("batch = {examples}, but the network reads at most {most} examples; write batch = {most}"));
    }
    Ok(())
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
