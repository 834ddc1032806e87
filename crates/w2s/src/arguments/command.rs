//! The commands and the flags that all of them take.

use std::num::NonZeroU16;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use weak_to_strong_lab::claim::DEFAULT_SEED;

use super::claims::{CheckArguments, ExportCommand, FalsifyArguments, RunArguments};
use super::limits::LimitArguments;
use super::names::{ExplainArguments, ListArguments, NewArguments, TrainArguments};
use super::numbers::{FormulaArguments, MeasureArguments, ReplayArguments};
use super::stores::{MergeArguments, PlanArguments, SlurmArguments, StoreCommandArguments};
use super::values::threads;

/// What the program heeds besides its arguments.
const ENVIRONMENT: &str = "Environment: text fits the width of the terminal, or COLUMNS; NO_COLOR and TERM=dumb switch colour off, and CLICOLOR_FORCE on. W2S_SIMD=none, avx2 or avx512 has numbers drawn with these vector instructions in place of the widest of the processor.";

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
    #[arg(long, global = true, default_value_t = DEFAULT_SEED)]
    pub seed: u64,
    /// Number of threads; results do not depend on it [default: all processors]
    #[arg(long, global = true, value_name = "COUNT", value_parser = threads)]
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
    /// Deal the cells of a study to shards that take about equally long, by timing some replicates
    Plan(PlanArguments),
    /// Write scripts that run the shards of a study as a SLURM job array, and join their stores afterwards
    Slurm(SlurmArguments),
    /// Join the stores of shards; w2s run with the joined store then draws nothing new
    ///
    /// Exit status: 1 if a shard is missing, or something is foreign, damaged, outdated or contradictory, which is refused.
    Merge(MergeArguments),
    /// Show what a store holds, verify it, and remove what is damaged or outdated
    ///
    /// Exit status: 1 if verify finds something damaged or outdated.
    Store(StoreCommandArguments),
    /// Estimate one quantity by simulation
    Measure(MeasureArguments),
    /// Draw replicates of one cell again, to the same bits: the command that `check` prints for what failed
    ///
    /// Of a claim it shows every number that the sentence measures at the cell, on both sides and under `when`, and with --out each replicate of them.
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
    /// Show what a name means: a claim with statement, assumptions, source and proof, or a word of its sentence
    Explain(ExplainArguments),
    /// List names with their meanings: claims, quantities, formulas, settings, assumptions, words and keys
    List(ListArguments),
    /// Train a transformer to predict as the source of a problem does, from examples in front of a prompt
    ///
    /// A sentence takes it as [source = "transformer:FILE"]. After an interruption the same command goes on, and the weights are the same to
    /// the bit. Exit status 130 after Ctrl-C.
    Train(TrainArguments),
    /// Write a claim file to start from, in which every key stands with its meaning
    New(NewArguments),
    /// Print the completions for a shell; save them where the shell looks for them
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
