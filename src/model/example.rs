//! A problem that unit tests share.

use super::{ConceptSpec, PriorSpec, ProblemSpec, TransferProblem, WeakSpec};

/// Orthonormal concepts in four dimensions with this prior, and an unbiased supervisor.
pub(crate) fn problem_with_prior(prior: Vec<f64>) -> TransferProblem {
    ProblemSpec::new(4, ConceptSpec::Orthonormal(prior.len()))
        .source_prior(PriorSpec::Probabilities(prior))
        .weak(WeakSpec::biased(1.0, 0.0, 0.5))
        .build()
        .expect("a valid problem")
}
