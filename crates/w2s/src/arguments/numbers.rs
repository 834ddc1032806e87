//! Arguments of commands about one number: `measure`, `replay` and `formula`.

use std::path::PathBuf;

use clap::Args;

use super::values::share;

/// Where a problem comes from and what is changed in it.
#[derive(Clone, Debug, Args)]
pub struct ProblemArguments {
    /// A claim file, any TOML file with a `[problem]` table, or the id of a claim that comes with the program
    #[arg(long, value_name = "FILE|ID")]
    pub problem: String,
    /// A setting or a key of the problem, such as samples=64 or weak.cosine=0.5
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
}

#[derive(Debug, Args)]
pub struct MeasureArguments {
    /// Name of the quantity; see `w2s list`
    pub quantity: String,
    #[command(flatten)]
    pub problem: ProblemArguments,
    /// `plain` for the cheapest sampler that is not tilted towards rare events, `direct` to draw example after example
    #[arg(long, value_name = "NAME")]
    pub sampler: Option<String>,
    /// Number of replicates [default: 10000]
    #[arg(long, conflicts_with = "precision", value_parser = clap::value_parser!(u64).range(2..))]
    pub replicates: Option<u64>,
    /// Replicate until the standard error is this share of the mean, such as 1%
    #[arg(long, value_parser = share)]
    pub precision: Option<f64>,
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("which").required(true))]
pub struct ReplayArguments {
    /// A claim, by its id or file: everything that its sentence measures at one cell. With --problem a sentence, or the name of a quantity
    #[arg(value_name = "ID|FILE|SENTENCE|QUANTITY")]
    pub what: String,
    /// The problem of a sentence or a quantity: a claim file, any TOML file with a `[problem]` table, or the id of a claim that comes with the program
    #[arg(long, value_name = "FILE|ID")]
    pub problem: Option<String>,
    /// Of a claim or a sentence: the number of its cell, counted from 1 in the order of its tables
    #[arg(long, value_name = "NUMBER")]
    pub cell: Option<std::num::NonZeroUsize>,
    /// Of a claim: a value that its cell has, until one cell is left. Of a sentence or a quantity: a setting or a key of the problem, such as samples=64
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// The replicates of a check with --power, whose false sentences may measure more of the same samples
    #[arg(long)]
    pub power: bool,
    /// As many replicates as the run had, from the first on
    #[arg(long, group = "which", value_parser = clap::value_parser!(u64).range(2..))]
    pub replicates: Option<u64>,
    /// The single replicate with this index, counted from 0
    #[arg(long, group = "which")]
    pub replicate: Option<u64>,
    /// Also write every replicate to this file, with a column for each number that is measured: what the replicate gives for a mean; for a law the observable itself, and for P(…) also whether it counts; where a number takes several coordinates, a column for each. Its extension, .csv, .json or .parquet (in builds with the feature parquet), names the format
    #[arg(long, value_name = "FILE", requires = "replicates")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct FormulaArguments {
    /// Name of the formula; see `w2s list`
    pub name: String,
    #[command(flatten)]
    pub problem: ProblemArguments,
}
