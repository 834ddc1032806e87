//! Families of problems. Each family is in one file, under one name.
//!
//! To add a family, write a file like `regression.rs` and add its type to the list in `list.rs`.

mod bilevel;
mod descriptor;
mod family_function;
mod fault;
mod hidden_markov;
mod linear;
mod list;
mod logistic;
mod problem;
mod read;
mod regression;
mod syntax;
mod transfer;

pub use bilevel::{BILEVEL, BilevelTable};
pub use descriptor::{Family, Key};
pub use family_function::FamilyFunction;
pub use fault::ProblemFault;
pub use hidden_markov::{HIDDEN_MARKOV, HiddenMarkovTable};
pub use linear::{LINEAR, LinearTable};
pub use list::{families, is_problem_key, key, key_symbol, problem_keys, read_problem};
pub use logistic::{LOGISTIC, LogisticTable};
pub use problem::{AnyProblemSpec, AsProblem, OfFamily, Problem};
pub use read::Described;
pub use regression::{REGRESSION, RegressionTable};
pub(crate) use syntax::in_words_of_the_file;
pub use transfer::TRANSFER;
