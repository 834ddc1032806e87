//! `w2s`: checks propositions about weak-to-strong generalization by simulation.
//!
//! The program reads arguments, shows progress and sets the exit status. It contains no mathematics. It is a library of two functions, so that the
//! Python package can run the program, and obey `W2S_SIMD` as it does.

#![deny(clippy::print_stderr, clippy::print_stdout)]

mod arguments;
mod bounds;
mod brief;
mod check;
mod check_files;
mod columns;
mod commit;
mod completions;
mod draw_again;
mod error;
mod error_document;
mod explain;
mod export;
mod falsify;
mod formula;
mod full_disk;
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
mod simd;
mod slurm;
mod store;
mod store_arguments;
mod template;
mod terminal;
mod train;
mod written_claims;

use std::ffi::OsString;

use arguments::{Arguments, Command, Common};
use brief::brief;
use clap::Parser;
use error::CliError;
use output::{print_own, tell};

pub use simd::{SimdError, heed_simd};

/// The exit status if the input is unusable.
const UNUSABLE: u8 = 2;

/// Runs the program with these arguments, the first of which is its name, and returns the exit status.
pub fn run_program(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    full_disk::is_an_error();
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(answer) => return answered(&answer),
    };
    in_thread_pool(&arguments).unwrap_or_else(|error| {
        let common = &arguments.common;
        tell(&brief(&format!("error: {error}{}\n", remedy::in_program(&error, common))));
        if common.wants_json() {
            // If nobody reads it, the message still stands on standard error.
            let _ = output::print_json(common, &error_document::error_document(&error, common));
        }
        UNUSABLE
    })
}

/// Prints help or the version that was asked for, or what is wrong with the arguments. Returns the exit status.
fn answered(answer: &clap::Error) -> u8 {
    if answer.use_stderr() {
        tell(&answer.render().to_string());
        return UNUSABLE;
    }
    let text = answer.render();
    let printed =
        if terminal::takes_colour() { print_own(&text.ansi().to_string()) } else { print_own(&text.to_string()) };
    printed.map_or_else(
        |error| {
            tell(&format!("error: {error}\n"));
            UNUSABLE
        },
        |()| 0,
    )
}

fn in_thread_pool(arguments: &Arguments) -> Result<u8, CliError> {
    let threads = arguments.common.threads.map_or(0, |threads| usize::from(threads.get()));
    heed_simd()?;
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
        Command::Explain(arguments) => explain::explain(arguments, common),
        Command::List(arguments) => list::list(arguments, common),
        Command::Train(arguments) => train::train(arguments, common),
        Command::New(arguments) => new::new(arguments, common),
        Command::Completions { shell } => completions::completions(*shell),
        Command::Man { command } => man::man(command),
    }
}
