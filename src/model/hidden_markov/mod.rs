//! The second latent-concept family: a mixture of hidden Markov models (Xie et al. 2021, arXiv 2111.02080).
//!
//! A concept θ is a transition matrix over hidden states. All concepts share the emissions. A pretraining document is a path of the chain of one
//! concept. A prompt consists of examples of length k and a query. All are drawn under the prompt's concept θ*, from the prompt's own start law.
//! A delimiter follows each example. The query is the first k − 1 tokens of one more example. The learner reads the prompt as if it were a
//! document, and predicts the next token under the mixture.

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
