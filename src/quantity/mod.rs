//! The registry of quantities: what can be measured by simulation.

mod bias;
mod experiment;
mod naive;
mod refined;
mod refined_mse;
mod registry;

pub use experiment::{Experiment, Replicate};
pub use registry::{MakeExperiment, Quantity, QuantityError, all, by_name};
