//! Samples of labelled prompts, handed out as moments.
//!
//! Least squares, ridge regression and the posterior over concepts see a sample only through its count, XᵀX,
//! XᵀY and YᵀY. [`MomentSampler`] draws these: by streaming over examples for every prompt law, or straight from their
//! Wishart law for Gaussian prompts and normal noise. [`OrthogonalSampler`] draws those of designed prompts,
//! [`RegressionSampler`] those of a student whose labels are its teacher's. [`ResidualSampler`] draws for many replicates at once what the
//! posterior sees of nested batches, [`PosteriorSampler`] the posterior itself, and [`TiltedSampler`] batches that mislead the source far
//! more often than they occur, with their weights.

pub(crate) mod bidiagonal;
mod coordinates;
mod direct;
mod group;
mod hidden_markov;
mod labels;
pub(crate) mod lane_moments;
mod largest_product;
mod moments;
mod orthogonal;
mod posteriors;
mod regression;
mod residuals;
mod sampler;
mod tilt;
mod tilted;
mod tilted_bounded;
mod tilted_gaussian;
mod wishart;

pub(crate) use bidiagonal::BidiagonalSample;
pub use coordinates::PromptCoordinates;
pub use group::GROUP;
pub use hidden_markov::{HiddenMarkovPrompt, HiddenMarkovSampler};
pub use labels::{LabelLaw, LabelNoise};
pub(crate) use lane_moments::LaneMoments;
pub use moments::SampleMoments;
pub use orthogonal::OrthogonalSampler;
pub use posteriors::{PosteriorGroup, PosteriorSampler};
pub use regression::RegressionSampler;
pub use residuals::ResidualSampler;
pub use sampler::{Composition, MomentSampler, draw_concept};
pub use tilt::Tilt;
pub use tilted::TiltedSampler;
