//! Why a number in a sentence has no value.

use thiserror::Error;

use crate::formula::FormulaError;

/// Why a number in a sentence has no value at a cell.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum NoValue {
    /// A formula has none.
    #[error(transparent)]
    Formula(#[from] Box<FormulaError>),
    /// The arithmetic has no result.
    #[error("it is not a number: a denominator of 0, inf − inf, 0·inf, or the root or logarithm of a negative number")]
    Arithmetic,
    /// A function takes computed numbers only.
    #[error("{0} takes computed numbers, and this one is measured")]
    OnlyComputed(&'static str),
    /// An implicit definition has no zero.
    #[error("{name} has no value: its expression has the same sign, or no value, at both ends of [{low}, {high}]")]
    NoZero {
        /// The name of the definition.
        name: String,
        /// The lower end.
        low: f64,
        /// The upper end.
        high: f64,
    },
    /// An implicit definition has several zeros.
    #[error(
        "{name} has no single value: its expression changes its sign {changes} times in [{low}, {high}]; write a narrower interval"
    )]
    SeveralZeros {
        /// The name of the definition.
        name: String,
        /// How often the sign changes, at the least.
        changes: usize,
        /// The lower end.
        low: f64,
        /// The upper end.
        high: f64,
    },
    /// There is nothing to take something of.
    #[error("{functional} needs at least {needed} values of {variable} here, and there are {found}")]
    FewPoints {
        /// The functional or predicate.
        functional: &'static str,
        /// The variable.
        variable: String,
        /// How many there must be.
        needed: usize,
        /// How many there are.
        found: usize,
    },
}
