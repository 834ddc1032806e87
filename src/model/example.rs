//! A problem that unit tests share.

use super::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};

/// Orthonormal concepts in four dimensions with this prior, and an unbiased supervisor.
pub(crate) fn problem_with_prior(prior: Vec<f64>) -> TransferProblem {
    TransferProblem::new(&ProblemSpec {
        dim: 4,
        prompts: PromptLaw::Gaussian,
        concepts: ConceptSpec::Orthonormal(prior.len()),
        source_prior: PriorSpec::Probabilities(prior),
        target: Some(0),
        target_prior: None,
        noise: 0.5,
        believed_noise: None,
        weak: WeakSpec::biased(1.0, 0.0, 0.5),
    })
    .expect("a valid problem")
}
