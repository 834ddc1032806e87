//! The registry of quantities: what can be measured by simulation.

mod bias;
mod calibration;
mod deconvolved;
mod error_range;
mod excess_over_naive;
mod experiment;
mod hidden_markov;
mod hull;
mod learned;
mod learner;
mod limit_fit;
mod many_answers;
mod misalignment;
mod naive;
mod prediction;
mod quantities;
mod rare_misalignment;
mod refined;
mod refined_labels;
mod refined_mse;
mod registry;
mod regression;
mod replicates;
mod ridge_path;
mod sampler_version;
mod source_batch;
mod strategy;
mod tangent_cone;
mod weak_batches;

pub use experiment::{Draw, Experiment, Undefined};
pub use quantities::Quantities;
pub use registry::{MadeExperiment, MakeExperiment, Quantity, QuantityError, all, by_name};
pub use replicates::Replicates;
pub use sampler_version::{SAMPLERS, sampler_version};
