//! Where the parts of a figure stand.

use weak_to_strong_lab::claim::Columns;

use super::canvas::Canvas;
use super::colours::DARK;
use super::error::FigureError;
use super::rendition::Rendition;
use super::text::{Anchor, Direction, draw_text, text_width, wrapped};
use super::text_style::TextStyle;

/// Logical pixels in a printed inch. A figure of 6.75 inches has 720 of them, and one of 3.25 inches is a whole number of dots wide.
pub(super) const PER_INCH: f64 = 720.0 / 6.75;
/// The width, in logical pixels, from which on panels stand side by side and a plot is wider than high.
const WIDE: f64 = 480.0;
/// The free margin on every side.
pub(super) const MARGIN: f64 = 14.0;
/// Labels of ticks.
pub(super) const TICK: TextStyle = TextStyle { size: 11.5, bold: false, colour: DARK };
/// Titles of axes.
pub(super) const AXIS: TextStyle = TextStyle { size: 12.5, bold: false, colour: DARK };

/// Printed width of a figure that fills these columns.
pub(super) const fn inches_of(columns: Columns) -> f64 {
    match columns {
        Columns::One => 3.25,
        Columns::Two => 6.75,
    }
}

/// The paper that a figure fills.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Paper {
    /// Its width, in logical pixels.
    pub(super) width: f64,
    /// Whether the title of the figure stands on it.
    pub(super) titled: bool,
}

impl Paper {
    /// The paper of a figure that is made for these columns.
    pub(super) fn of(columns: Columns, rendition: Rendition) -> Self {
        let width = match (rendition.width, columns) {
            (Some(inches), _) => (inches * PER_INCH * 4.0).round() / 4.0,
            // A whole number of dots in print.
            (None, Columns::One) => 346.5,
            (None, Columns::Two) => PER_INCH * inches_of(columns),
        };
        Self { width, titled: rendition.titled }
    }

    /// Whether it is wider than one column.
    pub(super) fn is_wide(self) -> bool {
        self.width >= WIDE
    }

    /// The width between the margins.
    pub(super) fn inner_width(self) -> f64 {
        self.width - 2.0 * MARGIN
    }
}

/// The plot's rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    /// Its left edge.
    pub(super) left: f64,
    /// Its right edge.
    pub(super) right: f64,
    /// Its upper edge.
    pub(super) top: f64,
    /// Its lower edge.
    pub(super) bottom: f64,
}

impl Frame {
    /// The horizontal position of a share of the width.
    pub(super) fn x(&self, place: f64) -> f64 {
        self.left + place * (self.right - self.left)
    }

    /// The vertical position of a share of the height, from below.
    pub(super) fn y(&self, place: f64) -> f64 {
        self.bottom - place * (self.bottom - self.top)
    }
}

/// The title, broken into lines.
#[derive(Clone, Debug)]
pub(super) struct Title {
    /// Its lines.
    pub(super) lines: Vec<String>,
    /// Its font.
    pub(super) style: TextStyle,
}

impl Title {
    /// Sets the title in the largest font in which it fits into two lines, or into three in a narrow figure. Two lines are about equally long. The
    /// paper may have no title.
    pub(super) fn of(text: &str, paper: Paper) -> Self {
        let width = paper.inner_width();
        let (size, most_lines) = if paper.is_wide() { (15.0, 2) } else { (12.5, 3) };
        if !paper.titled {
            return Self { lines: Vec::new(), style: TextStyle { size, bold: true, colour: DARK } };
        }
        let mut style = TextStyle { size, bold: true, colour: DARK };
        let mut lines = wrapped(text, width, style);
        while lines.len() > most_lines && style.size > 9.0 {
            style.size -= 0.5;
            lines = wrapped(text, width, style);
        }
        if lines.len() == 2 {
            let half = text_width(text, style) / 2.0;
            let widths = (0..).map(|i| half + 8.0 * f64::from(i)).take_while(|narrower| *narrower < width);
            let even = widths.map(|narrower| wrapped(text, narrower, style)).find(|lines| lines.len() <= 2);
            lines = even.unwrap_or(lines);
        }
        Self { lines, style }
    }

    /// Draws it in the upper left corner.
    pub(super) fn draw(&self, canvas: &Canvas) -> Result<(), FigureError> {
        let mut baseline = MARGIN + 0.95 * self.style.size;
        for line in &self.lines {
            draw_text(canvas, line, (MARGIN, baseline), self.style, (Anchor::Start, Direction::Right))?;
            baseline += self.line_height();
        }
        Ok(())
    }

    /// Where it ends.
    pub(super) fn bottom(&self) -> f64 {
        MARGIN + self.lines.len() as f64 * self.line_height()
    }

    /// Returns the distance from one line to the next.
    fn line_height(&self) -> f64 {
        1.3 * self.style.size
    }
}

/// The left edge of the plot.
pub(super) fn left_edge(tick_width: f64) -> f64 {
    MARGIN + 1.5 * AXIS.size + tick_width + 12.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_never_cut() {
        let paper = Paper::of(Columns::Two, Rendition::FILE);
        for count in [1, 12, 20, 60] {
            let text = "proposition ".repeat(count);
            let title = Title::of(&text, paper);
            assert_eq!(title.lines.join(" "), text.trim());
            assert!(count > 20 || title.lines.len() <= 2);
        }
    }
}
