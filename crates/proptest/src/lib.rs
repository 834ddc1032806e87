//! Strategies of [proptest](https://docs.rs/proptest) for transfer problems and their parts.
//!
//! Each strategy often draws the edges of its domain: one concept, as many concepts as dimensions, priors with zeros or with nearly all mass on
//! one concept, noise from 1e-8 to 1e8, concepts at an angle of 1e-9. It shrinks towards the case that is easiest to read: few dimensions,
//! orthonormal concepts, a uniform prior, noise ½.
//!
//! ```
//! use proptest::prelude::*;
//! use weak_to_strong_proptest::problems;
//! use weak_to_strong::theory::{harmonic_bound, segment_bound};
//!
//! proptest!(|(problem in problems(6))| {
//!     let biases = problem.squared_biases();
//!     prop_assert!(segment_bound(&biases) <= biases.source.min(biases.weak) * (1.0 + 1e-9));
//!     if biases.cross >= 0.0 {
//!         prop_assert!(segment_bound(&biases) <= 2.0 * harmonic_bound(&biases) * (1.0 + 1e-9));
//!     }
//! });
//! ```

mod concepts;
mod edges;
mod numbers;
mod priors;
mod problems;

pub use concepts::{concepts, nearly_parallel_concepts, with_gram_matrix};
pub use numbers::{batch_sizes, noises, penalties, sample_counts};
pub use priors::{nearly_degenerate_priors, priors, sparse_priors};
pub use problems::{moderate_problems, problem_specs, problems, prompt_laws, weak_supervisors};
