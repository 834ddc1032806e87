//! A network whose weights are written down, not trained: it is the posterior mean of a problem.

use std::fmt;

use nalgebra::DVector;
use thiserror::Error;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::nalgebra;

use crate::architecture::{Architecture, ArchitectureError, ArchitectureSpec, Gate, Norm};
use crate::network::Network;
use crate::tokens::{TokenForm, Tokens};

/// The most concepts with a positive prior.
pub const MOST_CONCEPTS: usize = 32;

/// The most coordinates of a prompt.
pub const MOST_COORDINATES: usize = 64;

/// The most examples of a prompt.
pub const MOST_EXAMPLES: usize = 200;

/// By how much a score of attention that is meant exceeds the others. e⁻⁴⁰ = 4e-18 is lost in rounding.
const GAP: f64 = 40.0;

/// A network of three blocks with weights written down from a problem. It predicts the posterior mean of the problem's source:
///
/// ```text
/// Σₖ α̂ₖ(D) βₖᵀx,   α̂ₖ ∝ αₖ exp(−Σᵢ (yᵢ − βₖᵀxᵢ)²/2σ²),   σ the noise that the source believes
/// ```
///
/// A concept that the prior excludes is left out. `docs/theory.md` states and proves it (Theorem A.4).
///
/// ```
/// use weak_to_strong::model::{ConceptSpec, ProblemSpec};
/// use weak_to_strong_transformer::ByHand;
///
/// // Concepts 1 and −1 on a line, σ = ½, an example (1, ½) and the query 2: odds exp(−2·¼ + 2·9/4) = e⁴.
/// let concepts = ConceptSpec::Vectors(vec![vec![1.0], vec![-1.0]]);
/// let by_hand = ByHand::new(&ProblemSpec::new(1, concepts).build()?, 1)?;
/// let predictions = by_hand.predict(&[1.0, 2.0], &[0.5]);
/// assert!(predictions[0].abs() < 1e-15);
/// assert!((predictions[1] - 2.0 * 2f64.tanh()).abs() < 1e-14);
/// println!("{by_hand}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ByHand {
    network: Network<f64>,
    tokens: Tokens,
    examples: usize,
}

/// Why a problem has no network by hand.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum ByHandError {
    /// A size is beyond what is tested.
    #[error("{value} {what}, but a network by hand is made for at most {most}; lower their number")]
    TooMany { what: &'static str, value: usize, most: usize },

    /// The network would be too large.
    #[error(transparent)]
    Architecture(#[from] ArchitectureError),
}

impl ByHand {
    /// The network of a problem, for prompts with up to `examples` examples.
    ///
    /// # Errors
    ///
    /// [`ByHandError::TooMany`] beyond [`MOST_CONCEPTS`], [`MOST_COORDINATES`] or [`MOST_EXAMPLES`].
    pub fn new(problem: &TransferProblem, examples: usize) -> Result<Self, ByHandError> {
        let concepts = Concept::all(problem);
        for (what, value, most) in [
            ("concepts", concepts.len(), MOST_CONCEPTS),
            ("coordinates", problem.dim(), MOST_COORDINATES),
            ("examples", examples, MOST_EXAMPLES),
        ] {
            if value > most {
                return Err(ByHandError::TooMany { what, value, most });
            }
        }
        let tokens = Tokens { dim: problem.dim(), form: TokenForm::Alternating { memory: concepts.len() } };
        let places = Places::new(problem.dim(), concepts.len());
        let spec = ArchitectureSpec {
            features: tokens.features(),
            width: places.width,
            heads: 1,
            layers: 3,
            hidden: concepts.len(),
            context: tokens.length(examples),
            norm: Norm::None,
            positions: false,
            gate: Gate::Product,
        };
        let mut network = Network::zeros(Architecture::new(spec)?);
        embed(&mut network, &places);
        compare(&mut network, &places, &concepts, problem.believed_noise());
        sum_up(&mut network, &places);
        answer(&mut network, &places, &concepts);
        Ok(Self { network, tokens, examples })
    }

    /// The same without one of its blocks, which then hands on what it gets. The answers are wrong.
    ///
    /// # Panics
    ///
    /// If there are fewer blocks.
    pub fn without_block(mut self, block: usize) -> Self {
        for part in ["attention.output", "mlp.output"] {
            self.network.tensor_mut(&format!("blocks.{block}.{part}")).fill(0.0);
        }
        self
    }

    /// The network.
    pub fn network(&self) -> &Network<f64> {
        &self.network
    }

    /// What it reads.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// A bound on the weight of attention that goes where it is not meant to go, in any of the blocks: 2e⁻⁴⁰ + 2e⁻¹⁶⁰ + … in the first, none in the
    /// second, and (2m + 1)e⁻⁴⁰ in the third.
    pub fn leak(&self) -> f64 {
        (2.0 * self.examples as f64 + 1.0).max(2.1) * (-GAP).exp()
    }

    /// The predictions for the labels of x₁…x_{m+1}, each from the examples before it. The arguments are those of [`Tokens::write`].
    ///
    /// # Panics
    ///
    /// As [`Tokens::write`], and if there are more examples than the network was made for.
    pub fn predict(&self, prompts: &[f64], labels: &[f64]) -> Vec<f64> {
        let mut sequence = Vec::new();
        self.tokens.write(prompts, labels, &mut sequence);
        let count = prompts.len() / self.tokens.dim;
        let predictions = self.network.predict(&sequence, self.tokens.length(count - 1));
        (0..count).map(|examples| predictions[self.tokens.query_place(examples)]).collect()
    }
}

impl fmt::Display for ByHand {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}, leak of attention at most {:.1e}", self.network.architecture(), self.leak())
    }
}

/// A concept with a positive prior.
struct Concept {
    log_prior: f64,
    vector: DVector<f64>,
}

impl Concept {
    fn all(problem: &TransferProblem) -> Vec<Self> {
        let prior = problem.source_prior().probabilities();
        let possible = problem.concepts().column_iter().zip(prior).filter(|(_, probability)| **probability > 0.0);
        possible
            .map(|(vector, probability)| Self { log_prior: probability.ln(), vector: vector.into_owned() })
            .collect()
    }
}

/// Which coordinates of the stream hold what. All but `x` to `square` are 0 at first.
struct Places {
    /// x of a token (d), and y.
    x: usize,
    y: usize,
    /// The number of a memory token (K).
    memory: usize,
    /// 1, whether the token belongs to the prompt, its position p, and p².
    one: usize,
    of_prompt: usize,
    position: usize,
    square: usize,
    /// x of the token before (d).
    last_x: usize,
    /// log odds of the concepts against the first by one example, their mean over tokens, their sum, and the posterior (K each).
    evidence: usize,
    mean: usize,
    total: usize,
    posterior: usize,
    answer: usize,
    width: usize,
    dim: usize,
    count: usize,
}

impl Places {
    fn new(dim: usize, count: usize) -> Self {
        let mut width = 0;
        let mut next = |size: usize| {
            width += size;
            width - size
        };
        // The first five are the features of a token, in their order.
        let (memory, x, y, of_prompt, position, square) = (next(count), next(dim), next(1), next(1), next(1), next(1));
        let (one, last_x, answer) = (next(1), next(dim), next(1));
        let (evidence, mean, total, posterior) = (next(count), next(count), next(count), next(count));
        let places = Self {
            x,
            y,
            memory,
            one,
            of_prompt,
            position,
            square,
            last_x,
            evidence,
            mean,
            total,
            posterior,
            answer,
            width,
            dim,
            count,
        };
        Self { width, ..places }
    }
}

/// A matrix of a network, to be written entry by entry.
struct Entries<'a> {
    numbers: &'a mut [f64],
    columns: usize,
}

impl Entries<'_> {
    fn set(&mut self, input: usize, output: usize, number: f64) {
        self.numbers[input * self.columns + output] = number;
    }
}

/// The parts of a block.
struct BlockWeights<'a> {
    network: &'a mut Network<f64>,
    layer: usize,
    width: usize,
    hidden: usize,
}

impl<'a> BlockWeights<'a> {
    fn new(network: &'a mut Network<f64>, layer: usize, places: &Places) -> Self {
        Self { network, layer, width: places.width, hidden: places.count }
    }

    fn entries(&mut self, part: &str, columns: usize) -> Entries<'_> {
        Entries { numbers: self.network.tensor_mut(&format!("blocks.{}.{part}", self.layer)), columns }
    }

    /// The score qᵀk/√width of two tokens gets the term `factor`·aᵢ·bⱼ, for coordinate `query` of the token and `key` of the other one. `part` tells the terms apart.
    fn score(&mut self, part: usize, [query, key]: [usize; 2], factor: f64) {
        let width = self.width;
        let mut entries = self.entries("attention.input", 3 * width);
        entries.set(query, part, factor * (width as f64).sqrt());
        entries.set(key, width + part, 1.0);
    }

    /// Attention carries `count` coordinates from `from` of other tokens to `to` of the token.
    fn carry(&mut self, from: usize, to: usize, count: usize) {
        let width = self.width;
        for i in 0..count {
            self.entries("attention.input", 3 * width).set(from + i, 2 * width + i, 1.0);
            self.entries("attention.output", width).set(i, to + i, 1.0);
        }
    }

    /// The coordinate `input` has this factor in the left or right linear form of a hidden unit.
    fn form(&mut self, side: &str, unit: usize, input: usize, factor: f64) {
        let hidden = self.hidden;
        self.entries(&format!("mlp.{side}.weight"), hidden).set(input, unit, factor);
    }

    /// The product of the two forms of a hidden unit is added to the coordinate `output`.
    fn output(&mut self, unit: usize, output: usize) {
        let width = self.width;
        self.entries("mlp.output", width).set(unit, output, 1.0);
    }
}

/// Features become coordinates, and one coordinate is 1.
fn embed(network: &mut Network<f64>, places: &Places) {
    let features = network.architecture().spec().features;
    let mut weight = Entries { numbers: network.tensor_mut("embedding.weight"), columns: places.width };
    (0..features).for_each(|feature| weight.set(feature, feature, 1.0));
    network.tensor_mut("embedding.bias")[places.one] = 1.0;
    network.tensor_mut("readout.weight")[places.answer] = 1.0;
}

/// Block 1: each token gets the x of the token before it, by scores −40(p′ − p + 1)² up to a term without p′. At y-tokens the hidden units are
///
/// ```text
/// ((yᵢ − β₁ᵀxᵢ)² − (yᵢ − βₖᵀxᵢ)²)/2σ² = (βₖ − β₁)ᵀxᵢ/σ² · (yᵢ − ½(β₁ + βₖ)ᵀxᵢ)
/// ```
fn compare(network: &mut Network<f64>, places: &Places, concepts: &[Concept], noise: f64) {
    let mut block = BlockWeights::new(network, 0, places);
    let (one, position) = (places.one, places.position);
    block.score(0, [position, position], 2.0 * GAP);
    block.score(0, [one, position], -2.0 * GAP);
    block.score(1, [one, places.square], -GAP);
    block.carry(places.x, places.last_x, places.dim);
    for (k, concept) in concepts.iter().enumerate() {
        let difference = (&concept.vector - &concepts[0].vector) / noise.powi(2);
        let middle = (&concept.vector + &concepts[0].vector) * 0.5;
        block.form("right", k, places.y, 1.0);
        for i in 0..places.dim {
            block.form("left", k, places.last_x + i, difference[i]);
            block.form("right", k, places.last_x + i, -middle[i]);
        }
        block.output(k, places.evidence + k);
    }
}

/// Block 2: the mean over all K + p tokens so far, times their number.
fn sum_up(network: &mut Network<f64>, places: &Places) {
    let mut block = BlockWeights::new(network, 1, places);
    block.carry(places.evidence, places.mean, places.count);
    for k in 0..places.count {
        block.form("left", k, places.mean + k, 1.0);
        block.form("right", k, places.position, 1.0);
        block.form("right", k, places.one, places.count as f64);
        block.output(k, places.total + k);
    }
}

/// Block 3: attention to memory token k by its log odds, which gives the posterior, and then Σ α̂ₖ·βₖᵀx. The log odds of concept 1 are 0, so tokens of the
/// prompt, whose score is −40, get next to nothing.
fn answer(network: &mut Network<f64>, places: &Places, concepts: &[Concept]) {
    let mut block = BlockWeights::new(network, 2, places);
    for (k, concept) in concepts.iter().enumerate() {
        block.score(k, [places.total + k, places.memory + k], 1.0);
        block.score(k, [places.one, places.memory + k], concept.log_prior - concepts[0].log_prior);
    }
    block.score(places.count, [places.one, places.of_prompt], -GAP);
    block.carry(places.memory, places.posterior, places.count);
    for (k, concept) in concepts.iter().enumerate() {
        block.form("left", k, places.posterior + k, 1.0);
        for i in 0..places.dim {
            block.form("right", k, places.x + i, concept.vector[i]);
        }
        block.output(k, places.answer);
    }
}
