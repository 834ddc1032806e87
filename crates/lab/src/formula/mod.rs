//! The registry of formulas: what can be computed exactly.

mod alignment;
mod formulas;
mod hidden_markov;
mod hull;
mod in_context;
mod learned;
mod naive;
mod registry;
mod regression;
mod strategy;

pub use formulas::Formulas;
pub use registry::{Evaluate, Formula, FormulaError, all, by_name};
