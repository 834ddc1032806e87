//! Propositions about weak-to-strong generalization: problems, samplers, learners, theory, and assertions for your own estimator.
//!
//! The model is the latent-concept transfer of Somerstep et al. (ICLR 2025, arXiv 2405.16236). A problem that exists is valid; its bounds and
//! rates are computed:
//!
//! ```
//! use weak_to_strong::model::{ConceptSpec, ProblemSpec, WeakSpec};
//! use weak_to_strong::theory::{AlignmentRate, segment_bound};
//!
//! let problem = ProblemSpec::new(32, ConceptSpec::Orthonormal(8)).weak(WeakSpec::biased(0.8, 0.6, 0.5)).build()?;
//! // No penalty lets naive fine-tuning below this mean squared error …
//! assert!(segment_bound(&problem.squared_biases()) > 0.34);
//! // … and refinement's misalignment decays at this exponent in the batch size.
//! assert!(AlignmentRate::new(&problem)?.misalignment_exponent()? > 0.2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! In the tests of your own estimator, with strategies from the crate `weak-to-strong-proptest`:
//!
//! ```
//! use proptest::prelude::*;
//! use weak_to_strong::prelude::*;
//! use weak_to_strong_proptest::moderate_problems;
//!
//! // Proposition 3.2 on problems of all shapes: a right estimator is refuted once in a million checks.
//! proptest!(ProptestConfig::with_cases(16), |(problem in moderate_problems(5), penalty in 0.05..2.0f64)| {
//!     let source = problem.source_mean();
//!     let mine = |sample: &_| FineTuning::new(sample, &source)?.ridge(penalty);
//!     check_naive_fine_tuning(&problem, 20, &Trial::default(), mine).map_err(|refuted| TestCaseError::fail(refuted.to_string()))?;
//! });
//! ```
//!
//! # How the code is laid out
//!
//! Each module uses only modules further down this list.
//!
//! | module | holds |
//! | ------ | ----- |
//! | [`prelude`] | the names that most users need |
//! | [`assertions`] | a user's own estimator held against the propositions |
//! | [`learn`], [`theory`], [`evidence`] | learners, bounds and rates, confidence intervals; strangers to each other, so that a formula is never checked against itself |
//! | [`sample`] | moments of samples |
//! | [`model`] | transfer problems |
//! | [`random`] | the one place that opens a stream of random numbers; random numbers in bulk |
//! | [`numeric`] | tools without concepts |
//!
//! [`kernel`] stands beside them: it shows the lab what its fast paths are made of, and promises no stability.
//!
//! Above this crate stand `weak-to-strong-transformer` (networks that learn in context), `weak-to-strong-lab` (quantities, formulas, studies, claims),
//! `weak-to-strong-report` (figures, tables, pages) and `w2s` (the program).

pub mod assertions;
pub mod evidence;
pub mod kernel;
pub mod learn;
pub mod model;
pub mod numeric;
pub mod prelude;
pub mod random;
pub mod sample;
pub mod theory;

pub use nalgebra;
pub use rand;
