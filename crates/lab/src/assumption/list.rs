//! The list of all assumptions.

use std::sync::LazyLock;

use super::{
    Assumption, BLIND_PENALTY, BOUNDED_PROMPTS, CONVEX_IN_LOG_ODDS, CONVEX_IN_PROBABILITIES, CROSS_BIAS_NONNEGATIVE,
    DISTINGUISHABLE, GAUSSIAN_NOISE, GAUSSIAN_PROMPTS, INDISTINGUISHABLE, ISOTROPIC, NOISE_KNOWN, ONE_CONCEPT_BATCHES,
    ORTHOGONAL_DESIGN, ORTHONORMAL, OVER_REGULARISED, PROJECTION_TEACHER, RIDGELESS, SHRINKAGE, SINGLE_TARGET,
    STUDENT_SEES_TEACHER, SYMMETRIC, TARGET_SUPPORTED, TRUTH_SHARED, UNBIASED_SUPERVISOR, UNDER_REGULARISED,
    WEAK_NEAREST_TARGET, all_of,
};
use crate::catalogue::Catalogue;

/// The library's assumptions.
pub static ASSUMPTIONS: LazyLock<Catalogue<Assumption>> = LazyLock::new(|| {
    Catalogue::new(all_of([
        &ISOTROPIC,
        &SYMMETRIC,
        &BOUNDED_PROMPTS,
        &GAUSSIAN_PROMPTS,
        &ORTHONORMAL,
        &CROSS_BIAS_NONNEGATIVE,
        &SINGLE_TARGET,
        &TARGET_SUPPORTED,
        &UNBIASED_SUPERVISOR,
        &WEAK_NEAREST_TARGET,
        &GAUSSIAN_NOISE,
        &NOISE_KNOWN,
        &ONE_CONCEPT_BATCHES,
        &SHRINKAGE,
        &BLIND_PENALTY,
        &ORTHOGONAL_DESIGN,
        &DISTINGUISHABLE,
        &INDISTINGUISHABLE,
        &TRUTH_SHARED,
        &STUDENT_SEES_TEACHER,
        &RIDGELESS,
        &PROJECTION_TEACHER,
        &UNDER_REGULARISED,
        &OVER_REGULARISED,
        &CONVEX_IN_PROBABILITIES,
        &CONVEX_IN_LOG_ODDS,
    ]))
});

/// The assumptions that can be broken. Reports show the claims without an assumption in this order.
static ORDER_OF_DROPS: [&LazyLock<Assumption>; 10] = [
    &ISOTROPIC,
    &CROSS_BIAS_NONNEGATIVE,
    &SHRINKAGE,
    &BLIND_PENALTY,
    &ORTHONORMAL,
    &NOISE_KNOWN,
    &TARGET_SUPPORTED,
    &ONE_CONCEPT_BATCHES,
    &GAUSSIAN_NOISE,
    &WEAK_NEAREST_TARGET,
];

/// Returns the place of an assumption's drops in the order in which reports show them. The assumptions of a user come last.
pub fn place_of_drops(assumption: &Assumption) -> usize {
    ORDER_OF_DROPS.iter().position(|known| known.name == assumption.name).unwrap_or(ORDER_OF_DROPS.len())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_every_family_is_tested_once() {
        let names: BTreeSet<&str> = ASSUMPTIONS.iter().map(|assumption| &*assumption.name).collect();
        assert_eq!(names.len(), ASSUMPTIONS.iter().count());
        for assumption in ASSUMPTIONS.iter() {
            let families: BTreeSet<&str> = assumption.tests.iter().map(|test| test.family().name).collect();
            assert!(!families.is_empty() && families.len() == assumption.tests.len(), "{}", assumption.name);
            assert!(assumption.implied_by.iter().all(|name| ASSUMPTIONS.has(name)), "{}", assumption.name);
        }
    }

    #[test]
    fn every_assumption_with_drops_has_a_place() {
        for assumption in ASSUMPTIONS.iter() {
            let has_place = place_of_drops(assumption) < ORDER_OF_DROPS.len();
            assert_eq!(has_place, !assumption.drops.is_empty(), "{}", assumption.name);
        }
    }
}
