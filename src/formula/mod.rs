//! The registry of formulas: what can be computed exactly.

mod alignment;
mod in_context;
mod naive;
mod registry;
mod strategy;

pub use registry::{Formula, FormulaError, all, by_name};
