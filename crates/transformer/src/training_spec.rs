//! How a network is trained.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use weak_to_strong::model::TransferProblem;

use crate::architecture::{Architecture, ArchitectureError, ArchitectureSpec, Gate, Norm};
use crate::tokens::{TokenForm, Tokens};

/// Pieces of a batch, each of which a thread computes alone. Their derivatives are added in this order.
pub(crate) const PIECES: usize = 8;

/// How a network is trained: its shape, and the steps. Numbers count steps and prompts, never seconds.
///
/// ```
/// use weak_to_strong_transformer::TrainingSpec;
///
/// let spec = TrainingSpec { steps: 500, ..TrainingSpec::default() };
/// // The rate rises for 200 steps, and falls to 0 at the end.
/// assert_eq!((spec.rate_at(99), spec.rate_at(500)), (0.5 * spec.rate, 0.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TrainingSpec {
    /// Numbers that a block hands on to the next.
    pub width: usize,
    /// Heads of attention.
    pub heads: usize,
    /// Blocks.
    pub layers: usize,
    /// Hidden units of a block.
    pub hidden: usize,
    /// What is done to the input of layers.
    pub norm: Norm,
    /// Whether a vector for each position is learned.
    pub positions: bool,
    /// How the linear forms of a hidden unit are joined.
    pub gate: Gate,
    /// Whether tokens hold products of the example before: [`TokenForm::Products`], not [`TokenForm::Plain`].
    pub products: bool,
    /// The most examples of a prompt.
    pub examples: usize,
    /// What the network learns to predict.
    pub targets: Targets,
    /// How much wider than the source's law that of the labels in training is. To the concept behind a prompt's examples a normal vector of length about
    /// `spread` is added, and to each label a noise of deviation `spread`·|z|·σ with a normal z for each prompt. A network that learns the posterior mean
    /// then meets labels that the source does not expect. With labels as targets it is 0.
    pub spread: f64,
    /// Prompts of a step, a multiple of 8.
    pub batch: usize,
    /// Steps of the whole training.
    pub steps: u64,
    /// Steps in which the rate rises from 0.
    pub warm_up: u64,
    /// The greatest rate of AdamW.
    pub rate: f64,
    /// The share of `rate` by which AdamW shrinks parameters.
    pub weight_decay: f64,
    /// Names the random numbers of all batches and of the first parameters.
    pub seed: u64,
}

/// What a network learns to predict at x_i from the examples before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Targets {
    /// The label y_i.
    Labels,
    /// The posterior mean of the source.
    PosteriorMean,
}

impl Default for TrainingSpec {
    /// Three blocks of width 48 with 4 heads, norms and SwiGLU, 65,000 parameters for 8 dimensions, which learn from products and true labels.
    fn default() -> Self {
        Self {
            width: 48,
            heads: 4,
            layers: 3,
            hidden: 80,
            norm: Norm::RootMeanSquare,
            positions: false,
            gate: Gate::Swish,
            products: true,
            examples: 32,
            targets: Targets::Labels,
            spread: 0.0,
            batch: 64,
            steps: 6000,
            warm_up: 200,
            rate: 6e-3,
            weight_decay: 0.01,
            seed: 1,
        }
    }
}

/// A fault of a [`TrainingSpec`].
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum TrainingSpecError {
    /// The network cannot be.
    #[error(transparent)]
    Architecture(#[from] ArchitectureError),

    /// A batch is cut into eight equal pieces.
    #[error("batch = {batch}: must be a multiple of {PIECES} from {PIECES} to {most}; write for example batch = 64", most = MOST_BATCH)]
    Batch { batch: usize },

    /// Nothing to train.
    #[error("steps = {steps}: must be a whole number from 1 to {most}; write for example steps = 6000", most = MOST_STEPS)]
    Steps { steps: u64 },

    /// Labels of a wider law have another mean.
    #[error(
        "spread = {spread} with targets = \"labels\": the mean of such labels is not the posterior mean; write targets = \"posterior_mean\", or spread = 0"
    )]
    SpreadLabels { spread: f64 },

    /// A training holds the parameters many times.
    #[error(
        "the network has {count} parameters, and at most {MOST_TRAINED_PARAMETERS} are trained; lower width, layers or hidden"
    )]
    TooManyParameters { count: usize },

    /// A number is out of range.
    #[error("{key} = {value}: must be a number from 0 to 1; write for example {key} = {remedy}")]
    Number { key: &'static str, value: f64, remedy: f64 },
}

/// The most parameters of a network that is trained. With the moments of AdamW, the derivatives of each piece and what is written to files, a training holds
/// up to twenty numbers for each, which are 640 MB.
const MOST_TRAINED_PARAMETERS: usize = 8_000_000;

/// The most prompts of a step.
const MOST_BATCH: usize = 4096;

/// The most steps, whose number a file holds exactly.
const MOST_STEPS: u64 = 1_000_000_000;

impl TrainingSpec {
    /// What a token holds.
    pub fn tokens(&self, problem: &TransferProblem) -> Tokens {
        let form = if self.products { TokenForm::Products } else { TokenForm::Plain };
        Tokens { dim: problem.dim(), form }
    }

    /// Checks everything, and returns the network's shape.
    ///
    /// # Errors
    ///
    /// [`TrainingSpecError`], which names the key, its value and the remedy.
    pub fn architecture(&self, problem: &TransferProblem) -> Result<Architecture, TrainingSpecError> {
        if !self.batch.is_multiple_of(PIECES) || !(PIECES..=MOST_BATCH).contains(&self.batch) {
            return Err(TrainingSpecError::Batch { batch: self.batch });
        }
        if !(1..=MOST_STEPS).contains(&self.steps) {
            return Err(TrainingSpecError::Steps { steps: self.steps });
        }
        for (key, value, remedy) in
            [("rate", self.rate, 6e-3), ("weight_decay", self.weight_decay, 0.01), ("spread", self.spread, 1.0)]
        {
            if !(0.0..=1.0).contains(&value) {
                return Err(TrainingSpecError::Number { key, value, remedy });
            }
        }
        if self.spread > 0.0 && self.targets == Targets::Labels {
            return Err(TrainingSpecError::SpreadLabels { spread: self.spread });
        }
        let tokens = self.tokens(problem);
        let &Self { width, heads, layers, hidden, norm, positions, gate, .. } = self;
        let (features, context) = (tokens.features(), tokens.length(self.examples));
        let spec = ArchitectureSpec { features, width, heads, layers, hidden, context, norm, positions, gate };
        let architecture = Architecture::new(spec)?;
        let count = architecture.parameter_count();
        if count > MOST_TRAINED_PARAMETERS {
            return Err(TrainingSpecError::TooManyParameters { count });
        }
        Ok(architecture)
    }

    /// The rate of step t, counted from 0. It rises in equal steps during the warm-up, and falls as half a period of the cosine to 0 at the end.
    pub fn rate_at(&self, step: u64) -> f64 {
        let warm_up = self.warm_up.min(self.steps);
        if step < warm_up {
            return self.rate * (step + 1) as f64 / warm_up as f64;
        }
        let done = (step - warm_up) as f64 / (self.steps - warm_up).max(1) as f64;
        self.rate * 0.5 * (1.0 + (std::f64::consts::PI * done.min(1.0)).cos())
    }
}
