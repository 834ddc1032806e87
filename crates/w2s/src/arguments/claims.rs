//! Arguments of commands that judge claims: `check`, `run`, `falsify` and `export`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use weak_to_strong_lab::assumption::Assumption;
use weak_to_strong_lab::claim::{CheckOptions, Shard};
use weak_to_strong_report::ExportFormat;

use super::print::PrintArguments;
use super::stores::StoreArguments;
use super::values::{assumption, minutes, probability, shard, tolerance};

#[derive(Debug, Args)]
pub struct CheckArguments {
    /// Ids of claims that come with the program, claim files or folders of them, or sentences such as "naive.mse >= segment_bound" [default: all that come with the program]
    #[arg(value_name = "ID|FILE|FOLDER|SENTENCE")]
    pub claims: Vec<String>,
    /// The problem of sentences: a claim file, any TOML file with a `[problem]` table, or the id of a claim that comes with the program
    #[arg(long, value_name = "FILE|ID")]
    pub problem: Option<String>,
    /// The sweep of sentences: settings or keys of the problem, such as samples=64,128,256, penalty=log:1e-3:1e2:11 or samples="2 * dim"
    #[arg(long = "set", value_name = "NAME=VALUES")]
    pub set: Vec<String>,
    /// Folder for paper_checks.md, checks.json and figures/ [default: this folder; with --json alone nothing is written]
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    /// Probability with which any interval of the whole check may miss
    #[arg(long, value_name = "PROBABILITY", default_value_t = 0.001, value_parser = probability)]
    pub error_probability: f64,
    /// Also judge each claim's deliberately false neighbours, which must come out violated
    #[arg(long)]
    pub power: bool,
    /// Also drop this assumption of every claim named, and find where the claim starts to fail; repeat it for several
    #[arg(long, value_name = "ASSUMPTION", value_parser = assumption)]
    pub drop: Vec<Assumption>,
    /// Also drop, one after the other, every assumption that a claim lists
    #[arg(long, conflicts_with = "drop")]
    pub ablate: bool,
    /// Also search the domain of each claim for counterexamples, briefly: with at most 32 times the replicates that one of its cells may take; `w2s falsify` searches further
    #[arg(long)]
    pub falsify: bool,
    /// Also write the cells of each claim as `cells/<id>.csv`, .json or .parquet (in builds with the feature parquet); several formats with commas
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    pub format: Vec<ExportFormat>,
    #[command(flatten)]
    pub print: PrintArguments,
    /// Also write what was checked as one page that needs no other file, paper_checks.html: figures with numbers at each point, tables, proofs, commands
    #[arg(long)]
    pub html: bool,
    /// Draw the reports, figures and tables of an earlier check again, without sampling, for the claims named
    #[arg(long, value_name = "CHECKS.JSON", conflicts_with_all = ["problem", "set", "error_probability", "power", "drop", "ablate", "falsify", "against", "store", "no_store"])]
    pub from: Option<PathBuf>,
    /// Compare with an earlier checks.json; the exit status is 1 where the two differ
    #[arg(long, value_name = "FILE")]
    pub against: Option<PathBuf>,
    /// Relative difference of numbers that `--against` lets pass; with 0 they must be the same to the bit
    #[arg(long, value_name = "SHARE", default_value_t = 1e-9, value_parser = tolerance, requires = "against")]
    pub tolerance: f64,
    #[command(flatten)]
    pub store: StoreArguments,
}

#[derive(Debug, Args)]
pub struct RunArguments {
    /// Ids of claims that come with the program, claim files or folders of them
    #[arg(value_name = "ID|FILE|FOLDER", required = true)]
    pub claims: Vec<String>,
    /// Probability with which any interval of the whole run may miss
    #[arg(long, value_name = "PROBABILITY", default_value_t = 0.001, value_parser = probability)]
    pub error_probability: f64,
    /// Only the cells of one shard, such as 3/16; join the stores of all shards with w2s merge
    #[arg(long, value_name = "NUMBER/COUNT", value_parser = shard, conflicts_with = "no_store")]
    pub shard: Option<Shard>,
    /// Which cells go to which shard, from w2s plan [default: in turn]
    #[arg(long, value_name = "FILE", requires = "shard")]
    pub plan: Option<PathBuf>,
    /// Also write the cells of each claim as `cells/<id>.csv`, .json or .parquet (in builds with the feature parquet); several formats with commas
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', conflicts_with = "shard")]
    pub format: Vec<ExportFormat>,
    /// Folder for cells/
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub out: PathBuf,
    #[command(flatten)]
    pub store: StoreArguments,
}

#[derive(Debug, Args)]
pub struct FalsifyArguments {
    /// The id of a claim that comes with the program, or a claim file with a `[domain]`
    #[arg(value_name = "ID|FILE")]
    pub claim: String,
    /// Folder for counterexamples/
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub out: PathBuf,
    /// Problems to measure within the assumptions, before local search [default: 256, or 32 where each takes a fit]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    pub problems: Option<u64>,
    /// Search within the assumptions for this long, in place of a number of problems
    #[arg(long, conflicts_with = "problems", value_parser = minutes)]
    pub minutes: Option<f64>,
}

#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// Check a claim, or take what a check found, and print its cells as a LaTeX table (booktabs), or its figure for pgfplots
    ///
    /// The file starts with comments that name the packages it needs. Exit status as for check.
    Latex(LatexArguments),
    /// Check a claim, or take what a check found, and print its figure as a specification of Vega-Lite with its data, to go on from
    ///
    /// Exit status as for check.
    VegaLite(ExportArguments),
}

#[derive(Debug, Args)]
pub struct LatexArguments {
    #[command(flatten)]
    pub export: ExportArguments,
    /// The figure in place of the table
    #[arg(long)]
    pub figure: bool,
}

#[derive(Debug, Args)]
pub struct ExportArguments {
    /// The id of a claim that comes with the program, or a claim file
    #[arg(value_name = "ID|FILE")]
    pub claim: String,
    /// What an earlier check has written, in place of a check
    #[arg(long, value_name = "CHECKS.JSON", conflicts_with_all = ["error_probability", "store", "no_store"])]
    pub from: Option<PathBuf>,
    /// Write to this file
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Probability with which any interval of the claim may miss
    #[arg(long, value_name = "PROBABILITY", default_value_t = 0.001, value_parser = probability)]
    pub error_probability: f64,
    #[command(flatten)]
    pub store: StoreArguments,
}

/// How claims are checked, without their false neighbours.
pub fn options(seed: u64, error_probability: f64) -> CheckOptions {
    CheckOptions { seed, error_probability, ..CheckOptions::default() }
}
