//! Problems that several tests are about.

use weak_to_strong::model::{ConceptSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};

/// d = 32, eight orthonormal concepts, a uniform source, and a weak supervisor at cosine 0.8 and 0.6 off the hull.
pub fn standard_spec(prompts: PromptLaw) -> ProblemSpec {
    orthonormal(32, 8, prompts, WeakSpec::biased(0.8, 0.6, 0.5))
}

/// The problem of [`standard_spec`].
pub fn standard_problem(prompts: PromptLaw) -> TransferProblem {
    built(&standard_spec(prompts))
}

/// Orthonormal concepts, a uniform source, the first concept as target, and a noise of ½.
pub fn orthonormal(dim: usize, concepts: usize, prompts: PromptLaw, weak: WeakSpec) -> ProblemSpec {
    ProblemSpec::new(dim, ConceptSpec::Orthonormal(concepts)).prompts(prompts).weak(weak)
}

/// The problem of a description that is one.
pub fn built(spec: &ProblemSpec) -> TransferProblem {
    TransferProblem::new(spec).expect("a problem")
}
