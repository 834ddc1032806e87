//! `w2s completions`.

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use super::arguments::Arguments;
use super::error::CliError;
use super::output::print;

pub fn completions(shell: Shell) -> Result<u8, CliError> {
    let mut script = Vec::new();
    generate(shell, &mut Arguments::command(), "w2s", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(0)
}
