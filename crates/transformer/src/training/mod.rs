//! Training on prompts of a problem's source.

mod adam;
mod posterior_means;

pub use posterior_means::posterior_means;
