//! The second latent-concept family: a mixture of hidden Markov models (Xie et al. 2021, arXiv 2111.02080).
//!
//! A concept θ is a transition matrix over hidden states; emissions are shared. A pretraining document is a run of one
//! concept's chain. A prompt is a row of examples of length k, each drawn under the prompt's concept θ* from the prompt's own
//! start law and closed by the delimiter, and a query: the first k − 1 tokens of one more example. The learner takes
//! the prompt for a document and predicts its next token under the mixture.

mod cyclic;
mod distinguishability;
mod error;
mod example_tree;
mod forward;
mod ginc;
mod problem;
mod spec;

pub use cyclic::CyclicSpec;
pub use error::HiddenMarkovError;
pub use example_tree::{ExampleLaw, Forward, visit_examples};
pub use forward::ForwardFilter;
pub use ginc::GincSpec;
pub use problem::{HiddenMarkovParts, HiddenMarkovProblem};
pub use spec::HiddenMarkovSpec;
