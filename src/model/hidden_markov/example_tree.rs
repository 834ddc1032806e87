//! All examples of a given length, with their likelihoods under several laws.

use nalgebra::DVector;

use super::{HiddenMarkovError, HiddenMarkovProblem};

/// The law of an example: the chain of a concept, with a law of its first state.
#[derive(Clone, Debug)]
pub struct ExampleLaw {
    /// θ.
    pub concept: usize,
    /// The law of the first state.
    pub start: DVector<f64>,
}

/// The forward vector of a sequence of tokens under one law: A(h) = p(o₁…oₖ, hₖ = h) for every state h.
pub type Forward = DVector<f64>;

/// More sequences than this take seconds.
const MOST_SEQUENCES: f64 = 1_048_576.0;

/// Visits every sequence of `length` tokens that is possible under the first law, with the forward vectors of all laws.
///
/// A common beginning of several sequences is computed only once.
///
/// # Errors
///
/// [`HiddenMarkovError::TooManySequences`] if there are more than 2²⁰.
pub fn visit_examples(
    problem: &HiddenMarkovProblem,
    laws: &[ExampleLaw],
    length: usize,
    mut visit: impl FnMut(&[Forward]),
) -> Result<(), HiddenMarkovError> {
    let tokens = problem.token_count();
    if (tokens as f64).powf(length as f64) > MOST_SEQUENCES {
        return Err(HiddenMarkovError::TooManySequences { tokens, length });
    }
    let starts: Vec<Forward> = laws.iter().map(|law| law.start.clone()).collect();
    let mut tree = Tree { problem, laws, visit: &mut visit };
    tree.descend(&starts, length);
    Ok(())
}

struct Tree<'a> {
    problem: &'a HiddenMarkovProblem,
    laws: &'a [ExampleLaw],
    visit: &'a mut dyn FnMut(&[Forward]),
}

impl Tree<'_> {
    /// Goes through all continuations by `left` tokens; `next` are the laws of the next state, weighted by what came before.
    fn descend(&mut self, next: &[Forward], left: usize) {
        for token in 0..self.problem.token_count() {
            let emission = self.problem.emissions().column(token);
            let forward: Vec<Forward> = next.iter().map(|weights| weights.component_mul(&emission)).collect();
            if forward.first().is_none_or(|first| first.sum() == 0.0) {
                continue;
            }
            if left == 1 {
                (self.visit)(&forward);
                continue;
            }
            let moved = forward
                .iter()
                .zip(self.laws)
                .map(|(weights, law)| self.problem.transition(law.concept).tr_mul(weights));
            self.descend(&moved.collect::<Vec<_>>(), left - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CyclicSpec, ForwardFilter, GincSpec};

    fn cyclic() -> HiddenMarkovProblem {
        CyclicSpec { concepts: 2, states: 3, regularity: 0.6, noise: 0.3, delimiter: 0.1 }.problem().expect("a mixture")
    }

    #[test]
    fn probabilities_of_all_examples_sum_to_one() {
        let problem = cyclic();
        let law = |concept: usize| ExampleLaw { concept, start: problem.start(concept).clone() };
        let (mut sums, mut count) = ([0.0; 2], 0);
        visit_examples(&problem, &[law(0), law(1)], 4, |forward| {
            (0..2).for_each(|k| sums[k] += forward[k].sum());
            count += 1;
        })
        .expect("256 sequences");
        assert_eq!(count, 256);
        assert!(sums.iter().all(|sum| (sum - 1.0).abs() < 1e-13));
    }

    #[test]
    fn a_leaf_is_what_the_filter_says() {
        let problem = cyclic();
        let law = ExampleLaw { concept: 1, start: problem.prompt_starts()[0].clone() };
        let mut likelihoods = Vec::new();
        visit_examples(&problem, std::slice::from_ref(&law), 3, |forward| likelihoods.push(forward[0].sum()))
            .expect("64 sequences");
        // Prompts start on the cycle, so that the first token is 1, 2 or 3: 3·4·4 sequences, the sixth of which is 1, 1, 1.
        assert_eq!(likelihoods.len(), 48);
        let mut filter = ForwardFilter::starting_from(&problem, 1, &law.start);
        filter.observe_all(&[1, 1, 1]);
        assert!((likelihoods[5] - filter.log_likelihood().exp()).abs() < 1e-15);
    }

    #[test]
    fn too_many_are_refused() {
        let ginc = GincSpec { seed: 1, vocabulary: 50 }.problem().expect("a mixture");
        let law = ExampleLaw { concept: 0, start: ginc.start(0).clone() };
        let message = visit_examples(&ginc, &[law], 5, |_| {}).expect_err("50⁵ sequences").to_string();
        assert!(message.contains("example_length = 5") && message.contains("distinguishability_ceiling"), "{message}");
    }
}
