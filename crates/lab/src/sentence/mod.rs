//! Sentences: the language in which a claim is stated. This module knows the grammar, and no quantity, formula or setting.

mod expr;

pub use expr::{Call, Expr, Operator, Over, Relation, Span, Term};
