//! The command line, as it is typed.

use std::num::{NonZeroU16, NonZeroU32};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use weak_to_strong_lab::assumption::Assumption;
use weak_to_strong_lab::claim::{CheckOptions, Shard, drops_of};
use weak_to_strong_report::{ExportFormat, PrintFormat};

use super::limit_arguments::LimitArguments;

/// What the program heeds besides its arguments.
const ENVIRONMENT: &str = "Environment: text fits the width of the terminal, or COLUMNS; NO_COLOR switches colour off, and CLICOLOR_FORCE on.";

/// Checks propositions about weak-to-strong generalization by simulation.
#[derive(Debug, Parser)]
#[command(name = "w2s", version, about, max_term_width = 100, after_help = ENVIRONMENT)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub common: Common,
}

/// Flags that every command takes.
#[derive(Debug, Args)]
pub struct Common {
    /// Seed of all random streams
    #[arg(long, global = true, default_value_t = 1)]
    pub seed: u64,
    /// Number of threads; results do not depend on it [default: all processors]
    #[arg(long, global = true)]
    pub threads: Option<NonZeroU16>,
    /// Print one JSON document in place of text
    #[arg(long, global = true)]
    pub json: bool,
    /// Print a line of JSON for every event of a run, at most five a second for its progress, and for the outcome
    #[arg(long, global = true, conflicts_with = "json")]
    pub json_lines: bool,
    /// No progress bar
    #[arg(long, short, global = true)]
    pub quiet: bool,
    #[command(flatten)]
    pub limits: LimitArguments,
}

impl Common {
    /// Whether standard output is for programs.
    pub fn wants_json(&self) -> bool {
        self.json || self.json_lines
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Verify claims, draw their figures and write paper_checks.md and checks.json
    ///
    /// Exit status: 0 if all hold or are tight, 1 if something is violated, 2 if the input is unusable, 3 if something stays unresolved
    /// or untested.
    Check(CheckArguments),
    /// Replicate claims until they are decided, keep the results, and print the outcomes
    ///
    /// What is known already is taken from the store; after an interruption the same command goes on. Exit status as for check, and 130
    /// after Ctrl-C.
    Run(RunArguments),
    /// Deal the cells of a study to shards that take equally long, as far as replicates can be timed
    Plan(PlanArguments),
    /// Write scripts that run the shards of a study as a SLURM job array, and join their stores afterwards
    Slurm(SlurmArguments),
    /// Join the stores of shards; w2s run with the joined store then draws nothing new
    ///
    /// Exit status: 1 if a shard is missing, or something is foreign, damaged, outdated or contradictory, which is refused.
    Merge(MergeArguments),
    /// See what a store holds, whether it is sound, and remove what is not
    ///
    /// Exit status: 1 if verify finds something damaged or outdated.
    Store(StoreCommandArguments),
    /// Estimate one quantity by simulation
    Measure(MeasureArguments),
    /// Draw replicates of one cell again, to the same bits: the command that `check` prints for what failed
    Replay(ReplayArguments),
    /// Compute one formula exactly
    Formula(FormulaArguments),
    /// Search the domain of a claim for a problem on which it fails
    ///
    /// Exit status: 0 if nothing was found within the claim's assumptions, 1 if it is refuted, 2 if the input is unusable, 3 if there was
    /// nothing to try.
    Falsify(FalsifyArguments),
    /// Write what a claim shows for a paper
    Export {
        #[command(subcommand)]
        command: ExportCommand,
    },
    /// Show a claim: statement, assumptions, source and proof
    Explain {
        /// The id of an embedded claim, or a claim file
        claim: String,
    },
    /// List claims, quantities, formulas, settings and assumptions
    List,
    /// Print the completions of a shell, to be saved where it looks for them
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page of w2s, or of a command, as in w2s man check
    Man {
        /// The command
        #[arg(value_name = "COMMAND")]
        command: Vec<String>,
    },
}

#[derive(Debug, Args)]
pub struct CheckArguments {
    /// Ids of embedded claims, claim files or folders of them [default: all embedded claims]
    #[arg(value_name = "ID|FILE|FOLDER")]
    pub claims: Vec<String>,
    /// Folder for paper_checks.md, checks.json and figures/
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub out: PathBuf,
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
    /// Also search the domain of each claim for counterexamples, briefly; `w2s falsify` searches further
    #[arg(long)]
    pub falsify: bool,
    /// Also write the cells of each claim as `cells/<id>.csv`, .json or .parquet; several formats with commas
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    pub format: Vec<ExportFormat>,
    /// Also write each figure for print, 6.75 inches wide (3.25 with `columns = 1`), as `figures/<id>.pdf` or .png with 300 dots an inch; several with commas
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    pub print: Vec<PrintFormat>,
    /// Also write the report as one page that needs no other file, paper_checks.html
    #[arg(long)]
    pub html: bool,
    /// Compare with an earlier checks.json; the exit status is 1 where the two differ
    #[arg(long, value_name = "FILE")]
    pub against: Option<PathBuf>,
    /// Relative difference of numbers that `--against` lets pass; with 0 they must be the same to the bit
    #[arg(long, value_name = "SHARE", default_value_t = 1e-9, value_parser = tolerance, requires = "against")]
    pub tolerance: f64,
    #[command(flatten)]
    pub store: StoreArguments,
}

/// Where replicates are kept.
#[derive(Clone, Debug, Args)]
pub struct StoreArguments {
    /// Folder of the store, which keeps all that was ever drawn [default: weak-to-strong/store in the user's cache]
    #[arg(long, value_name = "FOLDER")]
    pub store: Option<PathBuf>,
    /// Draw everything, and keep nothing
    #[arg(long, conflicts_with = "store")]
    pub no_store: bool,
}

#[derive(Debug, Args)]
pub struct StoreCommandArguments {
    #[command(subcommand)]
    pub action: StoreAction,
    /// Folder of the store [default: weak-to-strong/store in the user's cache]
    #[arg(long, value_name = "FOLDER", global = true)]
    pub store: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub enum StoreAction {
    /// Every job with its versions, replicates, seed and size
    List,
    /// Checksums and versions of all records; names those that are damaged or outdated
    Verify,
    /// Remove jobs that are damaged or outdated, and give the space back
    Prune {
        /// Remove all of them
        #[arg(long)]
        all: bool,
    },
}

#[derive(Debug, Args)]
pub struct RunArguments {
    /// Ids of embedded claims, claim files or folders of them
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
    /// Also write the cells of each claim as `cells/<id>.csv`, .json or .parquet; several formats with commas
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', conflicts_with = "shard")]
    pub format: Vec<ExportFormat>,
    /// Folder for cells/
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    pub out: PathBuf,
    #[command(flatten)]
    pub store: StoreArguments,
}

#[derive(Debug, Args)]
pub struct PlanArguments {
    /// Ids of embedded claims, claim files or folders of them, as they will be given to w2s run
    #[arg(value_name = "ID|FILE|FOLDER", required = true)]
    pub claims: Vec<String>,
    /// Number of shards
    #[arg(long, value_name = "COUNT")]
    pub shards: NonZeroU32,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Probability with which any interval of the whole run may miss
    #[arg(long, value_name = "PROBABILITY", default_value_t = 0.001, value_parser = probability)]
    pub error_probability: f64,
    /// A store that knows how long replicates take; what it does not know is measured
    #[arg(long, value_name = "FOLDER")]
    pub store: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct SlurmArguments {
    /// Ids of embedded claims, claim files or folders of them
    #[arg(value_name = "ID|FILE|FOLDER", required = true)]
    pub claims: Vec<String>,
    /// Number of shards, which is the size of the job array
    #[arg(long, value_name = "COUNT")]
    pub shards: NonZeroU32,
    /// Folder for the scripts, the plan, the stores and the logs; every node must see it under this path
    #[arg(long, value_name = "FOLDER", default_value = "slurm")]
    pub out: PathBuf,
    /// Probability with which any interval of the whole run may miss
    #[arg(long, value_name = "PROBABILITY", default_value_t = 0.001, value_parser = probability)]
    pub error_probability: f64,
    /// Processors of each shard
    #[arg(long, value_name = "COUNT", default_value = "1")]
    pub cpus: NonZeroU16,
    /// Account to charge
    #[arg(long, value_name = "NAME", value_parser = directive)]
    pub account: Option<String>,
    /// Partition to run in
    #[arg(long, value_name = "NAME", value_parser = directive)]
    pub partition: Option<String>,
    /// Time limit of each shard, such as 02:00:00; what is cut off goes on where it was when it is submitted again
    #[arg(long, value_name = "TIME", value_parser = directive)]
    pub time: Option<String>,
    /// Module to load first; repeat it for several
    #[arg(long = "module", value_name = "NAME", value_parser = directive)]
    pub modules: Vec<String>,
    /// The program on the nodes [default: this one, under its path here]
    #[arg(long, value_name = "PATH")]
    pub program: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct MergeArguments {
    /// Folders of the stores to take in
    #[arg(value_name = "STORE", required = true)]
    pub stores: Vec<PathBuf>,
    /// Folder of the store that takes them in; made if there is none
    #[arg(long, value_name = "FOLDER")]
    pub into: PathBuf,
    /// Also take in shards of other studies
    #[arg(long)]
    pub foreign: bool,
}

/// How claims are checked, without their false neighbours.
pub fn options(seed: u64, error_probability: f64) -> CheckOptions {
    CheckOptions { seed, error_probability, power: false, stop_at_violation: false }
}

#[derive(Debug, Args)]
pub struct FalsifyArguments {
    /// The id of an embedded claim, or a claim file with a `[domain]`
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

/// Where a problem comes from and what is changed in it.
#[derive(Clone, Debug, Args)]
pub struct ProblemArguments {
    /// A claim file, any TOML file with a `[problem]` table, or the id of an embedded claim
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
    /// Name of the quantity
    pub quantity: String,
    #[command(flatten)]
    pub problem: ProblemArguments,
    /// As many replicates as the run had, from the first on
    #[arg(long, group = "which", value_parser = clap::value_parser!(u64).range(2..))]
    pub replicates: Option<u64>,
    /// The single replicate with this index, counted from 0
    #[arg(long, group = "which")]
    pub replicate: Option<u64>,
    /// Also write the observation of every replicate to this file; its extension, .csv, .json or .parquet, names the format
    #[arg(long, value_name = "FILE", requires = "replicates")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// Check a claim, or take what a check found, and print its cells as a LaTeX table (booktabs), or its figure for pgfplots
    ///
    /// The file starts with comments that name the packages it needs. Exit status as for check.
    Latex(LatexArguments),
}

#[derive(Debug, Args)]
pub struct LatexArguments {
    /// The id of an embedded claim, or a claim file
    #[arg(value_name = "ID|FILE")]
    pub claim: String,
    /// The figure in place of the table
    #[arg(long)]
    pub figure: bool,
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

#[derive(Debug, Args)]
pub struct FormulaArguments {
    /// Name of the formula; see `w2s list`
    pub name: String,
    #[command(flatten)]
    pub problem: ProblemArguments,
}

fn shard(text: &str) -> Result<Shard, String> {
    let parts = text.split_once('/').and_then(|(number, count)| Some((number.parse().ok()?, count.parse().ok()?)));
    match parts {
        Some((number, count)) if 1 <= number && number <= count => Ok(Shard { number, count }),
        _ => Err("give NUMBER/COUNT with 1 ≤ NUMBER ≤ COUNT, such as 3/16".to_owned()),
    }
}

fn assumption(name: &str) -> Result<Assumption, String> {
    let droppable = || Assumption::ALL.into_iter().filter(|assumption| drops_of(*assumption).next().is_some());
    droppable().find(|assumption| assumption.name() == name).ok_or_else(|| {
        format!(
            "no such assumption can be dropped; name one of: {}",
            droppable().map(Assumption::name).collect::<Vec<_>>().join(", ")
        )
    })
}

/// A value in a script's `#SBATCH` line, where nothing is quoted.
fn directive(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-+:,/@=".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        Ok(text.to_owned())
    } else {
        Err("use letters, digits and . _ - + : , / @ = only".to_owned())
    }
}

fn probability(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "give a number between 0 and 1, such as 0.001".to_owned())?;
    if value > 0.0 && value < 1.0 { Ok(value) } else { Err("must be above 0 and below 1".to_owned()) }
}

fn tolerance(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "give a number from 0 on, such as 0 or 1e-9".to_owned())?;
    if (0.0..1.0).contains(&value) { Ok(value) } else { Err("must be 0 or more and below 1".to_owned()) }
}

fn minutes(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "give a number of minutes, such as 10 or 0.5".to_owned())?;
    if value > 0.0 && value <= MOST_MINUTES {
        Ok(value)
    } else {
        Err(format!("must be above 0 and at most {MOST_MINUTES}"))
    }
}

/// A year.
const MOST_MINUTES: f64 = 525_600.0;

fn share(text: &str) -> Result<f64, String> {
    let (digits, unit) = text.strip_suffix('%').map_or((text, 1.0), |digits| (digits, 100.0));
    let value: f64 = digits.trim().parse().map_err(|_| "give a share such as 1% or 0.01".to_owned())?;
    if value > 0.0 && value.is_finite() { Ok(value / unit) } else { Err("must be above 0".to_owned()) }
}
