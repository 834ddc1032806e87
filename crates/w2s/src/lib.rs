//! `w2s`: checks propositions about weak-to-strong generalization by simulation.
//!
//! The program reads arguments, shows progress and sets the exit status. It contains no mathematics. It is a library of one function, so that the
//! Python package can be the program, too.

mod arguments;
mod check;
mod check_files;
mod commit;
mod completions;
mod draw_again;
mod error;
mod error_document;
mod explain;
mod export;
mod falsify;
mod formula;
mod interrupt;
mod list;
mod man;
mod meanings;
mod measure;
mod new;
mod outcomes;
mod output;
mod progress;
mod remedy;
mod replay;
mod replay_command;
mod run;
mod sentences;
mod set;
mod setting;
mod shard;
mod shell;
mod slurm;
mod store;
mod store_arguments;
mod template;
mod terminal;

use std::ffi::OsString;

use arguments::{Arguments, Command, Common};
use clap::Parser;
use error::CliError;

/// The exit status if the input is unusable.
const UNUSABLE: u8 = 2;

/// Runs the program with these arguments, the first of which is its name, and returns the exit status.
///
/// Help, and arguments that cannot be understood, end the process.
pub fn run_program(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments = Arguments::parse_from(arguments);
    in_thread_pool(&arguments).unwrap_or_else(|error| {
        let common = &arguments.common;
        eprintln!("error: {error}{}", remedy::in_program(&error, common));
        if common.wants_json() {
            // If nobody reads it, the message still stands on standard error.
            let _ = output::print_json(common, &error_document::error_document(&error, common));
        }
        UNUSABLE
    })
}

fn in_thread_pool(arguments: &Arguments) -> Result<u8, CliError> {
    let threads = arguments.common.threads.map_or(0, |threads| usize::from(threads.get()));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(CliError::Threads)?;
    pool.install(|| execute(&arguments.command, &arguments.common))
}

fn execute(command: &Command, common: &Common) -> Result<u8, CliError> {
    match command {
        Command::Check(arguments) => check::check(arguments, common),
        Command::Run(arguments) => run::run(arguments, common),
        Command::Plan(arguments) => shard::plan(arguments, common),
        Command::Slurm(arguments) => slurm::slurm(arguments, common),
        Command::Merge(arguments) => shard::merge(arguments, common),
        Command::Store(arguments) => store::store(arguments, common),
        Command::Measure(arguments) => measure::measure(arguments, common),
        Command::Replay(arguments) => replay::replay(arguments, common),
        Command::Formula(arguments) => formula::formula(arguments, common),
        Command::Falsify(arguments) => falsify::falsify(arguments, common),
        Command::Export { command } => export::export(command, common),
        Command::Explain { name } => explain::explain(name, common),
        Command::List { kind } => list::list(*kind, common),
        Command::New(arguments) => new::new(arguments, common),
        Command::Completions { shell } => completions::completions(*shell),
        Command::Man { command } => man::man(command),
    }
}
