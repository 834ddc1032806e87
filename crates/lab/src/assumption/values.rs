//! Values of problem keys and settings, as drops write them.

use toml::{Table, Value};
use weak_to_strong::model::TransferProblem;

pub(super) fn number(name: &str, value: f64) -> (String, Value) {
    (name.to_owned(), Value::Float(value))
}

pub(super) fn word(name: &str, value: &str) -> (String, Value) {
    (name.to_owned(), Value::String(value.to_owned()))
}

pub(super) fn table<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Table(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Table>())
}

pub(super) fn prior(key: &str, concept: usize, mass: f64) -> (String, Value) {
    (key.to_owned(), table([("concept", Value::Integer(concept as i64)), ("mass", Value::Float(mass))]))
}

/// The most probable concept of the target.
pub(super) fn main_concept(problem: &TransferProblem) -> usize {
    problem.target_prior().probabilities().imax()
}

/// Makes as many concepts as the problem has. They share a common part, and each has a part of its own; the parts have these lengths.
pub(super) fn persona(problem: &TransferProblem, content: f64, style: f64) -> (String, Value) {
    let count = Value::Integer(problem.concept_count() as i64);
    let lengths = [("count", count), ("content", Value::Float(content)), ("style", Value::Float(style))];
    ("concepts".to_owned(), table([("persona", table(lengths))]))
}
