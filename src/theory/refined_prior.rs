//! The mean refined prior, if each batch has one concept that is drawn from a target prior on several.

use thiserror::Error;

use super::nearest_concept::nearest_concept;
use super::{AlignmentRate, RateError};
use crate::model::TransferProblem;

/// Two concepts are equally near to a weak concept.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
#[error(
    "concepts {first} and {second} are equally near to the weak version of concept {weak}, so its batches settle on neither; \
     move the weak concept"
)]
#[expect(missing_docs, reason = "the message spells out its fields")]
pub struct TiedWeakConcept {
    pub weak: usize,
    pub first: usize,
    pub second: usize,
}

/// A bound on the total variation between the mean refined prior and π, after batches of m examples that have one concept each.
///
/// ```text
/// TV(E α̂, π) ≤ Σₖ πₖ min(1, Cₖ),   Cₖ = Σ_{j≠k} min over θ in [0, 1] of (αⱼ/αₖ)^θ φⱼₖ(θ)^m
/// ```
///
/// Cₖ is the Chernoff bound on misalignment for batches of concept k. Unit: probability. Source: ours; `docs/theory.md`.
///
/// # Errors
///
/// [`RateError`] as for [`AlignmentRate::new`].
pub fn prior_distance_bound(problem: &TransferProblem, batch: usize) -> Result<f64, RateError> {
    let target_prior = problem.target_prior().probabilities();
    let mut bound = 0.0;
    for (concept, &probability) in target_prior.iter().enumerate().filter(|(_, p)| **p > 0.0) {
        bound += probability * AlignmentRate::towards(problem, concept)?.chernoff_bound(batch)?.min(1.0);
    }
    Ok(bound)
}

/// The limit of the total variation between the mean refined prior and π, for large batches that have one concept each.
///
/// After batches of concept k the posterior concentrates on j(k). This is the concept of the source that is nearest to the weak version of
/// concept k, in the metric of the prompt's covariance:
///
/// ```text
/// E α̂ → Σₖ πₖ e_{j(k)},   TV → ½ Σⱼ |Σ_{k: j(k) = j} πₖ − πⱼ|
/// ```
///
/// Unit: probability. Source: ours, after arXiv 2508.17018; `docs/theory.md`.
///
/// # Errors
///
/// [`TiedWeakConcept`] if two concepts are equally near to a weak concept.
pub fn refined_prior_limit(problem: &TransferProblem) -> Result<f64, TiedWeakConcept> {
    let target_prior = problem.target_prior().probabilities();
    let mut differences = -target_prior;
    for (weak, &probability) in target_prior.iter().enumerate().filter(|(_, p)| **p > 0.0) {
        differences[concept_nearest_to(problem, weak)?] += probability;
    }
    Ok(0.5 * differences.iter().map(|difference| difference.abs()).sum::<f64>())
}

/// j(k).
fn concept_nearest_to(problem: &TransferProblem, weak: usize) -> Result<usize, TiedWeakConcept> {
    nearest_concept(problem, &problem.weak_concepts().column(weak).into_owned())
        .map_err(|(first, second)| TiedWeakConcept { weak, first, second })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConceptSpec, PriorSpec, ProblemSpec, WeakSpec};

    fn problem(weak: WeakSpec) -> TransferProblem {
        let spec = ProblemSpec::new(2, ConceptSpec::Orthonormal(2))
            .target_prior(PriorSpec::Probabilities(vec![0.7, 0.3]))
            .weak(weak);
        TransferProblem::new(&spec).expect("a problem")
    }

    fn weak(vectors: [[f64; 2]; 2]) -> WeakSpec {
        let vectors = Some(vectors.map(Vec::from).to_vec());
        WeakSpec { vectors, cosine: None, off_hull: None, ..WeakSpec::biased(0.0, 0.0, 0.5) }
    }

    #[test]
    fn limits_by_hand() {
        let limit = |vectors| refined_prior_limit(&problem(weak(vectors)));
        assert_eq!(limit([[0.8, 0.1], [0.1, 0.8]]), Ok(0.0));
        // Both weak concepts are nearest to the first: E α̂ → (1, 0).
        assert!((limit([[0.8, 0.1], [0.6, 0.4]]).expect("no tie") - 0.3).abs() < 1e-15);
        // They change places: E α̂ → (0.3, 0.7).
        assert!((limit([[0.1, 0.8], [0.8, 0.1]]).expect("no tie") - 0.4).abs() < 1e-15);
        assert_eq!(limit([[0.8, 0.1], [0.5, 0.5]]), Err(TiedWeakConcept { weak: 1, first: 0, second: 1 }));
    }

    /// Unbiased supervisor with σ_w = σ = ½: each term is 3^(−m/2), and the average over π is the same.
    #[test]
    fn the_bound_by_hand() {
        let bound = |batch| prior_distance_bound(&problem(WeakSpec::biased(1.0, 0.0, 0.5)), batch).expect("a bound");
        assert!((bound(4) - 1.0 / 9.0).abs() < 1e-10);
        assert_eq!(bound(0), 1.0);
    }
}
