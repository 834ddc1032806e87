//! Small transformers that learn in context: built by hand, trained, and read from files.
//!
//! The posterior mean of a mixture of linear regressions is realised by a transformer (Theorem A.4 of arXiv 2405.16236, after Pathak et al., arXiv 2311.08362).
//! [`ByHand`] is such a transformer: its weights are written down from a problem. [`train`] makes one that comes near it, from examples alone. Both run
//! through one [`Network`], a decoder written for processors. It gives the same bits for a prompt alone and in any batch, for any number of threads.
//!
//! ```
//! use weak_to_strong::model::{ConceptSpec, ProblemSpec};
//! use weak_to_strong_transformer::{Trainer, TrainingSpec};
//!
//! let problem = ProblemSpec::new(2, ConceptSpec::Orthonormal(2)).build()?;
//! let spec = TrainingSpec { width: 16, layers: 1, hidden: 16, examples: 4, batch: 8, steps: 10, ..TrainingSpec::default() };
//! let mut trainer = Trainer::new(&spec, &problem)?;
//! while trainer.steps_done() < spec.steps {
//!     trainer.step()?;
//! }
//! // Predictions for x₁ = (1, 0), and for x₂ = (0, 1) after the example (x₁, 1). The label of x₂ is not read.
//! let predictions = trainer.file().predict(&[1.0, 0.0, 0.0, 1.0], &[1.0, f64::NAN], 1);
//! assert_eq!(predictions.len(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | module | holds |
//! | ------ | ----- |
//! | `by_hand`, `training` | the construction of Theorem A.4; batches, AdamW, the training and its files, fine-tuning |
//! | `file` | networks in files |
//! | `gradient`, `training_spec` | the derivative of a network; how one is trained |
//! | `network`, `tokens` | a network; what it reads |
//! | `layer`, `layout` | norms, attention and gates; where the tensors stand |
//! | `product`, `architecture` | products of matrices; the shape of a network |
//! | `number` | the two kinds of numbers |

mod architecture;
mod by_hand;
mod file;
mod gradient;
mod layer;
mod layout;
mod network;
mod number;
mod product;
mod tokens;
mod training;
mod training_file;
mod training_spec;

pub use architecture::{
    Architecture, ArchitectureError, ArchitectureSpec, Gate, MOST_CONTEXT, MOST_LAYERS, MOST_PARAMETERS, MOST_UNITS,
    MOST_WIDTH, Norm,
};
pub use by_hand::{ByHand, ByHandError, MOST_CONCEPTS, MOST_COORDINATES, MOST_EXAMPLES};
pub use file::{FileError, Header, LAYOUT, Listed, MOST_BYTES, NetworkFile, TrainingRecord, Weights};
pub use layout::Tensor;
pub use network::Network;
pub use number::Number;
pub use tokens::{TokenForm, Tokens};
pub use training::{
    Difference, FineTuningSpec, HeldOut, LabelledPrompts, Progress, Trainer, TrainingError, posterior_means, train,
};
pub use training_file::TrainingFile;
pub use training_spec::{Targets, TrainingSpec, TrainingSpecError};
