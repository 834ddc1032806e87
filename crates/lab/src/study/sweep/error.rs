//! The errors of a sweep.

use thiserror::Error;

use crate::study::Limit;

/// A sweep that does not describe a grid.
#[derive(Clone, Debug, PartialEq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum SweepError {
    /// The value is neither a list nor a range.
    #[error(
        "sweep.{name} = {value}: give a list [..], or a range {{ log = [first, last, count] }}, {{ linear = [first, last, count] }}, \
         {{ integers = [first, last] }} or {{ log_integers = [first, last, count] }}"
    )]
    NotAGrid { name: String, value: String },
    /// The variable has no values.
    #[error("sweep.{name} = []: give at least one value")]
    Empty { name: String },
    /// A range or a design is described wrongly.
    #[error("sweep.{name} = {value}: {expected}")]
    Malformed { name: String, value: String, expected: &'static str },
    /// Variables of a `zip` group have lists of different lengths.
    #[error("sweep.zip: {first} has {first_count} values and {second} has {second_count}; give them equally many")]
    UnequalZip { first: String, first_count: usize, second: String, second_count: usize },
    /// A variable is given twice.
    #[error("sweep: {name} is given twice; keep one")]
    Twice { name: String },
    /// `zip` is not a list of tables.
    #[error("sweep.zip: give a list of tables, such as zip = [{{ samples = [16, 64], noise = [0.5, 1.0] }}]")]
    BadZip,
    /// A Sobol' design has more variables than the sequence has dimensions.
    #[error("sweep.sobol varies {variables} variables, more than {most}; use latin_hypercube")]
    TooManyVariables { variables: usize, most: usize },
    /// The grid has too many points for the limit.
    #[error("the sweep has {cells} cells, more than {most}; shorten a list, or raise the limit Limits::cells")]
    TooManyCells { cells: u128, most: u64 },
    /// A range or a design has too many values for the limit.
    #[error("sweep.{name} = {value}: more than {most} values; ask for fewer, or raise the limit Limits::cells")]
    TooManyValues { name: String, value: String, most: u64 },
}

impl SweepError {
    /// The limit that the sweep exceeds; `None` for any other error.
    pub fn limit(&self) -> Option<Limit> {
        matches!(self, Self::TooManyCells { .. } | Self::TooManyValues { .. }).then_some(Limit::Cells)
    }

    pub(super) fn malformed(name: &str, value: &toml::Value, expected: &'static str) -> Self {
        Self::Malformed { name: name.to_owned(), value: value.to_string(), expected }
    }
}
