#![doc = include_str!("../README.md")]
//! # How the code is laid out
//!
//! A **quantity** is measured by simulation, a **formula** is computed exactly, a **relation** says how they must compare, and a
//! **claim** joins the three over a sweep of problems. Each module uses only modules further down this list.
//! How to check a proposition of your own is in `docs/tutorial.md`, how to add a quantity or a formula in `docs/add-a-quantity.md`.
//!
//! | module | holds |
//! | ------ | ----- |
//! | [`report`] | tables, figures, `checks.json`, `paper_checks.md` |
//! | [`claim`] | claim files, expressions, verdicts, the search for counterexamples |
//! | [`study`] | sweeps, the parallel run of replicates, and the store of its results |
//! | [`quantity`], [`formula`] | the two registries; they do not know each other and meet only in a claim |
//! | [`learn`], [`theory`], [`evidence`] | learners, bounds and rates, confidence intervals; strangers to each other, so that a formula is never checked against itself |
//! | [`sample`], [`model`] | moments of samples; transfer problems |
//! | [`random`] | the one place that opens a stream of random numbers; random numbers in bulk |
//! | [`numeric`] | tools without concepts; what kernels need to use the processor's vectors |

pub mod claim;
pub mod evidence;
pub mod formula;
pub mod learn;
pub mod model;
pub mod numeric;
pub mod quantity;
pub mod random;
pub mod report;
pub mod sample;
pub mod study;
pub mod theory;
