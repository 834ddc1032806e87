//! A laboratory for propositions about weak-to-strong generalization: sample, learn, compare with theory, with controlled error.
//!
//! In the tests of your own estimator, with `weak-to-strong = { version = "0.1", default-features = false, features = ["proptest"] }`:
//!
#![cfg_attr(feature = "proptest", doc = "```")]
#![cfg_attr(not(feature = "proptest"), doc = "```ignore")]
//! use proptest::prelude::*;
//! use weak_to_strong::assertions::{Trial, check_naive_fine_tuning};
//! use weak_to_strong::learn::FineTuning;
//! use weak_to_strong::strategies::moderate_problems;
//!
//! // Proposition 3.2 on problems of all shapes: a right estimator is refuted once in a million checks.
//! proptest!(ProptestConfig::with_cases(16), |(problem in moderate_problems(5), penalty in 0.05..2.0f64)| {
//!     let source = problem.source_mean();
//!     let mine = |sample: &_| FineTuning::new(sample, &source)?.ridge(penalty);
//!     prop_assert!(check_naive_fine_tuning(&problem, 20, &Trial::default(), mine).is_ok());
//! });
//! ```
//!
//! `examples/own_estimator` is a crate with such tests, which find the bugs that its feature `planted-bug` plants. The [`tour`] leads from the
//! paper's notation to the names of the code. Without the default features problems, samplers, learners, theory and assertions are built; the feature `claims`
//! adds quantities, formulas and claim files.
//!
#![doc = include_str!("../README.md")]
//! # How the code is laid out
//!
//! A **quantity** is measured by simulation, a **formula** is computed exactly, a **relation** says how they must compare, and a
//! **claim** joins the three over a sweep of problems. Each module uses only modules further down this list.
//! How to check a proposition of your own is in `docs/tutorial.md`, how to add a quantity or a formula in `docs/add-a-quantity.md`.
//!
//! | module | holds |
//! | ------ | ----- |
//! | `report` | tables, figures, `checks.json`, `paper_checks.md` |
//! | [`assertions`], `strategies` | a user's own estimator held against the propositions; strategies for property-based tests (feature `proptest`) |
//! | [`claim`] | (feature `claims`) claim files, expressions, verdicts, the search for counterexamples |
//! | [`study`] | (feature `claims`) sweeps, the parallel run of replicates, and the store of its results |
//! | [`quantity`], [`formula`] | (feature `claims`) the two registries; they do not know each other and meet only in a claim |
//! | [`learn`], [`theory`], [`evidence`] | learners, bounds and rates, confidence intervals; strangers to each other, so that a formula is never checked against itself |
//! | [`sample`], [`model`] | moments of samples; transfer problems |
//! | [`random`] | the one place that opens a stream of random numbers; random numbers in bulk |
//! | [`numeric`] | tools without concepts; what kernels need to use the processor's vectors |

pub mod assertions;
#[cfg(feature = "claims")]
pub mod claim;
pub mod evidence;
#[cfg(feature = "claims")]
pub mod formula;
pub mod learn;
pub mod model;
pub mod numeric;
#[cfg(feature = "claims")]
pub mod quantity;
pub mod random;
#[cfg(feature = "report")]
pub mod report;
pub mod sample;
#[cfg(feature = "proptest")]
pub mod strategies;
#[cfg(feature = "claims")]
pub mod study;
pub mod theory;

#[cfg(feature = "claims")]
#[doc = include_str!("../docs/tour.md")]
pub mod tour {}
