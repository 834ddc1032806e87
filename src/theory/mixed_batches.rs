//! What refinement tends to when a batch mixes concepts.

use thiserror::Error;

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

/// The total variation distance to π of the mean refined prior, in the limit of large mixed batches.
///
/// The posterior concentrates on the concept j* of the source that is nearest to β_Q′, in the metric of the prompt's
/// covariance; the distance tends to
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
    let variances = problem.prompts().variances(problem.dim());
    let supported = (0..problem.concept_count()).filter(|&k| problem.source_prior().probabilities()[k] > 0.0);
    let mut by_distance: Vec<(f64, usize)> =
        supported.map(|k| ((&weak_mean - problem.concepts().column(k)).map(|x| x * x).dot(&variances), k)).collect();
    by_distance.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (least, nearest) = by_distance[0];
    match by_distance.get(1) {
        Some(&(next, second)) if next - least <= 1e-12 * (1.0 + least) => Err(TiedConcepts { first: nearest, second }),
        _ => Ok(1.0 - problem.target_prior().probabilities()[nearest]),
    }
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
