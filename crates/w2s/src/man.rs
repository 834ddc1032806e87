//! `w2s man`.

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use weak_to_strong_lab::sentence::nearest;

use super::arguments::Arguments;
use super::error::CliError;
use super::output::print;

pub fn man(path: &[String]) -> Result<u8, CliError> {
    let mut program = Arguments::command().disable_help_subcommand(true);
    program.build();
    let page = Man::new(found(&program, path)?.clone()).source(concat!("w2s ", env!("CARGO_PKG_VERSION")));
    let mut roff = Vec::new();
    page.render(&mut roff).map_err(CliError::Output)?;
    print(&String::from_utf8_lossy(&roff))?;
    Ok(0)
}

/// Returns the command at the end of the path, such as `store list`. Returns the program itself if the path is empty.
fn found<'c>(program: &'c Command, path: &[String]) -> Result<&'c Command, CliError> {
    path.iter().try_fold(program, |command, name| {
        command.find_subcommand(name).ok_or_else(|| CliError::NoSuchCommand {
            name: name.clone(),
            command: command.get_display_name().unwrap_or("w2s").replace('-', " "),
            remedy: remedy(name, &command.get_subcommands().map(Command::get_name).collect::<Vec<_>>()),
        })
    })
}

/// So many names are told in a message, and no more.
const FEW: usize = 8;

/// The command that was likely meant.
fn remedy(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean {near}?"),
        None if known.is_empty() => "leave it out".to_owned(),
        None if known.len() <= FEW => format!("name one of: {}", known.join(", ")),
        None => "`w2s help` shows all commands".to_owned(),
    }
}
