//! The limit of refinement if a batch mixes concepts.

use thiserror::Error;

use super::nearest_concept::nearest_concept;
use crate::model::TransferProblem;

/// Two concepts are equally near to the weak supervisor's mean.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
#[error(
    "concepts {first} and {second} are equally near to the weak supervisor's mean, so mixed batches settle on neither; \
     break the tie in target_prior"
)]
#[expect(missing_docs, reason = "the message spells out its fields")]
pub struct TiedConcepts {
    pub first: usize,
    pub second: usize,
}

/// The total variation distance between the mean refined prior and π, in the limit of large mixed batches.
///
/// The posterior concentrates on the concept j* of the source that is nearest to β_Q′ in the metric of the prompt's covariance. So the
/// distance tends to
///
/// ```text
/// 1 − π_{j*}
/// ```
///
/// Unit: probability. Source: ours; `docs/theory.md`.
///
/// # Errors
///
/// [`TiedConcepts`] unless the nearest concept is unique.
pub fn mixed_batch_limit(problem: &TransferProblem) -> Result<f64, TiedConcepts> {
    let weak_mean = problem.weak_mean();
    let nearest = nearest_concept(problem, &weak_mean).map_err(|(first, second)| TiedConcepts { first, second })?;
    Ok(1.0 - problem.target_prior().probabilities()[nearest])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, WeakSpec};

    fn limit(target_prior: Vec<f64>, source_prior: PriorSpec) -> Result<f64, TiedConcepts> {
        let spec = ProblemSpec::new(4, ConceptSpec::Orthonormal(3))
            .prompts(PromptLaw::Cube)
            .source_prior(source_prior)
            .target_prior(PriorSpec::Probabilities(target_prior))
            .weak(WeakSpec::biased(0.8, 0.6, 0.5));
        mixed_batch_limit(&TransferProblem::new(&spec).expect("a problem"))
    }

    #[test]
    fn the_most_frequent_concept_wins() {
        assert_eq!(limit(vec![0.2, 0.5, 0.3], PriorSpec::Uniform), Ok(0.5));
        // Unless the source does not know it.
        let without_it = PriorSpec::Probabilities(vec![0.5, 0.0, 0.5]);
        assert_eq!(limit(vec![0.2, 0.5, 0.3], without_it), Ok(0.7));
        assert_eq!(limit(vec![0.4, 0.4, 0.2], PriorSpec::Uniform), Err(TiedConcepts { first: 0, second: 1 }));
    }
}
