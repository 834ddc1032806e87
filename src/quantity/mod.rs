//! The registry of quantities: what can be measured by simulation.

mod bias;
mod calibration;
mod deconvolved;
mod experiment;
mod limit_fit;
mod naive;
mod prediction;
mod refined;
mod refined_mse;
mod registry;
mod source_batch;
mod strategy;

pub use experiment::{Experiment, Replicate};
pub use registry::{MakeExperiment, Quantity, QuantityError, all, by_name};
