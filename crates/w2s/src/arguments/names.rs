//! Arguments of commands about names and files: `list`, `explain`, `new` and `train`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use weak_to_strong_lab::claim::id_fault;

use super::without_effect::WithoutEffect;

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

#[derive(Debug, Args)]
pub struct TrainArguments {
    /// A TOML file with a `[problem]`, as in a claim file, and `[training]`; see docs/transformers.md
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The weights; beside them, with the extension .state, stands what an interrupted training needs to go on [default: FILE with the extension .safetensors]
    #[arg(long, value_name = "FILE.safetensors")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub without_effect: WithoutEffect,
}

#[derive(Debug, Args)]
pub struct ListArguments {
    /// Only names of this kind
    #[arg(value_name = "KIND")]
    pub kind: Option<Listed>,
    /// Only those whose name or meaning has this word; repeat it for several, of which all must be there
    #[arg(long, value_name = "WORD")]
    pub about: Vec<String>,
}

#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// The id of a claim that comes with the program, a claim file, or the name of a quantity, formula, setting, assumption, key and so on; see `w2s list`
    pub name: String,
    /// Only the lines with this label, such as problem or sweep; several with commas
    #[arg(long, value_name = "LABEL", value_delimiter = ',')]
    pub only: Vec<String>,
    /// What an earlier check has found of the claim [default: checks.json, if there is one here]
    #[arg(long, value_name = "CHECKS.JSON")]
    pub from: Option<PathBuf>,
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
    /// Functions of numbers, such as exp
    Functions,
    /// Keys of a `[problem]` table
    Keys,
    /// Keys of all other tables of a claim file
    ClaimKeys,
    /// Keys of a `[figure]` table
    FigureKeys,
}

/// An id as claim files may have it.
fn id(text: &str) -> Result<String, String> {
    id_fault(text).map_or_else(|| Ok(text.to_owned()), Err)
}
