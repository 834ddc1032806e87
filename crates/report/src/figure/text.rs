//! Text: its width, its lines, its subscripts.

use super::canvas::Canvas;
use super::error::FigureError;
use super::font::Glyphs;
use super::text_style::TextStyle;
use super::xml::cleaned;

/// Which point of a line of text is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// Where it starts.
    Start,
    /// Its middle.
    Middle,
    /// Where it ends.
    End,
}

/// Which way a line of text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// To the right.
    Right,
    /// Upwards.
    Up,
}

const SUBSCRIPT_SIZE: f64 = 0.74;
const SUBSCRIPT_DROP: f64 = 0.2;

/// Draws one line of text with the point of its baseline that `anchor` names at `at`; `n_ICL` gets a subscript.
pub(super) fn draw_text(
    canvas: &Canvas,
    text: &str,
    at: (f64, f64),
    style: TextStyle,
    (anchor, direction): (Anchor, Direction),
) -> Result<(), FigureError> {
    let pieces = pieces(text);
    let total: f64 = pieces.iter().map(|piece| piece.width(style)).sum();
    let mut along = match anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => -total / 2.0,
        Anchor::End => -total,
    };
    for piece in &pieces {
        let (drop, piece_style) = piece.placed(style);
        let position = match direction {
            Direction::Right => (at.0 + along, at.1 + drop),
            Direction::Up => (at.0 + drop, at.1 - along),
        };
        canvas.letters(&piece.text, position, piece_style, direction == Direction::Up)?;
        along += piece.width(style);
    }
    Ok(())
}

/// The width of one line of text.
pub(super) fn text_width(text: &str, style: TextStyle) -> f64 {
    pieces(text).iter().map(|piece| piece.width(style)).sum()
}

/// Breaks a text into lines of at most this width, between words where possible.
pub(super) fn wrapped(text: &str, width: f64, style: TextStyle) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in cleaned(text).split(' ') {
        let line = lines.last().map_or("", String::as_str);
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if text_width(&longer, style) <= width {
            lines.pop();
            lines.push(longer);
            continue;
        }
        if line.is_empty() {
            lines.pop();
        }
        lines.extend(broken(word, width, style));
    }
    lines
}

/// A word that may be too long for a line: it breaks after an underscore, or else anywhere.
fn broken(word: &str, width: f64, style: TextStyle) -> Vec<String> {
    let mut lines = vec![String::new()];
    for c in word.chars() {
        let Some(line) = lines.pop() else { break };
        let longer = format!("{line}{c}");
        if line.is_empty() || text_width(&longer, style) <= width {
            lines.push(longer);
            continue;
        }
        let end = line.rfind('_').map_or(line.len(), |underscore| underscore + 1);
        lines.push(line[..end].to_owned());
        lines.push(format!("{}{c}", &line[end..]));
    }
    lines
}

#[derive(Debug, PartialEq)]
struct Piece {
    text: String,
    subscript: bool,
}

impl Piece {
    fn placed(&self, style: TextStyle) -> (f64, TextStyle) {
        if self.subscript {
            (SUBSCRIPT_DROP * style.size, TextStyle { size: SUBSCRIPT_SIZE * style.size, ..style })
        } else {
            (0.0, style)
        }
    }

    fn width(&self, style: TextStyle) -> f64 {
        plain_width(&self.text, self.placed(style).1)
    }
}

/// Splits a text at subscripts. A subscript is an underscore with letters and digits after a single letter, which may have a factor before it.
/// `segment_bound` has no subscript.
fn pieces(text: &str) -> Vec<Piece> {
    let text: Vec<char> = cleaned_keeping_ends(text).chars().collect();
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut i = 0;
    while i < text.len() {
        let length = if text[i] == '_' && after_lone_letter(&text[..i]) { word_length(&text[i + 1..]) } else { 0 };
        if length == 0 {
            plain.push(text[i]);
            i += 1;
            continue;
        }
        pieces.push(Piece { text: std::mem::take(&mut plain), subscript: false });
        pieces.push(Piece { text: text[i + 1..=i + length].iter().collect(), subscript: true });
        i += length + 1;
    }
    pieces.push(Piece { text: plain, subscript: false });
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

fn cleaned_keeping_ends(text: &str) -> String {
    let start = if text.starts_with(' ') { " " } else { "" };
    format!("{start}{}", cleaned(text))
}

fn after_lone_letter(before: &[char]) -> bool {
    let mut letters = before.iter().rev().filter(|c| !is_mark(**c));
    let is_letter = letters.next().is_some_and(|c| c.is_alphabetic());
    let mut word = letters.skip_while(|c| c.is_ascii_digit());
    is_letter && !word.next().is_some_and(|c| c.is_ascii_alphabetic() || *c == '_')
}

/// Letters and digits, and the sign of d_∩.
fn word_length(rest: &[char]) -> usize {
    rest.iter().take_while(|c| c.is_alphabetic() || c.is_ascii_digit() || **c == '∩').count()
}

/// A combining mark, such as a hat: it sits on the letter before it.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Returns the width of a text. If the font is damaged, nothing can be drawn, and [`Canvas::letters`] returns an error.
fn plain_width(text: &str, style: TextStyle) -> f64 {
    Glyphs::of(text, style.bold).map_or(0.0, |glyphs| glyphs.width * style.size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use plotters::style::RGBColor;

    fn shown(text: &str) -> Vec<(String, bool)> {
        pieces(text).into_iter().map(|piece| (piece.text, piece.subscript)).collect()
    }

    #[test]
    fn subscripts_follow_lone_letters() {
        let plain = |text: &str| (text.to_owned(), false);
        let low = |text: &str| (text.to_owned(), true);
        assert_eq!(shown("batch size n_ICL"), [plain("batch size n"), low("ICL")]);
        assert_eq!(shown("E|β̂ − β_Q|²"), [plain("E|β̂ − β"), low("Q"), plain("|²")]);
        assert_eq!(shown("1.02 * segment_bound + eps_p2"), [plain("1.02 * segment_bound + eps_p2")]);
        assert_eq!(shown("2d_s + 1"), [plain("2d"), low("s"), plain(" + 1")]);
        assert_eq!(shown("x_"), [plain("x_")]);
    }

    #[test]
    fn lines_keep_every_word() {
        let style = TextStyle { size: 12.0, bold: false, colour: RGBColor(0, 0, 0) };
        let text = "one\ttwo three four-and-a-very-long-word-that-must-be-broken five";
        let lines = wrapped(text, 60.0, style);
        assert_eq!(lines.concat().replace(' ', ""), text.replace([' ', '\t'], ""));
        assert!(lines.iter().all(|line| text_width(line, style) <= 60.0));
        assert_eq!(wrapped("", 60.0, style), [""]);
        assert_eq!(wrapped("in a_long_name", 50.0, style), ["in", "a_long_", "name"]);
    }
}
