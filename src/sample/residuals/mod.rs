//! Residual sums of squares of batches, for a group of replicates. The posterior over concepts depends on a batch only through them.
//!
//! [`ResidualSampler`] draws RSSₖ = Σᵢ (Y′ᵢ − βₖᵀXᵢ)² for every concept at several batch sizes. For Gaussian prompts the cost does not
//! grow with the batch.

mod given_labels;
mod residual_sampler;
mod streaming;
mod wishart;

pub use residual_sampler::ResidualSampler;
