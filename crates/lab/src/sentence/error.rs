//! What is wrong with a sentence, where, and what to do.

use std::fmt;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::expr::Span;

/// A sentence that cannot be read, or that means nothing.
///
/// It is shown as the problem, the sentence with carets under the place, and the remedy, on lines of their own:
///
/// ```text
/// there is no name `penalyt`
///   min(naive.mse over penalyt) >= segment_bound
///                      ^^^^^^^
/// write `penalty`
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentenceError {
    text: String,
    span: Span,
    problem: String,
    remedy: String,
}

impl SentenceError {
    /// The error at a place of a sentence. A span that is not within the text, or that divides a letter, is moved to the next place that is.
    pub fn at(text: &str, span: Span, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        let start = letter_start(text, span.start);
        let end = letter_start(text, span.end.max(start));
        Self { text: text.to_owned(), span: start..end, problem: problem.into(), remedy: remedy.into() }
    }

    /// The sentence.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place in the sentence, in bytes.
    pub fn span(&self) -> Span {
        self.span.clone()
    }

    /// What was found, and what was expected.
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// What to do.
    pub fn remedy(&self) -> &str {
        &self.remedy
    }
}

impl std::error::Error for SentenceError {}

impl fmt::Display for SentenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Excerpt { line, column, width } = Excerpt::around(&self.text, &self.span);
        writeln!(f, "{}", self.problem)?;
        if !line.trim().is_empty() {
            writeln!(f, "  {line}")?;
            writeln!(f, "  {}{}", " ".repeat(column), "^".repeat(width.max(1)))?;
        }
        write!(f, "{}", self.remedy)
    }
}

/// The part of a sentence that is shown.
struct Excerpt {
    line: String,
    /// How many columns stand before the place.
    column: usize,
    /// How many columns the place takes.
    width: usize,
}

/// The most columns that are shown before the place, of the place, and after it.
const MOST_COLUMNS: usize = 60;

impl Excerpt {
    /// The line on which the place begins; of a long line, what is around the place.
    fn around(text: &str, span: &Span) -> Self {
        let line_start = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
        let line_end = text[span.start..].find('\n').map_or(text.len(), |length| span.start + length);
        let place_end = span.end.min(line_end);
        let before = last_columns(&without_controls(&text[line_start..span.start]));
        let place = first_columns(&without_controls(&text[span.start..place_end]));
        let after = first_columns(&without_controls(&text[place_end..line_end]));
        Self { column: before.width(), width: place.width(), line: before + &place + &after }
    }
}

/// The same text with a space for each tab or other control character.
fn without_controls(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn first_columns(text: &str) -> String {
    let mut columns = 0;
    let end = text.char_indices().find_map(|(index, c)| {
        columns += c.width().unwrap_or(0);
        (columns > MOST_COLUMNS).then_some(index)
    });
    end.map_or_else(|| text.to_owned(), |end| format!("{}…", &text[..end]))
}

fn last_columns(text: &str) -> String {
    let mut columns = 0;
    let start = text.char_indices().rev().find_map(|(index, c)| {
        columns += c.width().unwrap_or(0);
        (columns > MOST_COLUMNS).then_some(index + c.len_utf8())
    });
    start.map_or_else(|| text.to_owned(), |start| format!("…{}", &text[start..]))
}

/// The first place from `index` on at which a letter begins or the text ends.
fn letter_start(text: &str, index: usize) -> usize {
    (index..text.len()).find(|&place| text.is_char_boundary(place)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, span: Span) -> String {
        SentenceError::at(text, span, "problem", "remedy").to_string()
    }

    #[test]
    fn carets_stand_under_the_place() {
        assert_eq!(shown("a + b", 4..5), "problem\n  a + b\n      ^\nremedy");
        assert_eq!(shown("a +", 3..3), "problem\n  a +\n     ^\nremedy");
        assert_eq!(shown("\ta\u{302} ≥ bc", 9..11), "problem\n   a\u{302} ≥ bc\n       ^^\nremedy");
        assert_eq!(shown("測 + b", 0..3), "problem\n  測 + b\n  ^^\nremedy");
        assert_eq!(shown("", 0..0), "problem\nremedy");
    }

    #[test]
    fn only_the_line_of_the_place_is_shown() {
        assert_eq!(shown("a\n+ b\n+ c", 4..9), "problem\n  + b\n    ^\nremedy");
        assert_eq!(shown("a\n", 2..2), "problem\nremedy");
    }

    #[test]
    fn of_a_long_line_the_surroundings_are_shown() {
        let text = format!("{}?{}", "a".repeat(900), "b".repeat(900));
        let expected = format!("problem\n  …{}?{}…\n  {}^\nremedy", "a".repeat(60), "b".repeat(60), " ".repeat(61));
        assert_eq!(shown(&text, 900..901), expected);
        let all = format!("problem\n  {}…\n  {}\nremedy", "a".repeat(60), "^".repeat(61));
        assert_eq!(shown(&"a".repeat(900), 0..900), all);
    }

    #[test]
    #[expect(clippy::reversed_empty_ranges, reason = "a wrong span is what is tried")]
    fn no_span_is_outside_of_the_text() {
        assert_eq!(SentenceError::at("aβ", 2..9, "", "").span(), 3..3);
        assert_eq!(SentenceError::at("aβ", 1..2, "", "").span(), 1..3);
        assert_eq!(SentenceError::at("aβ", 3..1, "", "").span(), 3..3);
        assert_eq!(SentenceError::at("aβ", 7..8, "", "").span(), 3..3);
    }
}
