//! Arguments of commands about names and files: `list`, `explain` and `new`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub struct NewArguments {
    /// The file; by default the id with .toml. An existing file is left as it is
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// The claim's id [default: the name of the file, or my-claim]
    #[arg(long, value_name = "ID", value_parser = id)]
    pub id: Option<String>,
    /// Start from this claim, an id or a file, in place of one with comments
    #[arg(long, value_name = "ID|FILE")]
    pub from: Option<String>,
}

/// What `w2s list` lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Listed {
    /// Claims that come with the program
    Claims,
    /// What can be measured
    Quantities,
    /// What one sample gives
    Observables,
    /// What can be computed
    Formulas,
    /// Settings of quantities and formulas
    Settings,
    /// What a claim may assume
    Assumptions,
    /// Numbers that a sentence takes along a variable, or from the law of one sample
    Functionals,
    /// Sentences that are true or false without a comparison
    Predicates,
    /// How a sentence compares two sides
    Relations,
    /// Keys of a `[problem]` table
    Keys,
    /// Keys of all other tables of a claim file
    ClaimKeys,
    /// Keys of a `[figure]` table
    FigureKeys,
}

/// An id as claim files may have it.
fn id(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
    if text.is_empty() || text.starts_with('.') || !text.chars().all(plain) {
        return Err("use letters, digits, '.', '-' and '_', not starting with '.'".to_owned());
    }
    Ok(text.to_owned())
}
