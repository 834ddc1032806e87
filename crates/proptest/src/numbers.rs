//! Noises, penalties and counts.

use proptest::prelude::*;

use super::edges::{
    EXTREME_NOISES, MODERATE_NOISES, MODERATE_PENALTIES, NO_PENALTY, NOISES, PENALTIES, SIMPLEST_NOISE,
    SIMPLEST_PENALTY,
};

/// Powers of ten, evenly in the exponent.
fn powers_of_ten(exponents: std::ops::RangeInclusive<f64>) -> impl Strategy<Value = f64> {
    exponents.prop_map(|exponent| 10f64.powf(exponent))
}

/// Noises σ: ½, moderate ones, and those from 1e-8 to 1e8 with both ends. They shrink towards ½.
pub fn noises() -> impl Strategy<Value = f64> {
    let [least, greatest] = EXTREME_NOISES;
    prop_oneof![
        2 => Just(SIMPLEST_NOISE),
        4 => powers_of_ten(MODERATE_NOISES),
        2 => powers_of_ten(NOISES),
        1 => Just(least),
        1 => Just(greatest),
    ]
}

/// Penalties η ≥ 0 of ridge regression: 1, moderate ones, 0 (least squares), and those from 1e-300 to 1e300. They shrink towards 1.
pub fn penalties() -> impl Strategy<Value = f64> {
    prop_oneof![
        2 => Just(SIMPLEST_PENALTY),
        4 => powers_of_ten(MODERATE_PENALTIES),
        1 => Just(NO_PENALTY),
        1 => powers_of_ten(PENALTIES),
    ]
}

/// Numbers n of weak labels from 1 to `most`. Both ends are drawn often.
///
/// # Panics
///
/// If `most` is 0.
pub fn sample_counts(most: usize) -> impl Strategy<Value = usize> {
    prop_oneof![1 => Just(1), 6 => 1..=most, 1 => Just(most)]
}

/// Batch sizes m from 0 to `most`. For m = 0 the posterior is the prior.
pub fn batch_sizes(most: usize) -> impl Strategy<Value = usize> {
    prop_oneof![1 => Just(0), 6 => 0..=most, 1 => Just(most)]
}
