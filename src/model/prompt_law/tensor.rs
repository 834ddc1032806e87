//! Averages of exponentials over few independent coordinates, by tensor rules.

use super::{Exponent, Pair};
use crate::numeric::LogSum;

/// log Σ w exp h(Σ δⱼzⱼ, Σ rⱼzⱼ) over all choices of a node z, with the product of its weights, for each pair (δⱼ, rⱼ).
///
/// The rule is (node, weight) and is symmetric about 0.
pub(super) fn log_tensor_mean(rule: &[(f64, f64)], pairs: &[Pair], exponent: Exponent) -> f64 {
    let mut sum = LogSum::default();
    // h is even, and so is the rule: one sign of the first coordinate is enough.
    match pairs.split_first() {
        None => sum.add(1.0, exponent.at(0.0, 0.0)),
        Some(((delta, r), rest)) => {
            for (node, weight) in rule.iter().filter(|(node, _)| *node > 0.0) {
                add_terms(&mut sum, rest, rule, (delta * node, r * node), 2.0 * weight, exponent);
            }
        }
    }
    sum.logarithm()
}

/// Adds the terms of all nodes of the coordinates in `pairs`, given the forms and the weight so far.
fn add_terms(
    sum: &mut LogSum,
    pairs: &[Pair],
    rule: &[(f64, f64)],
    (delta_form, r_form): (f64, f64),
    weight: f64,
    exponent: Exponent,
) {
    match pairs.split_first() {
        None => sum.add(weight, exponent.at(delta_form, r_form)),
        Some(((delta, r), rest)) => {
            for (node, node_weight) in rule {
                let forms = (delta_form + delta * node, r_form + r * node);
                add_terms(sum, rest, rule, forms, weight * node_weight, exponent);
            }
        }
    }
}
