//! `w2s`: checks propositions about weak-to-strong generalization by simulation.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
