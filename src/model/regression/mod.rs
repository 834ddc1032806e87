//! Teacher–student regression: a third family of problems, without latent concepts.
//!
//! A truth β* labels standard normal prompts with noise. A weak teacher is fitted to n such labels within a subspace span V_w, and a student
//! within span V_s to N pseudo-labels, which are the teacher's predictions on fresh prompts. The papers next to the one that this library is about
//! reason in this model: Dong et al. (arXiv 2502.05075), Moniri and Hassani (arXiv 2505.18346), Medvedev et al. (arXiv 2503.02877).

mod error;
mod problem;
mod spec;

pub use error::RegressionError;
pub use problem::RegressionProblem;
pub use spec::{ProjectionSpec, RegressionSpec, SubspacesSpec};
