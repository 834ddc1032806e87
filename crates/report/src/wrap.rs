//! Lines that fit a terminal.

use textwrap::{Options, WordSeparator, WordSplitter};

/// The words before a command.
const COMMAND: &str = "replay: ";

/// Breaks a text into lines of at most this width. A continued line is indented by two more spaces. A word is never broken, even if it is longer.
///
/// If the command after `replay: ` is broken, the line ends with a backslash, so that a shell can read it. If `width` is `None`, the text is returned
/// without change.
///
/// ```
/// use weak_to_strong_report::wrapped;
/// assert_eq!(wrapped("expected >= 0.345, measured 0.321\n", Some(20)), "expected >= 0.345,\n  measured 0.321\n");
/// assert_eq!(wrapped("replay: w2s replay naive.mse --seed 1\n", Some(30)), "replay: w2s replay naive.mse \\\n  --seed 1\n");
/// ```
pub fn wrapped(text: &str, width: Option<u16>) -> String {
    match width {
        Some(width) => text.lines().map(|line| wrapped_line(line, usize::from(width)) + "\n").collect(),
        None => text.to_owned(),
    }
}

/// Breaks one paragraph into lines of at most this width, the first after `first` and the others after `further`. Its own line ends count as spaces. A word
/// that is longer is broken only if it would not fit into a line of its own.
///
/// ```
/// use weak_to_strong_report::indented;
/// assert_eq!(indented("one two three", "- ", "  ", Some(9)), "- one two\n  three\n");
/// ```
pub fn indented(text: &str, first: &str, further: &str, width: Option<u16>) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(width) = width else { return format!("{first}{text}\n") };
    let options = Options::new(usize::from(width))
        .initial_indent(first)
        .subsequent_indent(further)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(&text, options).join("\n") + "\n"
}

fn wrapped_line(line: &str, width: usize) -> String {
    let content = line.trim_start();
    let (indent, is_command) = (&line[..line.len() - content.len()], content.starts_with(COMMAND));
    if textwrap::core::display_width(line) <= width {
        return line.to_owned();
    }
    let (content, end) = if is_command { (kept_together(content), " \\") } else { (content.to_owned(), "") };
    let further = format!("{indent}  ");
    let options = Options::new(width.saturating_sub(end.len()))
        .initial_indent(indent)
        .subsequent_indent(&further)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(&content, options).join(&format!("{end}\n")).replace(TOGETHER, " ")
}

/// A space at which a line is not broken.
const TOGETHER: char = '\u{a0}';

/// Returns the command with such spaces within its quotes, and between an option and its value.
fn kept_together(command: &str) -> String {
    let parts = command.split('\'').enumerate();
    let kept =
        parts.map(|(i, part)| if i % 2 == 1 { part.replace(' ', &TOGETHER.to_string()) } else { part.to_owned() });
    let quoted = kept.collect::<Vec<_>>().join("'");
    let mut text = String::new();
    let mut after_option = false;
    for word in quoted.split(' ') {
        let is_option = word.starts_with("--");
        if !text.is_empty() {
            text.push(if after_option && !is_option { TOGETHER } else { ' ' });
        }
        text += word;
        after_option = is_option;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_word_of_a_command_stays_whole() {
        let command = "  replay: w2s replay naive.mse --problem 'my claims/mine.toml' --seed 1\n";
        let broken = "  replay: w2s replay naive.mse \\\n    --problem 'my claims/mine.toml' \\\n    --seed 1\n";
        assert_eq!(wrapped(command, Some(38)), broken);
        assert_eq!(wrapped(command, None), command);
    }

    #[test]
    fn an_option_keeps_its_value() {
        let broken = "replay: w2s replay naive.mse \\\n  --set samples=16 --seed 1\n";
        assert_eq!(wrapped("replay: w2s replay naive.mse --set samples=16 --seed 1\n", Some(36)), broken);
    }

    #[test]
    fn short_lines_stay_as_they_are() {
        let text = "a  table   of\n\n  two columns\n";
        assert_eq!(wrapped(text, Some(13)), text);
    }
}
