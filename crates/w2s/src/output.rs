//! What the program prints to standard output.

use std::io::Write;

use crate::arguments::Common;
use crate::error::CliError;

/// Prints text to standard output. It is no error if the reader has closed the pipe (`w2s list | head`).
pub(crate) fn print(text: &str) -> Result<(), CliError> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(CliError::Output(error)),
        _ => Ok(()),
    }
}

/// Prints one JSON document to standard output. If events were printed before, the document is one line, the last one.
pub(crate) fn print_json(common: &Common, document: &impl serde::Serialize) -> Result<(), CliError> {
    let text = match common.json_lines {
        true => serde_json::to_string(&serde_json::json!({ "event": "outcome", "outcome": document }))?,
        false => serde_json::to_string_pretty(document)?,
    };
    print(&(text + "\n"))
}
