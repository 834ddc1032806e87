//! Sentences: the language in which a claim is stated. This module knows the grammar, and no quantity, formula or setting.
//!
//! | rule | is | binds |
//! | ---- | -- | ----- |
//! | condition | conditions joined by `or` | weakest |
//! | | joined by `and` | |
//! | | `not` before one | |
//! | relation | two sides with one of `<`, `<=`, `==`, `>=`, `>` between them | |
//! | side | terms joined by `+` and `-`, from the left | |
//! | | factors joined by `*` and `/`, from the left | |
//! | | `-` before a factor | |
//! | | a power `a^b`, from the right: `2^3^2` is 2⁹, and `-a^2` is −(a²) | strongest |
//! | operand | a number, a word, a name, a name with settings in brackets, a call, or a rule in parentheses | |
//! | call | `function(argument, …, over variable, parameter = value, …)`, with no comma before `over` | |
//!
//! A statement is one relation or one call, an expression is one side, and what stands under `when` is a condition. What the names mean is
//! decided elsewhere.

mod binding;
mod call;
mod error;
mod expr;
mod failure;
mod function;
mod grammar;
mod laws;
mod lexer;
mod nearest;
mod operand;
mod parse;
mod sorts;
mod stream;
mod symbols;
mod text;
mod token;
mod unexpected;

#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod wrong_sentences;

pub use error::SentenceError;
pub use expr::{Call, Expr, Operator, Over, Relation, Span, Term};
pub use function::{Arity, CONSTANTS, FUNCTIONS, Function, OnMeasured, function};
pub use laws::{LAWS, RESERVED, UNIFORM};
pub use nearest::{nearest, words_to_write};
pub use parse::{MOST_BYTES, MOST_DEPTH, parse_condition, parse_expression, parse_statement};
pub use stream::MOST_OPEN;
pub use symbols::{Symbols, in_symbols};
