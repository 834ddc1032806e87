//! What the program prints: to standard output, and messages to standard error. Everything that reaches a terminal goes through here.

use std::borrow::Cow;
use std::io::{ErrorKind, Write};

use weak_to_strong_report::{acts, visible_json};

use crate::arguments::Common;
use crate::error::CliError;

/// Prints text to standard output. It is no error if the reader has closed the pipe (`w2s list | head`).
pub(crate) fn print(text: &str) -> Result<(), CliError> {
    write_out(&harmless(text))
}

/// Prints text of the program's own to standard output, which may have colours. What comes from elsewhere must be [`harmless`] before.
pub(crate) fn print_own(text: &str) -> Result<(), CliError> {
    write_out(text)
}

/// Prints one JSON document to standard output. If events were printed before, the document is one line, the last one.
pub(crate) fn print_json(common: &Common, document: &impl serde::Serialize) -> Result<(), CliError> {
    let text = match common.json_lines {
        true => serde_json::to_string(&serde_json::json!({ "event": "outcome", "outcome": document }))?,
        false => serde_json::to_string_pretty(document)?,
    };
    write_out(&(visible_json(&text) + "\n"))
}

/// Prints a line of JSON. If the reader has closed the pipe, nothing more is printed and the run continues.
pub(crate) fn print_line(event: &serde_json::Value) {
    let _ = write_out(&(visible_json(&event.to_string()) + "\n"));
}

/// Prints a message to standard error. If nobody can read it there, the program goes on, and its exit status tells the rest.
pub(crate) fn tell(message: &str) {
    let _ = std::io::stderr().write_all(harmless(message).as_bytes());
}

fn write_out(text: &str) -> Result<(), CliError> {
    let mut output = std::io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(CliError::Output(error)),
        _ => Ok(()),
    }
}

/// Returns text that does nothing to a terminal. Titles, names of files and messages may contain what a stranger has written: control characters, which move
/// the cursor or more, and characters that change the direction of what follows, are shown by their number, as in `\u{1b}`. Line ends and tabs
/// stay, and so do the letters of all languages.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| if acts(c) { c.escape_unicode().to_string() } else { c.to_string() };
    Cow::Owned(text.chars().map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Colours, titles of windows, the bell, cursors, 8-bit controls, and right-to-left overrides.
    const HOSTILE: &str =
        "\u{1b}[31mred \u{1b}]0;title\u{7} a\rb \u{8} \u{9b}2J \u{7f} \u{202e}txt.exe\u{2066} \u{61c} \u{2028}";

    #[test]
    fn nothing_acts_on_a_terminal() {
        let shown = harmless(HOSTILE);
        assert!(!shown.chars().any(acts), "{shown:?}");
        assert!(shown.starts_with(r"\u{1b}[31mred \u{1b}]0;title\u{7} a\u{d}b"), "{shown}");
    }

    #[test]
    fn letters_and_lines_stay() {
        for text in ["Ωμέγα, 中文, العربية, עברית, देवनागरी, naïve — ≥ 0.3\n\tnext line\n", "👩‍🔬 e\u{301}"]
        {
            assert_eq!(harmless(text), text);
        }
    }

    #[test]
    fn json_means_the_same() {
        let text = serde_json::to_string(HOSTILE).expect("JSON");
        let shown = visible_json(&text);
        assert!(!shown.chars().any(acts), "{shown:?}");
        assert_eq!(serde_json::from_str::<String>(&shown).expect("JSON"), HOSTILE);
    }
}
