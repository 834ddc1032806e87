//! From the moments of observations to estimates, their covariances and confidence intervals.
//!
//! An [`Inference`] is a list of estimators, one for each requested number. It is separate from the code that draws observations, which need not know
//! how they are used.

mod combined_mean;
mod dominating;
mod estimator;
mod importance;
mod joint;
mod linear_form;
mod linear_part;
#[cfg(test)]
mod linear_tests;
mod linear_weights;
mod mean;
mod of_means;
mod quantile;
mod range;
mod variance;
mod tails;
mod weighted;

pub use dominating::Dominating;
pub use estimator::Estimator;
pub use importance::Importance;
pub use joint::Inference;
pub use mean::Mean;
#[cfg(test)]
pub(crate) use of_means::gradient_gap;
pub use of_means::{FunctionOfMeans, OfMeans};
pub use quantile::Quantile;
pub use range::Range;
pub use variance::Variance;
pub use weighted::Weighted;
