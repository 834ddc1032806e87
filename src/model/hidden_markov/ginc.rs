//! The GINC data of Xie et al. (2021), drawn from a seed.

use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand::seq::SliceRandom;

use super::{HiddenMarkovError, HiddenMarkovParts, HiddenMarkovProblem};
use crate::random::{ContentKey, Stream, open_stream};

/// The generative in-context learning data: 5 concepts over hidden states (entity, property), 10 of each.
///
/// | part | law |
/// | --- | --- |
/// | memory | token of (entity, property): the delimiter for property 0, else uniform over the other tokens; emissions are deterministic |
/// | property transitions | one matrix per concept: Σᵢ wᵢ·permutationᵢ, 100 random permutations, w = softmax((u − ½)/0.1), u uniform |
/// | entity transitions | shared: 0.1·T + 0.9·I, T drawn in the same way |
/// | state transitions | entity transitions ⊗ property transitions |
/// | start of a document | softmax((u − ½)/10) over the states, one per concept |
/// | start of an example | a uniform entity, and a property other than the delimiter's, drawn once for each prompt |
///
/// The transitions depend only on the seed. So vocabularies can be compared.
///
/// Source: Xie et al. (2021), appendix F.1 (paper). The code published with it mixes 10 permutations. Then some transitions have probability
/// zero, and some prompts are impossible under every concept. Here 100 permutations are mixed, as in the text.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GincSpec {
    /// The seed of the draw.
    pub seed: u64,
    /// The number of tokens, including the delimiter. In the paper it is 50, 100 or 150.
    pub vocabulary: usize,
}

const CONCEPTS: usize = 5;
const ENTITIES: usize = 10;
const PROPERTIES: usize = 10;
const STATES: usize = ENTITIES * PROPERTIES;
const PERMUTATIONS: usize = 100;
const TRANSITION_TEMPERATURE: f64 = 0.1;
const START_TEMPERATURE: f64 = 10.0;
const SHARE_OF_ENTITY_CHANGES: f64 = 0.1;
/// The delimiter's token, and the property that emits it.
const DELIMITER: usize = 0;
const MOST_TOKENS: usize = 10_000;

impl GincSpec {
    pub(super) fn problem(&self) -> Result<HiddenMarkovProblem, HiddenMarkovError> {
        if !(2..=MOST_TOKENS).contains(&self.vocabulary) {
            let (key, value) = ("ginc.vocabulary", self.vocabulary);
            return Err(HiddenMarkovError::CountOutOfRange { key, value, least: 2, most: MOST_TOKENS });
        }
        let mut entities = mixed_permutations(ENTITIES, &mut self.stream("entities")) * SHARE_OF_ENTITY_CHANGES;
        (0..ENTITIES).for_each(|entity| entities[(entity, entity)] += 1.0 - SHARE_OF_ENTITY_CHANGES);
        let mut properties = self.stream("properties");
        let mut starts = self.stream("starts");
        HiddenMarkovProblem::from_parts(HiddenMarkovParts {
            starts: (0..CONCEPTS).map(|_| softmax_of_uniforms(STATES, START_TEMPERATURE, &mut starts)).collect(),
            transitions: (0..CONCEPTS)
                .map(|_| entities.kronecker(&mixed_permutations(PROPERTIES, &mut properties)))
                .collect(),
            emissions: self.memory(),
            delimiter: DELIMITER,
            prompt_starts: (0..PROPERTIES).filter(|property| *property != DELIMITER).map(start_at_property).collect(),
        })
    }

    fn stream(&self, part: &str) -> Stream {
        open_stream(self.seed, &ContentKey::of(&format!("ginc {part}")), 0)
    }

    /// State (entity, property) has index entity·10 + property.
    fn memory(&self) -> DMatrix<f64> {
        let mut stream = self.stream("memory");
        let mut emissions = DMatrix::zeros(STATES, self.vocabulary);
        for state in 0..STATES {
            let word = stream.random_range(DELIMITER + 1..self.vocabulary);
            let token = if state % PROPERTIES == DELIMITER { DELIMITER } else { word };
            emissions[(state, token)] = 1.0;
        }
        emissions
    }
}

/// Σᵢ wᵢ·permutationᵢ with w = softmax((u − ½)/temperature).
fn mixed_permutations(size: usize, stream: &mut Stream) -> DMatrix<f64> {
    let weights = softmax_of_uniforms(PERMUTATIONS, TRANSITION_TEMPERATURE, stream);
    let mut mixture = DMatrix::zeros(size, size);
    let mut permutation: Vec<usize> = (0..size).collect();
    for weight in weights.iter() {
        permutation.shuffle(stream);
        permutation.iter().enumerate().for_each(|(from, to)| mixture[(from, *to)] += weight);
    }
    mixture
}

fn softmax_of_uniforms(count: usize, temperature: f64, stream: &mut Stream) -> DVector<f64> {
    let weights = DVector::from_fn(count, |_, _| ((stream.random::<f64>() - 0.5) / temperature).exp());
    let sum = weights.sum();
    weights / sum
}

fn start_at_property(property: usize) -> DVector<f64> {
    DVector::from_fn(STATES, |state, _| if state % PROPERTIES == property { 1.0 / ENTITIES as f64 } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ginc(seed: u64, vocabulary: usize) -> HiddenMarkovProblem {
        GincSpec { seed, vocabulary }.problem().expect("a mixture")
    }

    #[test]
    fn the_shape_is_that_of_the_paper() {
        let problem = ginc(1, 50);
        assert_eq!((problem.concept_count(), problem.state_count(), problem.token_count()), (5, 100, 50));
        assert_eq!(
            problem.delimiter_states().collect::<Vec<_>>(),
            (0..10).map(|entity| 10 * entity).collect::<Vec<_>>()
        );
        assert_eq!(problem.prompt_starts().len(), 9);
        assert_eq!(problem.renewal_state(), None);
        // An entity stays with probability 0.9 or more, and the chain of a sum of permutations is doubly stochastic.
        for concept in 0..5 {
            let transition = problem.transition(concept);
            for state in 0..100 {
                let stays: f64 = (0..10).map(|property| transition[(state, state / 10 * 10 + property)]).sum();
                assert!((0.9..1.0).contains(&stays));
                assert!((transition.column(state).sum() - 1.0).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn concepts_differ_in_the_properties_only() {
        let problem = ginc(1, 50);
        let entity_of = |concept: usize, from: usize, to: usize| -> f64 {
            (0..10).map(|property| problem.transition(concept)[(from * 10, to * 10 + property)]).sum()
        };
        for (from, to) in [(0, 0), (0, 1), (7, 3)] {
            assert!((entity_of(0, from, to) - entity_of(4, from, to)).abs() < 1e-14);
        }
        assert!((problem.transition(0) - problem.transition(1)).amax() > 0.05);
    }

    #[test]
    fn the_seed_is_all_that_enters() {
        assert_eq!(ginc(1, 50), ginc(1, 50));
        assert_ne!(ginc(1, 50), ginc(2, 50));
        assert_eq!(ginc(1, 50).transition(3), ginc(1, 150).transition(3));
        let message = GincSpec { seed: 1, vocabulary: 1 }.problem().expect_err("too few").to_string();
        assert!(message.contains("ginc.vocabulary = 1: must be a whole number from 2"));
    }
}
