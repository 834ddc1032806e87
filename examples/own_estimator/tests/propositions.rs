//! The estimators against Proposition 3.2 and Theorem 4.3, on problems of all shapes. With the feature `planted-bug` these tests fail.

use std::convert::Infallible;

use own_estimator::{fine_tuned, posterior};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use weak_to_strong::prelude::*;
use weak_to_strong_proptest::moderate_problems;

proptest! {
    // A right estimator is refuted once in a million checks.
    #![proptest_config(ProptestConfig { cases: 48, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fine_tuning_respects_the_segment_bound(problem in moderate_problems(5), penalty in 0.05..2.0f64) {
        let estimator = |moments: &_| Ok::<_, Infallible>(fine_tuned(&problem, moments, penalty));
        if let Err(refuted) = check_naive_fine_tuning(&problem, 20, &Trial::default(), estimator) {
            return Err(TestCaseError::fail(refuted.to_string()));
        }
    }

    #[test]
    fn misalignment_decays_as_it_should(problem in moderate_problems(5), batch in 1..30usize) {
        let refine = |batch: &_| Ok::<_, Infallible>(posterior(&problem, batch));
        match check_refinement(&problem, batch, &Trial::default(), refine) {
            // The bound is too small for this many samples: another problem.
            Err(unresolvable @ Refuted::Unresolvable { .. }) => return Err(TestCaseError::reject(unresolvable.to_string())),
            Err(refuted) => return Err(TestCaseError::fail(refuted.to_string())),
            Ok(()) => {}
        }
    }
}
