//! Formulas: what can be computed exactly.

mod alignment;
mod definition;
mod error;
mod hidden_markov;
mod hull;
mod in_context;
mod learned;
mod linear;
mod linear_world;
mod list;
mod logistic;
mod naive;
mod regression;
mod strategy;

pub use definition::{Evaluate, Formula};
pub use error::FormulaError;
pub use list::{FORMULAS, all, by_name};
