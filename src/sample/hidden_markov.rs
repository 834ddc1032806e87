//! Prompts of a mixture of hidden Markov models.

use rand::{Rng, RngExt};

use super::draw_concept;
use crate::model::HiddenMarkovProblem;

/// A prompt: the tokens of its query and of its examples, and the concept and start law behind them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HiddenMarkovPrompt {
    /// θ*, the concept behind all examples and the query.
    pub concept: usize,
    /// The index of the start law, among the prompt starts of the problem.
    pub start: usize,
    /// The query x: the first k − 1 tokens of one more example.
    pub query: Vec<usize>,
    /// The examples, k tokens each, without delimiters.
    examples: Vec<usize>,
    /// k.
    example_length: usize,
}

impl HiddenMarkovPrompt {
    /// The examples, k tokens each.
    pub fn examples(&self) -> impl Iterator<Item = &[usize]> {
        self.examples.chunks_exact(self.example_length)
    }
}

/// Draws prompts: a concept from the prior, a start law, then the query and independent examples under both.
///
/// Source: Xie et al. (2021), section 2 and appendix F.1 (paper).
#[derive(Clone, Debug)]
pub struct HiddenMarkovSampler<'a> {
    problem: &'a HiddenMarkovProblem,
    example_length: usize,
    prompt_starts: Vec<Cumulative>,
    /// The law of the next state, by concept and state.
    transitions: Vec<Vec<Cumulative>>,
    /// The law of the token, by state.
    emissions: Vec<Cumulative>,
}

impl<'a> HiddenMarkovSampler<'a> {
    /// Prepares to draw prompts with examples of `example_length` tokens.
    ///
    /// # Panics
    ///
    /// If `example_length` is 0.
    pub fn new(problem: &'a HiddenMarkovProblem, example_length: usize) -> Self {
        assert!(example_length > 0, "an example has a token");
        let rows =
            |concept: usize| problem.transition(concept).row_iter().map(|row| Cumulative::new(row.iter())).collect();
        Self {
            problem,
            example_length,
            prompt_starts: problem.prompt_starts().iter().map(|start| Cumulative::new(start.iter())).collect(),
            transitions: (0..problem.concept_count()).map(rows).collect(),
            emissions: problem.emissions().row_iter().map(|row| Cumulative::new(row.iter())).collect(),
        }
    }

    /// Replaces `prompt` by a new one with this many examples.
    ///
    /// The query is drawn before the examples. So a prompt with fewer examples is the beginning of one with more examples.
    pub fn draw<R: Rng + ?Sized>(&self, prompt: &mut HiddenMarkovPrompt, examples: usize, rng: &mut R) {
        prompt.concept = draw_concept(self.problem.prior().probabilities().as_slice(), rng);
        prompt.start = rng.random_range(0..self.prompt_starts.len());
        prompt.example_length = self.example_length;
        prompt.query.clear();
        prompt.examples.clear();
        self.run_chain(prompt.concept, prompt.start, self.example_length - 1, &mut prompt.query, rng);
        for _ in 0..examples {
            self.run_chain(prompt.concept, prompt.start, self.example_length, &mut prompt.examples, rng);
        }
    }

    /// Appends the tokens of a chain to `tokens`.
    fn run_chain<R: Rng + ?Sized>(
        &self,
        concept: usize,
        start: usize,
        length: usize,
        tokens: &mut Vec<usize>,
        rng: &mut R,
    ) {
        let mut law = &self.prompt_starts[start];
        for _ in 0..length {
            let state = law.draw(rng);
            tokens.push(self.emissions[state].draw(rng));
            law = &self.transitions[concept][state];
        }
    }
}

/// A law on 0, 1, … by its distribution function, without the entries of probability zero.
#[derive(Clone, Debug)]
struct Cumulative {
    possible: Vec<usize>,
    /// The probability of the entries up to each possible one, but for the last, which has what is left.
    up_to: Vec<f64>,
}

impl Cumulative {
    fn new<'a>(law: impl Iterator<Item = &'a f64>) -> Self {
        let mut sum = 0.0;
        let (possible, mut up_to): (Vec<usize>, Vec<f64>) = law
            .enumerate()
            .filter(|(_, probability)| **probability > 0.0)
            .map(|(index, probability)| {
                sum += probability;
                (index, sum)
            })
            .unzip();
        up_to.pop();
        Self { possible, up_to }
    }

    /// Draws nothing from `rng` where there is nothing to choose.
    fn draw<R: Rng + ?Sized>(&self, rng: &mut R) -> usize {
        if self.up_to.is_empty() {
            return self.possible[0];
        }
        let uniform: f64 = rng.random();
        self.possible[self.up_to.partition_point(|sum| *sum <= uniform)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CyclicSpec, GincSpec, HiddenMarkovSpec};
    use crate::random::{ContentKey, Stream, open_stream};

    fn stream(content: &str) -> Stream {
        open_stream(1, &ContentKey::of(content), 0)
    }

    fn cyclic() -> HiddenMarkovProblem {
        let spec = CyclicSpec { concepts: 2, states: 3, regularity: 0.6, noise: 0.3, delimiter: 0.1 };
        HiddenMarkovProblem::new(&HiddenMarkovSpec::Cyclic(spec)).expect("a mixture")
    }

    /// Σ (observed − expected)²/expected of the pairs (first token, token `lag` later), given the concept.
    fn chi_square(counts: &[Vec<u32>], law: impl Fn(usize, usize) -> f64) -> f64 {
        let total: u32 = counts.iter().flatten().sum();
        let cells = counts.iter().enumerate().flat_map(|(a, row)| row.iter().enumerate().map(move |(b, n)| (a, b, *n)));
        cells.map(|(a, b, n)| (law(a, b), f64::from(n))).filter(|(p, _)| *p > 0.0).fold(0.0, |sum, (p, n)| {
            let expected = p * f64::from(total);
            sum + (n - expected).powi(2) / expected
        })
    }

    fn pair_counts(problem: &HiddenMarkovProblem, concept: usize) -> Vec<Vec<u32>> {
        let sampler = HiddenMarkovSampler::new(problem, 3);
        let (mut prompt, mut stream) = (HiddenMarkovPrompt::default(), stream("pairs of tokens"));
        let mut counts = vec![vec![0; 4]; 4];
        for _ in 0..20_000 {
            sampler.draw(&mut prompt, 2, &mut stream);
            if prompt.concept == concept {
                prompt.examples().for_each(|example| counts[example[0]][example[2]] += 1);
            }
        }
        counts
    }

    /// p(o₁ = a, o₃ = b) = Σ μ(h)e(a|h)T²(h, g)e(b|g).
    fn pair_law(problem: &HiddenMarkovProblem, concept: usize, a: usize, b: usize) -> f64 {
        let two_steps = problem.transition(concept) * problem.transition(concept);
        let emissions = problem.emissions();
        let start = &problem.prompt_starts()[0];
        let states = 0..problem.state_count();
        let pairs = states.clone().flat_map(|h| states.clone().map(move |g| (h, g)));
        pairs.map(|(h, g)| start[h] * emissions[(h, a)] * two_steps[(h, g)] * emissions[(g, b)]).sum()
    }

    /// 12 possible pairs, 11 degrees of freedom: χ² exceeds 42.6 with probability 1.2e-5.
    const MOST: f64 = 42.6;

    #[test]
    fn pairs_of_tokens_have_the_law_of_the_chain() {
        let problem = cyclic();
        let counts = pair_counts(&problem, 1);
        assert!(chi_square(&counts, |a, b| pair_law(&problem, 1, a, b)) < MOST);
        // The other concept's law must not pass.
        assert!(chi_square(&counts, |a, b| pair_law(&problem, 0, a, b)) > 10.0 * MOST);
    }

    #[test]
    fn longer_prompts_begin_like_shorter_ones() {
        let problem = cyclic();
        let sampler = HiddenMarkovSampler::new(&problem, 4);
        let draw = |examples: usize| {
            let mut prompt = HiddenMarkovPrompt::default();
            sampler.draw(&mut prompt, examples, &mut stream("one prompt"));
            prompt
        };
        let (short, long) = (draw(3), draw(8));
        assert_eq!((short.query.len(), short.examples().count(), long.examples().count()), (3, 3, 8));
        assert_eq!((short.concept, &short.query), (long.concept, &long.query));
        assert!(short.examples().eq(long.examples().take(3)));
    }

    #[test]
    fn the_starts_of_ginc_share_a_property() {
        let spec = HiddenMarkovSpec::Ginc(GincSpec { seed: 1, vocabulary: 50 });
        let problem = HiddenMarkovProblem::new(&spec).expect("a mixture");
        let sampler = HiddenMarkovSampler::new(&problem, 5);
        let (mut prompt, mut stream) = (HiddenMarkovPrompt::default(), stream("starts"));
        let mut concepts = [false; 5];
        for _ in 0..200 {
            sampler.draw(&mut prompt, 4, &mut stream);
            concepts[prompt.concept] = true;
            let start = &problem.prompt_starts()[prompt.start];
            let may_start = |token: usize| problem.emitters(token).iter().any(|(state, _)| start[*state] > 0.0);
            assert!(prompt.examples().all(|example| may_start(example[0])));
        }
        // A concept is missed with probability 5·0.8²⁰⁰ < 2e-19.
        assert_eq!(concepts, [true; 5]);
    }
}
