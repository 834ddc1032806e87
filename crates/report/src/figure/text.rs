//! Text: its width and its lines.

use super::canvas::Canvas;
use super::error::FigureError;
use super::line::Line;
use super::rendition::Face;
use super::text_style::TextStyle;
pub(super) use super::text_style::{Anchor, Direction};
use super::xml::cleaned;

/// Draws one line of text with the point of its baseline that `anchor` names at `at`.
pub(super) fn draw_text(
    canvas: &Canvas,
    text: &str,
    at: (f64, f64),
    style: TextStyle,
    direction: (Anchor, Direction),
) -> Result<(), FigureError> {
    canvas.letters(text, at, style, direction)
}

/// The width of one line of text without serifs. Other letters are narrower. If a font is damaged, nothing can be drawn, and [`draw_text`] returns an
/// error.
pub(super) fn text_width(text: &str, style: TextStyle) -> f64 {
    Line::set(text, Face::Sans, style.bold).map_or(0.0, |line| line.width * style.size)
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

#[cfg(test)]
mod tests {
    use super::*;
    use plotters::style::RGBColor;

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
