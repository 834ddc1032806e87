//! Posteriors of a group of replicates.

use super::TransferProblem;
use crate::numeric::{Kernel, exp, vectorised};

/// Computes posterior probabilities from residual sums of squares, for a group of replicates.
///
/// [`super::ConceptPosterior`] does the same for one batch.
///
/// ```text
/// α̂ₖ = wₖ / Σⱼ wⱼ,   wₖ = αₖ exp(−RSSₖ / 2σ²)
/// ```
///
/// Probabilities below 1e-307 become 0. Source: Bayes' rule (paper).
#[derive(Clone, Debug)]
pub struct BulkPosterior {
    /// log αₖ.
    log_prior: Vec<f64>,
    precision: f64,
}

/// Number of replicates that are computed together.
pub(crate) const REPLICATES_AT_ONCE: usize = 64;

impl BulkPosterior {
    /// The posterior of the source of this problem.
    pub fn new(problem: &TransferProblem) -> Self {
        Self {
            log_prior: problem.source_prior().probabilities().iter().map(|probability| probability.ln()).collect(),
            precision: 0.5 / problem.believed_noise().powi(2),
        }
    }

    /// Replaces residual sums of squares by posterior probabilities.
    ///
    /// RSSₖ of replicate l is at k·(number of replicates) + l. It is replaced by α̂ₖ.
    ///
    /// ```
    /// use weak_to_strong::model::{BulkPosterior, ProblemSpec, TransferProblem};
    /// let spec: ProblemSpec = toml::from_str(
    ///     r#"
    ///     dim = 2
    ///     prompts = "gaussian"
    ///     concepts = { orthonormal = 2 }
    ///     source_prior = "uniform"
    ///     target = 0
    ///     noise = 1.0
    ///     weak = { cosine = 1.0, noise = 1.0 }
    ///     "#,
    /// )?;
    /// // In all of 64 replicates the residual squares are 0 and 2 log 3, so that the odds are 3 : 1.
    /// let mut numbers = [[0.0; 64], [2.0 * 3f64.ln(); 64]].concat();
    /// BulkPosterior::new(&TransferProblem::new(&spec)?).replace(&mut numbers);
    /// assert!((numbers[0] - 0.75).abs() < 1e-15 && (numbers[64] - 0.25).abs() < 1e-15);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Panics
    ///
    /// Unless the number of replicates is a multiple of 64, and there is one residual sum for each concept and replicate.
    pub fn replace(&self, residual_squares: &mut [f64]) {
        assert_eq!(
            residual_squares.len() % (REPLICATES_AT_ONCE * self.log_prior.len()),
            0,
            "replicates come in multiples of 64"
        );
        vectorised(Replace { law: self, numbers: residual_squares });
    }
}

struct Replace<'a> {
    law: &'a BulkPosterior,
    numbers: &'a mut [f64],
}

impl Kernel for Replace<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let BulkPosterior { log_prior, precision } = self.law;
        let count = self.numbers.len() / log_prior.len();
        for first in (0..count).step_by(REPLICATES_AT_ONCE) {
            let mut largest = [f64::NEG_INFINITY; REPLICATES_AT_ONCE];
            for (numbers, prior) in self.numbers.chunks_exact_mut(count).zip(log_prior) {
                let numbers = &mut numbers[first..first + REPLICATES_AT_ONCE];
                for i in 0..REPLICATES_AT_ONCE {
                    numbers[i] = (-numbers[i]).mul_add(*precision, *prior);
                    largest[i] = largest[i].max(numbers[i]);
                }
            }
            let mut sums = [0.0; REPLICATES_AT_ONCE];
            for numbers in self.numbers.chunks_exact_mut(count) {
                let numbers = &mut numbers[first..first + REPLICATES_AT_ONCE];
                for i in 0..REPLICATES_AT_ONCE {
                    numbers[i] = exp(numbers[i] - largest[i]);
                    sums[i] += numbers[i];
                }
            }
            for numbers in self.numbers.chunks_exact_mut(count) {
                let numbers = &mut numbers[first..first + REPLICATES_AT_ONCE];
                for i in 0..REPLICATES_AT_ONCE {
                    numbers[i] /= sums[i];
                }
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

    proptest! {
        #[test]
        fn equals_its_slow_twin(
            squares in prop::collection::vec(0.0..300.0f64, 4 * 2 * REPLICATES_AT_ONCE),
            first in 0.0..=1.0f64,
        ) {
            let problem = problem(vec![0.5 * first, 0.5 - 0.5 * first, 0.5, 0.0]);
            let mut found = squares.clone();
            BulkPosterior::new(&problem).replace(&mut found);
            for l in 0..2 * REPLICATES_AT_ONCE {
                let of_replicate: Vec<f64> = (0..4).map(|k| squares[k * 2 * REPLICATES_AT_ONCE + l]).collect();
                let expected = ConceptPosterior::new(&problem, &of_replicate).probabilities();
                for k in 0..4 {
                    // Exponents are below 2e3 and rounded to 1e-13 or so before they are exponentiated.
                    let (found, expected) = (found[k * 2 * REPLICATES_AT_ONCE + l], expected[k]);
                    prop_assert!((found - expected).abs() <= 2e-12 * expected + f64::MIN_POSITIVE, "{} {}", found, expected);
                }
            }
        }
    }

    #[test]
    fn one_concept_is_certain() {
        let mut numbers = vec![3.0; REPLICATES_AT_ONCE];
        BulkPosterior::new(&problem(vec![1.0])).replace(&mut numbers);
        assert_eq!(numbers, vec![1.0; REPLICATES_AT_ONCE]);
    }
}
