//! Misalignment of a group of replicates.

use super::TransferProblem;
use super::bulk_posterior::REPLICATES_AT_ONCE;
use crate::numeric::{Kernel, exp, vectorised};

/// Computes misalignment from residual sums of squares, for a group of replicates.
///
/// [`super::ConceptPosterior::misalignment`] does the same for one batch.
///
/// ```text
/// M = s/(1 + s),   s = Σ_{k≠k*} (αₖ/α_{k*}) exp((RSS_{k*} − RSSₖ) / 2σ²)
/// ```
///
/// The odds s are a sum of positive terms. So M keeps its relative precision even if it is tiny. Source: Bayes' rule (paper).
#[derive(Clone, Debug)]
pub struct BulkMisalignment {
    /// (k, log αₖ) of the wrong concepts with αₖ > 0.
    wrong: Vec<(usize, f64)>,
    target: (usize, f64),
    precision: f64,
}

/// Beyond this logarithm of the odds M is 1, to the last bit.
const GREATEST_LOGARITHM: f64 = 700.0;

impl BulkMisalignment {
    /// The misalignment of the source of this problem.
    ///
    /// # Panics
    ///
    /// If the concept `target` does not exist.
    pub fn new(problem: &TransferProblem, target: usize) -> Self {
        let logarithms = problem.source_prior().probabilities().map(f64::ln);
        let wrong = logarithms.iter().copied().enumerate().filter(|(k, log)| *k != target && *log > f64::NEG_INFINITY);
        Self {
            wrong: wrong.collect(),
            target: (target, logarithms[target]),
            precision: 0.5 / problem.believed_noise().powi(2),
        }
    }

    /// Writes the misalignment of each replicate. RSSₖ of replicate l is at k·(number of replicates) + l.
    ///
    /// # Panics
    ///
    /// Unless the number of replicates is a multiple of 64, and there is one residual sum for each concept and replicate.
    pub fn write(&self, residual_squares: &[f64], misalignments: &mut [f64]) {
        assert_eq!(misalignments.len() % REPLICATES_AT_ONCE, 0, "replicates come in multiples of 64");
        vectorised(Write { law: self, residual_squares, misalignments });
    }
}

struct Write<'a> {
    law: &'a BulkMisalignment,
    residual_squares: &'a [f64],
    misalignments: &'a mut [f64],
}

impl Kernel for Write<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let BulkMisalignment { wrong, target, precision } = self.law;
        let count = self.misalignments.len();
        let row =
            |concept: usize, first: usize| &self.residual_squares[concept * count + first..][..REPLICATES_AT_ONCE];
        for (run, misalignments) in self.misalignments.chunks_exact_mut(REPLICATES_AT_ONCE).enumerate() {
            let of_target = row(target.0, run * REPLICATES_AT_ONCE);
            let mut odds = [0.0; REPLICATES_AT_ONCE];
            for (concept, prior) in wrong {
                let squares = row(*concept, run * REPLICATES_AT_ONCE);
                for i in 0..REPLICATES_AT_ONCE {
                    let logarithm = (of_target[i] - squares[i]).mul_add(*precision, prior - target.1);
                    odds[i] += exp(logarithm.min(GREATEST_LOGARITHM));
                }
            }
            for i in 0..REPLICATES_AT_ONCE {
                misalignments[i] = odds[i] / (1.0 + odds[i]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ConceptPosterior;
    use crate::model::example::problem_with_prior as problem;
    use proptest::prelude::*;

    fn assert_twin(problem: &TransferProblem, target: usize, rows: &[Vec<f64>]) -> Result<(), TestCaseError> {
        let mut found = vec![0.0; REPLICATES_AT_ONCE];
        BulkMisalignment::new(problem, target).write(&rows.concat(), &mut found);
        for (l, found) in found.iter().enumerate() {
            let squares: Vec<f64> = rows.iter().map(|row| row[l]).collect();
            let expected = ConceptPosterior::new(problem, &squares).misalignment(target);
            // Exponents are below 2e3 and rounded to 1e-13 or so before they are exponentiated.
            prop_assert!((found - expected).abs() <= 2e-12 * expected + f64::MIN_POSITIVE, "{} {}", found, expected);
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn equals_its_slow_twin(
            squares in prop::collection::vec(0.0..300.0f64, 4 * REPLICATES_AT_ONCE),
            first in 0.0..=1.0f64,
            target in 0..4usize,
        ) {
            let rows: Vec<Vec<f64>> = squares.chunks(REPLICATES_AT_ONCE).map(<[f64]>::to_vec).collect();
            assert_twin(&problem(vec![0.5 * first, 0.5 - 0.5 * first, 0.5, 0.0]), target, &rows)?;
        }
    }

    #[test]
    fn one_concept_is_never_wrong() {
        let mut found = vec![f64::NAN; REPLICATES_AT_ONCE];
        BulkMisalignment::new(&problem(vec![1.0]), 0).write(&vec![3.0; REPLICATES_AT_ONCE], &mut found);
        assert_eq!(found, vec![0.0; REPLICATES_AT_ONCE]);
    }
}
