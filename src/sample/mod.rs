//! Draws samples of labelled prompts and returns their moments.
//!
//! Least squares, ridge regression and the posterior over concepts need only the moments of a sample: its count, XᵀX, XᵀY and YᵀY.
//!
//! | sampler | draws |
//! | ------- | ----- |
//! | [`MomentSampler`] | the moments: example by example for every prompt law, or from their Wishart law for Gaussian prompts and normal noise |
//! | [`ExampleSampler`] | prompts and labels themselves, for learners that need more than moments |
//! | [`OrthogonalSampler`] | the moments of designed prompts |
//! | [`RegressionSampler`] | the moments of a student whose labels are the predictions of its teacher |
//! | [`ScaledPrompts`], [`draw_projection`] | prompts with any variances, and a Gaussian projection of them, in bulk |
//! | [`SignInterpolationSampler`] | the interpolation of signs with least norm |
//! | [`ResidualSampler`] | residual sums of squares of nested batches, which the posterior is computed from, for a group of replicates |
//! | [`PosteriorSampler`] | posteriors after batches, for a group of replicates |
//! | [`TiltedSampler`] | batches that mislead the source, drawn more often than they occur, with their weights |
//! | [`HiddenMarkovSampler`] | prompts of a mixture of hidden Markov models |

pub(crate) mod bidiagonal;
mod coordinates;
mod direct;
mod examples;
mod group;
mod hidden_markov;
mod labels;
pub(crate) mod lane_gram;
pub(crate) mod lane_moments;
mod largest_product;
mod moments;
mod orthogonal;
mod posteriors;
mod projection;
mod regression;
mod residuals;
mod sampler;
mod scaled_prompts;
mod sign_interpolation;
mod tilt;
mod tilted;
mod tilted_by_rejection;
mod tilted_gaussian;
mod wishart;

pub(crate) use bidiagonal::{BidiagonalSample, BidiagonalSquares};
pub use coordinates::PromptCoordinates;
pub use examples::{ExampleSampler, Examples};
pub use group::GROUP;
pub use hidden_markov::{HiddenMarkovPrompt, HiddenMarkovSampler};
pub use labels::{LabelLaw, LabelNoise};
pub(crate) use lane_gram::LaneGram;
pub(crate) use lane_moments::LaneMoments;
pub use moments::SampleMoments;
pub use orthogonal::OrthogonalSampler;
pub use posteriors::{PosteriorGroup, PosteriorSampler};
pub use projection::draw_projection;
pub use regression::RegressionSampler;
pub use residuals::ResidualSampler;
pub use sampler::{Composition, MomentSampler, draw_concept};
pub use scaled_prompts::ScaledPrompts;
pub use sign_interpolation::SignInterpolationSampler;
pub use tilt::Tilt;
pub use tilted::TiltedSampler;
