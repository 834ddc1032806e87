//! Families of problems: each in one file, under one name.
//!
//! To add a family, write a file like `regression.rs` and add its [`Family`] to the list [`FAMILIES`].

mod descriptor;
mod family_function;
mod hidden_markov;
mod list;
mod problem;
mod regression;
mod transfer;

pub use descriptor::{Described, Family, Key, ProblemFault};
pub use family_function::FamilyFunction;
pub use hidden_markov::{HIDDEN_MARKOV, HiddenMarkovTable};
pub use list::{FAMILIES, family_of, is_problem_key, key, key_symbol, problem_keys};
pub use problem::{AnyProblemSpec, AsProblem, OfFamily, Problem};
pub use regression::{REGRESSION, RegressionTable};
pub use transfer::TRANSFER;
