//! Teacher–student regression: a third family of problems, without latent concepts.
//!
//! A truth β* labels standard normal prompts with noise. A weak teacher is fitted to n such labels within the subspace span V_w. A student is
//! fitted within span V_s to N pseudo-labels, the predictions of the teacher on fresh prompts. This is the model of Dong et al. (arXiv 2502.05075),
//! Moniri and Hassani (arXiv 2505.18346) and Medvedev et al. (arXiv 2503.02877).

mod error;
mod problem;
mod spec;

pub use error::RegressionError;
pub use problem::RegressionProblem;
pub use spec::{ProjectionSpec, RegressionSpec, SubspacesSpec};
