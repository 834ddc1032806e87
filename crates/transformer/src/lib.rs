//! Small transformers that learn in context.
//!
//! A [`Network`] is a decoder of a few ten thousand parameters, written for processors. It gives the same bits for a prompt alone and in any batch, for any
//! number of threads.

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
mod training_spec;

pub use architecture::{
    Architecture, ArchitectureError, ArchitectureSpec, Gate, MOST_CONTEXT, MOST_LAYERS, MOST_PARAMETERS, MOST_UNITS,
    MOST_WIDTH, Norm,
};
pub use by_hand::{ByHand, ByHandError, MOST_CONCEPTS, MOST_COORDINATES, MOST_EXAMPLES};
pub use file::{FileError, Header, LAYOUT, MOST_BYTES, NetworkFile, TrainingRecord, Weights};
pub use layout::Tensor;
pub use network::Network;
pub use number::Number;
pub use tokens::{TokenForm, Tokens};
pub use training::posterior_means;
pub use training_spec::{Targets, TrainingSpec, TrainingSpecError};
