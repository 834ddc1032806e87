//! In-context learning in a mixture of hidden Markov models.

use crate::model::{ConceptPosterior, ForwardFilter, HiddenMarkovProblem};

/// A learner that reads a prompt as if it were a document of the mixture.
///
/// ```text
/// p(y | prompt) = Σ_θ α̂_θ p(y | prompt, θ),   α̂_θ ∝ α_θ p(prompt | θ)
/// ```
///
/// Source: Xie et al. (2021), equation 1 (paper).
#[derive(Clone, Debug)]
pub struct DocumentReader<'a> {
    problem: &'a HiddenMarkovProblem,
    /// One per concept.
    filters: Vec<ForwardFilter<'a>>,
}

impl<'a> DocumentReader<'a> {
    /// A reader that has not read any token.
    pub fn new(problem: &'a HiddenMarkovProblem) -> Self {
        let filters = (0..problem.concept_count()).map(|concept| ForwardFilter::of_document(problem, concept));
        Self { problem, filters: filters.collect() }
    }

    /// Forgets all tokens, but keeps the buffers.
    pub fn restart(&mut self) {
        self.filters.iter_mut().for_each(ForwardFilter::restart);
    }

    /// Becomes a copy of another reader, but keeps its own buffers.
    pub fn copy_from(&mut self, other: &Self) {
        self.problem = other.problem;
        self.filters.iter_mut().zip(&other.filters).for_each(|(filter, other)| filter.copy_from(other));
    }

    /// Reads tokens.
    pub fn read(&mut self, tokens: &[usize]) {
        // Concepts in the inner loop: they meet the same states, so that branches are foreseen and rows still at hand.
        tokens.iter().for_each(|token| self.filters.iter_mut().for_each(|filter| filter.observe(*token)));
    }

    /// Reads an example and the delimiter after it.
    pub fn read_example(&mut self, example: &[usize]) {
        self.read(example);
        self.read(&[self.problem.delimiter()]);
    }

    /// α̂, the posterior over concepts.
    pub fn posterior(&self) -> ConceptPosterior {
        let log_likelihoods: Vec<f64> = self.filters.iter().map(ForwardFilter::log_likelihood).collect();
        ConceptPosterior::after(self.problem.prior(), &log_likelihoods)
    }

    /// Writes the in-context prediction into `law`: the law of the next token under the mixture.
    pub fn predict(&self, law: &mut Vec<f64>) {
        clear(law, self.problem);
        let posterior = self.posterior().probabilities();
        self.filters.iter().zip(&posterior).for_each(|(filter, weight)| filter.add_prediction(*weight, law));
    }

    /// Writes into `law` the law of the next token under one concept, which is then known.
    pub fn predict_knowing(&self, concept: usize, law: &mut Vec<f64>) {
        clear(law, self.problem);
        self.filters[concept].add_prediction(1.0, law);
    }
}

/// Writes into `law` the law of the token after `query` in an example of the prompt: p(y | x) under its concept and start.
///
/// Source: Xie et al. (2021), equation 4 (paper).
pub fn prompt_prediction(
    problem: &HiddenMarkovProblem,
    concept: usize,
    prompt_start: usize,
    query: &[usize],
    law: &mut Vec<f64>,
) {
    clear(law, problem);
    let mut filter = ForwardFilter::starting_from(problem, concept, &problem.prompt_starts()[prompt_start]);
    filter.observe_all(query);
    filter.add_prediction(1.0, law);
}

/// Returns whether the most probable token of `prediction` is also a most probable token of `reference`.
///
/// Tokens count as equally probable if their probabilities differ only by rounding.
pub fn agrees(prediction: &[f64], reference: &[f64]) -> bool {
    let most_probable = (0..prediction.len()).max_by(|a, b| prediction[*a].total_cmp(&prediction[*b]));
    let most = reference.iter().copied().fold(0.0, f64::max);
    most_probable.is_some_and(|token| reference[token] >= most * (1.0 - ROUNDING))
}

/// Rounding allowance for products of some hundreds of probabilities.
const ROUNDING: f64 = 1e-9;

fn clear(law: &mut Vec<f64>, problem: &HiddenMarkovProblem) {
    law.clear();
    law.resize(problem.token_count(), 0.0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CyclicSpec, HiddenMarkovSpec};

    /// Two clear states: concept 0 changes state with probability 0.6 and stays with 0.2, concept 1 the other way round.
    fn problem() -> HiddenMarkovProblem {
        let spec = CyclicSpec { concepts: 2, states: 2, regularity: 0.5, noise: 0.0, delimiter: 0.2 };
        HiddenMarkovProblem::new(&HiddenMarkovSpec::Cyclic(spec)).expect("a mixture")
    }

    #[test]
    fn nothing_read_leaves_the_prior() {
        let problem = problem();
        let reader = DocumentReader::new(&problem);
        assert_eq!(reader.posterior().probabilities().as_slice(), [0.5, 0.5]);
    }

    #[test]
    fn two_examples_by_hand() {
        let problem = problem();
        let mut reader = DocumentReader::new(&problem);
        reader.read_example(&[1, 2]);
        assert!((reader.posterior().misalignment(0) - 0.25).abs() < 1e-15);
        reader.read_example(&[2, 1]);
        assert!((reader.posterior().misalignment(0) - 0.1).abs() < 1e-15);
        // After the query 1, the next token is 2 with probability 0.9·0.6 + 0.1·0.2.
        let (mut mixture, mut knowing, mut prompt) = (Vec::new(), Vec::new(), Vec::new());
        reader.read(&[1]);
        reader.predict(&mut mixture);
        reader.predict_knowing(1, &mut knowing);
        prompt_prediction(&problem, 0, 0, &[1], &mut prompt);
        for (law, expected) in [(&mixture, [0.2, 0.24, 0.56]), (&knowing, [0.2, 0.6, 0.2]), (&prompt, [0.2, 0.2, 0.6])]
        {
            assert!(law.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-15), "{law:?}");
        }
        assert!(agrees(&mixture, &prompt) && !agrees(&mixture, &knowing));
    }

    #[test]
    fn ties_count_as_agreement() {
        assert!(agrees(&[0.2, 0.4, 0.4], &[0.0, 0.5, 0.5]) && agrees(&[0.2, 0.5, 0.3], &[0.1, 0.45, 0.45]));
        assert!(!agrees(&[0.2, 0.5, 0.3], &[0.1, 0.4499, 0.4501]));
    }

    #[test]
    fn a_copy_reads_on_by_itself() {
        let problem = problem();
        let mut reader = DocumentReader::new(&problem);
        reader.read_example(&[1, 2]);
        let mut copy = DocumentReader::new(&problem);
        copy.copy_from(&reader);
        copy.read_example(&[2, 1]);
        assert!((reader.posterior().misalignment(0) - 0.25).abs() < 1e-15);
        reader.restart();
        assert_eq!(reader.posterior().misalignment(0), 0.5);
        assert!((copy.posterior().misalignment(0) - 0.1).abs() < 1e-15);
    }
}
