//! The forward algorithm: the likelihood of tokens under one concept, in log space.

use nalgebra::DVector;

use super::HiddenMarkovProblem;

/// The law of the hidden state after some tokens under one concept, with the log-likelihood of the tokens.
///
/// ```text
/// a₁(h) = μ(h) e(o₁|h),   aₜ(h) = e(oₜ|h) Σ_g aₜ₋₁(g) T(g, h),   log p(o₁…oₜ|θ) = log Σ_h aₜ(h)
/// ```
///
/// After each token, a is divided by its sum. The logarithms of the sums are added up, so long sequences do not underflow. The cost of a step
/// is (number of states that may emit the token before) × (number of states that may emit this token).
///
/// Source: Rabiner (1989), section III.
#[derive(Clone, Debug)]
pub struct ForwardFilter<'a> {
    problem: &'a HiddenMarkovProblem,
    concept: usize,
    /// The law of the first state.
    start: &'a DVector<f64>,
    /// The states that the chain may be in, with their probabilities; empty before the first token.
    states: Vec<(usize, f64)>,
    /// The buffer for the next step.
    next_states: Vec<(usize, f64)>,
    /// The likelihood of the tokens as a logarithm and a factor, which spares a logarithm for every token.
    log_part: f64,
    factor: f64,
    tokens: usize,
}

/// A factor is turned into a logarithm when it gets smaller.
const LEAST_FACTOR: f64 = 1e-150;

impl<'a> ForwardFilter<'a> {
    /// A filter before the first token of a document of `concept`.
    pub fn of_document(problem: &'a HiddenMarkovProblem, concept: usize) -> Self {
        Self::starting_from(problem, concept, problem.start(concept))
    }

    /// A filter before the first token of a chain of `concept`. The first state has the law `start`.
    pub fn starting_from(problem: &'a HiddenMarkovProblem, concept: usize, start: &'a DVector<f64>) -> Self {
        Self {
            problem,
            concept,
            start,
            states: Vec::new(),
            next_states: Vec::new(),
            log_part: 0.0,
            factor: 1.0,
            tokens: 0,
        }
    }

    /// Reads one token.
    pub fn observe(&mut self, token: usize) {
        let emitters = self.problem.emitters(token);
        self.next_states.clear();
        if self.tokens == 0 {
            self.next_states.extend(emitters.iter().map(|(state, _)| (*state, self.start[*state])));
        } else {
            self.next_states.extend(emitters.iter().map(|(state, _)| (*state, 0.0)));
            for (from, weight) in &self.states {
                let law = self.problem.law_after(self.concept, *from);
                self.next_states.iter_mut().for_each(|(state, sum)| *sum += weight * law[*state]);
            }
        }
        let mut sum = 0.0;
        for ((_, weight), (_, emission)) in self.next_states.iter_mut().zip(emitters) {
            *weight *= emission;
            sum += *weight;
        }
        if sum > 0.0 {
            let normaliser = 1.0 / sum;
            self.next_states.iter_mut().for_each(|(_, weight)| *weight *= normaliser);
        } else {
            self.next_states.clear();
        }
        std::mem::swap(&mut self.states, &mut self.next_states);
        self.tokens += 1;
        self.scale_by(sum);
    }

    fn scale_by(&mut self, likelihood: f64) {
        self.factor *= likelihood;
        if self.factor < LEAST_FACTOR {
            self.log_part += self.factor.ln();
            self.factor = 1.0;
        }
    }

    /// Reads tokens one after the other.
    pub fn observe_all(&mut self, tokens: &[usize]) {
        tokens.iter().for_each(|token| self.observe(*token));
    }

    /// log p(o₁…oₜ|θ). It is −∞ if the tokens are impossible.
    pub fn log_likelihood(&self) -> f64 {
        self.log_part + self.factor.ln()
    }

    /// Forgets all tokens, but keeps the buffers.
    pub fn restart(&mut self) {
        self.states.clear();
        (self.log_part, self.factor) = (0.0, 1.0);
        self.tokens = 0;
    }

    /// Becomes a copy of another filter, but keeps its own buffers.
    pub fn copy_from(&mut self, other: &Self) {
        (self.problem, self.concept, self.start) = (other.problem, other.concept, other.start);
        self.states.clone_from(&other.states);
        (self.log_part, self.factor) = (other.log_part, other.factor);
        self.tokens = other.tokens;
    }

    /// Adds `weight`·p(y|o₁…oₜ, θ) to entry y of `law`, for every token y.
    pub fn add_prediction(&self, weight: f64, law: &mut [f64]) {
        for (token, entry) in law.iter_mut().enumerate() {
            let emitters = self.problem.emitters(token).iter();
            *entry += weight * emitters.map(|(state, p)| p * self.probability_of_next(*state)).sum::<f64>();
        }
    }

    /// The probability that the next state is this one.
    fn probability_of_next(&self, state: usize) -> f64 {
        if self.tokens == 0 {
            return self.start[state];
        }
        self.states.iter().map(|(from, weight)| weight * self.problem.law_after(self.concept, *from)[state]).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CyclicSpec, HiddenMarkovParts};
    use nalgebra::DMatrix;

    fn cyclic() -> HiddenMarkovProblem {
        CyclicSpec { concepts: 2, states: 3, regularity: 0.6, noise: 0.3, delimiter: 0.1 }.problem().expect("a mixture")
    }

    /// Σ over all hidden paths of μ(h₁)e(o₁|h₁)T(h₁,h₂)e(o₂|h₂)…, one path at a time.
    fn by_enumeration(problem: &HiddenMarkovProblem, concept: usize, tokens: &[usize]) -> f64 {
        let states = problem.state_count();
        let path_count = states.pow(tokens.len() as u32);
        (0..path_count)
            .map(|code| {
                let path: Vec<usize> = (0..tokens.len()).map(|t| code / states.pow(t as u32) % states).collect();
                let start = problem.start(concept)[path[0]];
                let moves: f64 = path.windows(2).map(|pair| problem.transition(concept)[(pair[0], pair[1])]).product();
                let emitted: f64 = path.iter().zip(tokens).map(|(h, o)| problem.emissions()[(*h, *o)]).product();
                start * moves * emitted
            })
            .sum()
    }

    #[test]
    fn the_likelihood_is_that_of_all_hidden_paths() {
        let problem = cyclic();
        for tokens in [vec![1], vec![1, 2, 3], vec![0, 0, 1, 3, 2], vec![3, 3, 0, 2, 1, 1]] {
            for concept in 0..2 {
                let mut filter = ForwardFilter::of_document(&problem, concept);
                filter.observe_all(&tokens);
                let expected = by_enumeration(&problem, concept, &tokens);
                // At most six steps of a few roundings each.
                assert!((filter.log_likelihood().exp() / expected - 1.0).abs() < 1e-14, "{tokens:?}");
            }
        }
    }

    #[test]
    fn the_prediction_is_the_ratio_of_likelihoods() {
        let problem = cyclic();
        let mut filter = ForwardFilter::of_document(&problem, 1);
        filter.observe_all(&[1, 3, 0, 2]);
        let mut prediction = vec![0.0; 4];
        filter.add_prediction(1.0, &mut prediction);
        assert!((prediction.iter().sum::<f64>() - 1.0).abs() < 1e-14);
        for (token, predicted) in prediction.iter().enumerate() {
            let mut longer = filter.clone();
            longer.observe(token);
            let ratio = (longer.log_likelihood() - filter.log_likelihood()).exp();
            assert!((predicted - ratio).abs() < 1e-14);
        }
    }

    #[test]
    fn two_states_by_hand() {
        // Start ½, ½; state 0 is left with probability ¼, state 1 with ½; tokens tell the state with probability ¾ in state 1, surely in 0.
        let problem = HiddenMarkovProblem::from_parts(HiddenMarkovParts {
            starts: vec![DVector::from_vec(vec![0.5, 0.5])],
            transitions: vec![DMatrix::from_row_slice(2, 2, &[0.75, 0.25, 0.5, 0.5])],
            emissions: DMatrix::from_row_slice(2, 3, &[1.0, 0.0, 0.0, 0.0, 0.75, 0.25]),
            delimiter: 0,
            prompt_starts: vec![DVector::from_vec(vec![0.0, 1.0])],
        })
        .expect("a mixture");
        let mut filter = ForwardFilter::of_document(&problem, 0);
        filter.observe_all(&[1, 2, 0]);
        // ½·¾ · ½·¼ · ½ = 3/128.
        assert!((filter.log_likelihood() - (3.0f64 / 128.0).ln()).abs() < 1e-15);
    }

    #[test]
    fn a_document_of_a_hundred_thousand_tokens_does_not_underflow() {
        let problem = cyclic();
        let mut filter = ForwardFilter::of_document(&problem, 0);
        (0..100_000).for_each(|t| filter.observe(t % 4));
        assert!(filter.log_likelihood().is_finite() && filter.log_likelihood() < -1e5);
    }

    #[test]
    fn impossible_tokens_have_likelihood_zero() {
        let clear = CyclicSpec { concepts: 2, states: 3, regularity: 1.0, noise: 0.0, delimiter: 0.1 };
        let problem = clear.problem().expect("a mixture");
        let mut filter = ForwardFilter::of_document(&problem, 0);
        filter.observe_all(&[1, 3]);
        assert_eq!(filter.log_likelihood(), f64::NEG_INFINITY);
        filter.observe(1);
        assert_eq!(filter.log_likelihood(), f64::NEG_INFINITY);
    }
}
