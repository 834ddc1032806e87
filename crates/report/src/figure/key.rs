//! The legend: signs with their words, beside or below the plot.

use plotters::style::RGBColor;

use super::canvas::{Canvas, Dash, Position};
use super::colours::{DARK, GREY};
use super::error::FigureError;
use super::group::Group;
use super::heat_map::{draw_contour, draw_unresolved};
use super::marker::{Look, draw_alarm, draw_line, draw_marker};
use super::text::{Anchor, Direction, draw_text, text_width, wrapped};
use super::text_style::TextStyle;

const KEY_LENGTH: f64 = 24.0;
const KEY_WIDTH: f64 = KEY_LENGTH + 8.0;
/// The largest number of columns below a plot.
const MOST_COLUMNS: u32 = 4;
/// Room after a column.
const GAP: f64 = 12.0;

/// A sign with its words.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    key: KeySign,
    texts: Vec<(String, TextStyle)>,
}

/// What stands beside the text of an entry.
#[derive(Clone, Debug)]
pub(super) enum KeySign {
    Nothing,
    Marker {
        look: Look,
        line: bool,
        hollow: bool,
    },
    Line(RGBColor),
    Dashes(Dash),
    Alarm,
    /// What surrounds the marker where a curve turns.
    Ring,
    /// The mark of a right side in a strip.
    Upright,
    Contour(Option<Dash>),
    Unresolved,
}

impl Entry {
    /// An entry of one key and some text.
    pub(super) fn new(key: KeySign, text: &str, style: TextStyle) -> Self {
        Self { key, texts: vec![(text.to_owned(), style)] }
    }

    /// More text, on lines of its own.
    pub(super) fn add(&mut self, text: &str, style: TextStyle) {
        self.texts.push((text.to_owned(), style));
    }

    /// Whether it has a sign; without one it is a note.
    pub(super) fn has_key(&self) -> bool {
        !matches!(self.key, KeySign::Nothing)
    }

    /// The entry without notes, for a figure whose caption has them; `None` if it is a note.
    pub(super) fn without_notes(self) -> Option<Self> {
        self.has_key().then_some(self)
    }

    /// Returns its lines, each at most this wide.
    fn lines(&self, width: f64) -> Vec<(String, TextStyle)> {
        let lines = |(text, style): &(String, TextStyle)| {
            let style = *style;
            wrapped(text, width, style).into_iter().map(move |line| (line, style))
        };
        self.texts.iter().flat_map(lines).collect()
    }
}

/// Entries, each at its place.
#[derive(Debug)]
pub(super) struct Legend {
    placed: Vec<Placed>,
    /// Its width and height.
    pub(super) size: Position,
}

#[derive(Debug)]
struct Placed {
    key: KeySign,
    lines: Vec<(String, TextStyle)>,
    /// The position, measured from the legend's upper left corner.
    at: Position,
}

impl Legend {
    /// One entry under the other, in a column of at most this width.
    pub(super) fn column(entries: Vec<Entry>, width: f64) -> Self {
        Self::arranged(entries, width - KEY_WIDTH, f64::INFINITY)
    }

    /// Places the entries in rows of this width. An entry that is too long for a column has its own row.
    pub(super) fn rows(entries: Vec<Entry>, width: f64) -> Self {
        let most_text = width - KEY_WIDTH;
        let widths: Vec<f64> = entries.iter().map(|entry| width_of(&entry.lines(most_text))).collect();
        let column = |count: u32| (width + GAP) / f64::from(count);
        // The largest number of columns at which at least half of the entries fit into a column.
        let fits = |count: &u32| 2 * widths.iter().filter(|one| *one + GAP <= column(*count)).count() >= widths.len();
        let count = (2..=MOST_COLUMNS).rev().find(fits).unwrap_or(1);
        Self::arranged(entries, most_text, column(count))
    }

    fn arranged(entries: Vec<Entry>, most_text: f64, column: f64) -> Self {
        let mut legend = Self { placed: Vec::new(), size: (0.0, 0.0) };
        // Where the next entry may stand, and where the row under it starts.
        let (mut next, mut below) = ((0.0, 0.0), 0.0f64);
        for entry in entries {
            let lines = entry.lines(most_text);
            let width = width_of(&lines);
            let is_short = width + GAP <= column && column.is_finite();
            if next.0 > 0.0 && (!is_short || next.0 + width > most_text + KEY_WIDTH) {
                next = (0.0, below);
            }
            let height = lines.iter().map(|(_, style)| line_height(*style)).sum::<f64>() + 4.0;
            below = below.max(next.1 + height);
            legend.size = (legend.size.0.max(next.0 + width), below);
            legend.placed.push(Placed { key: entry.key, lines, at: next });
            next = if is_short { (next.0 + column, next.1) } else { (0.0, below) };
        }
        legend
    }

    /// Draws it with its upper left corner here.
    pub(super) fn draw(&self, canvas: &Canvas, (left, top): Position) -> Result<(), FigureError> {
        self.placed.iter().try_for_each(|placed| placed.draw(canvas, (left + placed.at.0, top + placed.at.1)))
    }
}

impl Placed {
    fn draw(&self, canvas: &Canvas, (left, top): Position) -> Result<(), FigureError> {
        let Some((_, first)) = self.lines.first() else {
            return Ok(());
        };
        let middle = top + 0.5 * line_height(*first);
        self.key.draw(canvas, left, middle)?;
        let mut baseline = middle + 0.36 * first.size;
        for (line, style) in &self.lines {
            draw_text(canvas, line, (left + KEY_WIDTH, baseline), *style, (Anchor::Start, Direction::Right))?;
            baseline += line_height(*style);
        }
        Ok(())
    }
}

impl KeySign {
    fn draw(&self, canvas: &Canvas, left: f64, y: f64) -> Result<(), FigureError> {
        let centre = (left + KEY_LENGTH / 2.0, y);
        let ends = [(left, y), (left + KEY_LENGTH, y)];
        match self {
            Self::Nothing => Ok(()),
            Self::Marker { look, line, hollow } => {
                if *line {
                    draw_line(canvas, &ends, *look)?;
                }
                canvas.group(Group::Mark, || draw_marker(canvas, centre, *look, *hollow))
            }
            Self::Line(colour) => canvas.line(&ends, *colour, 1.8),
            Self::Dashes(dash) => canvas.dashes(&ends, GREY, 1.1, *dash),
            Self::Alarm => draw_alarm(canvas, centre),
            Self::Ring => canvas.ring(centre, 7.0, DARK, 1.3),
            Self::Upright => canvas.line(&[(centre.0, y - 6.0), (centre.0, y + 6.0)], DARK, 2.2),
            Self::Contour(dash) => draw_contour(canvas, &ends, *dash),
            Self::Unresolved => draw_unresolved(canvas, centre),
        }
    }
}

/// Width of a sign with these lines.
fn width_of(lines: &[(String, TextStyle)]) -> f64 {
    KEY_WIDTH + lines.iter().map(|(line, style)| text_width(line, *style)).fold(0.0, f64::max)
}

fn line_height(style: TextStyle) -> f64 {
    1.36 * style.size
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::legend::ENTRY;

    #[test]
    fn short_entries_share_rows_and_long_ones_do_not() {
        let long = "a bound too long for a column";
        let entries =
            || ["n = 16", "n = 64", "n = 256", long, "cube"].map(|text| Entry::new(KeySign::Nothing, text, ENTRY));
        let places = |legend: &Legend| legend.placed.iter().map(|placed| placed.at).collect::<Vec<_>>();
        let rows = Legend::rows(entries().into(), 318.0);
        let step = line_height(ENTRY) + 4.0;
        let column = 330.0 / 3.0;
        let first_row = [0.0, column, 2.0 * column].map(|x| (x, 0.0));
        assert_eq!(places(&rows), [first_row.as_slice(), &[(0.0, step), (0.0, 2.0 * step)]].concat());
        assert!(rows.size.0 <= 318.0, "{:?}", rows.size);
        let column = Legend::column(entries().into(), 214.0);
        assert!(places(&column).iter().all(|(x, _)| *x == 0.0) && column.size.1 > rows.size.1, "{:?}", column.size);
    }
}
