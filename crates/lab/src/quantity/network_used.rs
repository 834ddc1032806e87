//! A network that answers in an experiment, as a report tells of it.

use serde::{Deserialize, Serialize};
use weak_to_strong::model::TransferProblem;
use weak_to_strong_transformer::{ByHand, Header};

/// A network that answers in an experiment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NetworkUsed {
    /// Its word in the setting `source`.
    pub source: String,
    /// Its shape, and of one by hand the bound on the leak of attention.
    #[serde(rename = "is")]
    pub shape: String,
    /// The SHA-256 of its file, in hexadecimal; `None` for one by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// What it was trained for, where that is another source than the problem's: `noise = 0.3`. It need not answer like this source then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trained_for: Vec<String>,
}

impl NetworkUsed {
    /// The network that is built from a problem.
    pub(super) fn by_hand(source: &str, network: &ByHand) -> Self {
        Self { source: source.to_owned(), shape: network.to_string(), sha256: None, trained_for: Vec::new() }
    }

    /// A network from a file with this header and digest, where it answers for the source of a problem.
    pub(super) fn of_file(source: &str, header: &Header, digest: &str, problem: &TransferProblem) -> Self {
        Self {
            source: source.to_owned(),
            shape: header.architecture.to_string(),
            sha256: Some(digest.to_owned()),
            trained_for: other_source(header, problem),
        }
    }
}

/// In what the source of a header's problem is not that of another problem. A header whose problem is none says nothing.
fn other_source(header: &Header, problem: &TransferProblem) -> Vec<String> {
    let Ok(own) = header.problem.build() else { return Vec::new() };
    let mut all = Vec::new();
    if own.prompts() != problem.prompts() {
        all.push("other prompts".to_owned());
    }
    if own.concepts() != problem.concepts() {
        all.push("other concepts".to_owned());
    } else if own.source_prior() != problem.source_prior() {
        all.push("another source_prior".to_owned());
    }
    if own.believed_noise() != problem.believed_noise() {
        all.push(format!("noise = {}", own.believed_noise()));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trained::TRAINED;
    use weak_to_strong::model::{PriorSpec, PromptLaw};
    use weak_to_strong_transformer::NetworkFile;

    #[test]
    fn a_network_is_told_apart_from_the_source_of_another_problem() {
        let (file, _) = NetworkFile::from_bytes_with_digest(TRAINED.weights).expect("file");
        let trained_for = |change: &dyn Fn(&mut weak_to_strong::model::ProblemSpec)| {
            let mut spec = file.header.problem.clone();
            change(&mut spec);
            NetworkUsed::of_file("trained", &file.header, "", &spec.build().expect("valid")).trained_for
        };
        assert_eq!(trained_for(&|_| ()), [""; 0]);
        assert_eq!(trained_for(&|spec| spec.weak.noise = 2.0), [""; 0]);
        assert_eq!(trained_for(&|spec| spec.noise = 0.5), ["noise = 0.3"]);
        assert_eq!(
            trained_for(&|spec| {
                spec.believed_noise = Some(0.3);
                spec.noise = 0.5;
            }),
            [""; 0]
        );
        let changed = trained_for(&|spec| {
            spec.prompts = PromptLaw::Gaussian;
            spec.source_prior = PriorSpec::Probabilities(vec![0.4, 0.2, 0.2, 0.2]);
        });
        assert_eq!(changed, ["other prompts", "another source_prior"]);
    }
}
