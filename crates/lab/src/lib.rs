//! The laboratory. It simulates a claim about weak-to-strong generalization in parallel, and judges the claim with a controlled error probability.
//!
//! A **quantity** is measured by simulation, a **formula** is computed exactly, a **sentence** says how they compare, and a
//! **claim** states it over a sweep of problems. The [`tour`] leads from the paper's notation to the code. Each module uses only modules further down this
//! list.
//!
//! | module | holds |
//! | ------ | ----- |
//! | [`prelude`] | the names that most users need |
//! | [`claim`] | claim files, how they are judged, the search for counterexamples |
//! | [`study`] | sweeps, the parallel run of replicates, and the store of its results |
//! | [`law`] | probabilities, means, variances and quantiles of what one sample gives |
//! | [`quantity`], [`formula`] | what can be measured, and what can be computed; these two do not know each other and meet only in a claim |
//! | [`data`] | numbers from elsewhere, in files of replicates |
//! | [`functional`] | what is taken along a variable, and the shapes of curves |
//! | [`inference`] | from the moments of observations to estimates and intervals |
//! | [`assumption`] | what a claim may assume |
//! | [`catalogue`] | kinds by name: the library's, and a user's own |
//! | [`family`], [`setting`], [`file_key`] | families of problems, settings of experiments, keys of claim files |
//! | [`sentence`] | the grammar of sentences |
//! | [`mod@unit`], [`name`] | units, and names that need not be constants |

pub mod assumption;
pub mod catalogue;
pub mod claim;
mod comparison;
pub mod data;
pub mod family;
pub mod file_key;
pub mod formula;
pub mod functional;
pub mod inference;
pub mod law;
pub mod name;
mod own_relation;
pub mod prelude;
pub mod quantity;
mod registry;
pub mod sentence;
pub mod setting;
mod statement;
pub mod study;
mod trained;
pub mod unit;
mod verdict;

#[doc = include_str!("tour.md")]
pub mod tour {}
