//! What the terminal can show.

use std::env::var_os;
use std::io::IsTerminal;

use console::Term;
use weak_to_strong_report::wrapped;

use super::error::CliError;
use super::output::print;

/// Returns the number of columns of standard output. This is the value of the variable COLUMNS if it is set, and otherwise the width of the terminal.
/// Returns `None` if COLUMNS is not set and the text goes to a file.
pub fn width() -> Option<u16> {
    let given = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|columns| *columns > 0);
    given.or_else(|| Term::stdout().size_checked().map(|(_, columns)| columns))
}

/// Returns `true` if text on standard output has colours. If NO_COLOR is set, it has none. Otherwise a terminal has colours unless TERM says that it
/// knows no commands, and a file has colours if CLICOLOR_FORCE is set.
pub fn takes_colour() -> bool {
    let is_set = |name| var_os(name).is_some_and(|value| !value.is_empty());
    let is_forced = var_os("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0");
    !is_set("NO_COLOR") && (is_forced || std::io::stdout().is_terminal() && !is_dumb())
}

/// Returns `true` if a line on standard error can be drawn again and again.
pub fn shows_progress() -> bool {
    std::io::stderr().is_terminal() && !is_dumb()
}

/// Returns the number of columns of standard error. The last one stays free, because some terminals begin a new line behind it.
pub fn width_of_errors() -> usize {
    let columns = Term::stderr().size_checked().map_or(80, |(_, columns)| columns);
    usize::from(columns).saturating_sub(1)
}

/// A terminal that knows no commands, such as a shell within an editor.
fn is_dumb() -> bool {
    var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Prints text in lines that fit.
pub fn print_wrapped(text: &str) -> Result<(), CliError> {
    print(&wrapped(text, width()))
}
