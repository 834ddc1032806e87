//! The program `w2s`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(w2s::run_program(std::env::args_os()))
}
