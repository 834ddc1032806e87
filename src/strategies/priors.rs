//! Priors over concepts.

use proptest::prelude::*;

use crate::model::PriorSpec;

/// Priors α over K concepts: uniform first, then favouring one, arbitrary, sparse and nearly degenerate ones.
///
/// # Panics
///
/// If `concept_count` is 0.
pub fn priors(concept_count: usize) -> impl Strategy<Value = PriorSpec> {
    let favouring = (0..concept_count, 0.01..0.99f64);
    prop_oneof![
        3 => Just(PriorSpec::Uniform),
        2 => favouring.prop_map(move |(concept, mass)| match concept_count {
            1 => PriorSpec::Uniform,
            _ => PriorSpec::Favouring { concept, mass },
        }),
        3 => prop::collection::vec(0.01..1.0f64, concept_count).prop_map(normalised),
        2 => sparse_priors(concept_count),
        2 => nearly_degenerate_priors(concept_count),
    ]
}

/// Priors with zeros, and all mass on one concept at the edge.
///
/// # Panics
///
/// If `concept_count` is 0.
pub fn sparse_priors(concept_count: usize) -> impl Strategy<Value = PriorSpec> {
    let weights = prop::collection::vec(prop_oneof![Just(0.0), 0.1..1.0f64], concept_count);
    (0..concept_count, weights).prop_map(|(supported, mut weights)| {
        weights[supported] = weights[supported].max(0.1);
        normalised(weights)
    })
}

/// Priors with all but 1e-3 to 1e-12 of the mass on one concept.
///
/// # Panics
///
/// If `concept_count` is 0.
pub fn nearly_degenerate_priors(concept_count: usize) -> impl Strategy<Value = PriorSpec> {
    (0..concept_count, 3.0..=12.0f64).prop_map(move |(concept, exponent)| {
        let mut weights = vec![10f64.powf(-exponent) / concept_count as f64; concept_count];
        weights[concept] = 1.0;
        normalised(weights)
    })
}

fn normalised(weights: Vec<f64>) -> PriorSpec {
    let sum: f64 = weights.iter().sum();
    PriorSpec::Probabilities(weights.into_iter().map(|weight| weight / sum).collect())
}
