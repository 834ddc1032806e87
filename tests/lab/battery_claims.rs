//! The battery of claims whose truth is known, with a few seeds. `cargo bench -p weak-to-strong-lab --bench battery` runs it with 300.

use std::collections::HashSet;

use super::battery::cases::cases;
use super::battery::trial::tally;
use super::battery::truths::{descent_mse, mistake_probability, ridge_mse};

const SEEDS: u64 = 4;

/// With intervals that may miss with probability 0.001 a claim, a wrong verdict in 4 runs of 60 claims has probability below 0.25 if all claims used up
/// their error probability; those of this library use far less. The seeds are fixed.
#[test]
fn no_verdict_is_wrong_and_most_are_decided() {
    let mut undecided = Vec::new();
    for case in cases() {
        let found = tally(&case, SEEDS, 1e-3);
        assert_eq!(found.wrong, 0, "{}: {found:?}", case.id);
        if case.must_be_decided && found.right < found.runs {
            undecided.push(case.id);
        }
    }
    assert!(undecided.is_empty(), "not decided: {undecided:?}");
}

#[test]
fn the_battery_has_forty_claims_with_different_names() {
    let names: HashSet<&str> = cases().iter().map(|case| case.id).collect();
    assert!(names.len() >= 40 && names.len() == cases().len());
}

/// E 1/χ²₅ = 1/3, so least squares on 5 labels has the error ¼ + 1/3; an infinite penalty leaves b² = 1; a step of 0 too.
#[test]
fn true_values_by_hand() {
    assert!((ridge_mse(5, 0.0, 1.0) - (0.25 + 1.0 / 3.0)).abs() < 1e-10);
    assert!((ridge_mse(5, 1e12, 1.0) - 1.0).abs() < 1e-9);
    assert!((descent_mse(5, 1e-12, 1, 1.0) - 1.0).abs() < 1e-9);
    // One step of size 1: t = λ, E λ = 1, E λ² = 1 + 2/n: E(1.5λ − 1)² = 2.25·1.4 − 2 and the noise 1/5.
    assert!((descent_mse(5, 1.0, 1, 1.0) - (2.25 * 1.4 - 2.0 + 0.2)).abs() < 1e-9);
    // Two examples: the law of L = aχ²₂ − cχ²₂ is a difference of exponential laws of means 2a and 2c, so P(L < 0) = c/(a + c). With q(s) =
    // (1 + 2as)(1 − 2cs), a − c = 1 and 2ac = 1: a = (1 + √3)/2.
    let (a, c) = (0.5 * (1.0 + 3f64.sqrt()), 0.5 * (3f64.sqrt() - 1.0));
    assert!((mistake_probability(2) - c / (a + c)).abs() < 1e-3, "{}", mistake_probability(2));
}
