//! Priors over concepts.

use proptest::prelude::*;
use proptest::sample::Index;

use super::edges::{DEGENERATE_EXPONENTS, FAVOURED_MASS, SPARSE_WEIGHT, WEIGHT};
use weak_to_strong::model::PriorSpec;

/// Priors α over K concepts: uniform, favouring one concept, arbitrary, sparse and nearly degenerate ones. They shrink towards the uniform one.
///
/// # Panics
///
/// If `concept_count` is 0.
pub fn priors(concept_count: usize) -> impl Strategy<Value = PriorSpec> {
    prior_shapes(concept_count).prop_map(move |shape| shape.over(concept_count))
}

/// Priors with zeros. At the edge all mass is on one concept.
///
/// # Panics
///
/// If `concept_count` is 0.
pub fn sparse_priors(concept_count: usize) -> impl Strategy<Value = PriorSpec> {
    sparse_shapes(concept_count).prop_map(move |shape| shape.over(concept_count))
}

/// Priors with nearly all mass on one concept. The rest is from 1e-12 to 1e-3.
///
/// # Panics
///
/// If `concept_count` is 0.
pub fn nearly_degenerate_priors(concept_count: usize) -> impl Strategy<Value = PriorSpec> {
    nearly_degenerate_shapes().prop_map(move |shape| shape.over(concept_count))
}

/// A prior before the number of concepts is known.
#[derive(Clone, Debug)]
pub(super) enum PriorShape {
    Uniform,
    Favouring(Index, f64),
    /// One weight per concept.
    Weights(Vec<f64>),
    /// Weights that may be 0, but for this concept's.
    Sparse(Index, Vec<f64>),
    /// All but 10^−exponent on this concept.
    NearlyDegenerate(Index, f64),
}

impl PriorShape {
    /// Over K concepts, of which there are no more than weights.
    pub(super) fn over(self, concept_count: usize) -> PriorSpec {
        match self {
            Self::Favouring(concept, mass) if concept_count > 1 => {
                PriorSpec::Favouring { concept: concept.index(concept_count), mass }
            }
            Self::Uniform | Self::Favouring(..) => PriorSpec::Uniform,
            Self::Weights(mut weights) => {
                weights.truncate(concept_count);
                normalised(weights)
            }
            Self::Sparse(supported, mut weights) => {
                weights.truncate(concept_count);
                let supported = supported.index(concept_count);
                weights[supported] = weights[supported].max(0.1);
                normalised(weights)
            }
            Self::NearlyDegenerate(concept, exponent) => {
                let mut weights = vec![10f64.powf(-exponent) / concept_count as f64; concept_count];
                weights[concept.index(concept_count)] = 1.0;
                normalised(weights)
            }
        }
    }
}

/// Shapes of priors over at most this many concepts.
pub(super) fn prior_shapes(most: usize) -> impl Strategy<Value = PriorShape> {
    prop_oneof![
        3 => Just(PriorShape::Uniform),
        2 => (any::<Index>(), FAVOURED_MASS).prop_map(|(concept, mass)| PriorShape::Favouring(concept, mass)),
        3 => prop::collection::vec(WEIGHT, most).prop_map(PriorShape::Weights),
        2 => sparse_shapes(most),
        2 => nearly_degenerate_shapes(),
    ]
}

fn sparse_shapes(most: usize) -> impl Strategy<Value = PriorShape> {
    let weights = prop::collection::vec(prop_oneof![Just(0.0), SPARSE_WEIGHT], most);
    (any::<Index>(), weights).prop_map(|(supported, weights)| PriorShape::Sparse(supported, weights))
}

fn nearly_degenerate_shapes() -> impl Strategy<Value = PriorShape> {
    (any::<Index>(), DEGENERATE_EXPONENTS)
        .prop_map(|(concept, exponent)| PriorShape::NearlyDegenerate(concept, exponent))
}

fn normalised(weights: Vec<f64>) -> PriorSpec {
    let sum: f64 = weights.iter().sum();
    PriorSpec::Probabilities(weights.into_iter().map(|weight| weight / sum).collect())
}
