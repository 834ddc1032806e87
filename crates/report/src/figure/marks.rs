//! Vertical marks, with their labels in rows above the plot.

use super::axis::Axis;
use super::canvas::{Canvas, Position};
use super::colours::{DARK, GREY};
use super::error::FigureError;
use super::inside::along;
use super::layout::Frame;
use super::text::{Anchor, Direction, draw_text, text_width};
use super::text_style::TextStyle;

/// Height of a row of labels.
pub(super) const ROW: f64 = 15.0;

const LABEL: TextStyle = TextStyle { size: 11.2, bold: false, colour: DARK };

/// A mark that lies on the axis.
#[derive(Clone, Debug)]
pub(super) struct AxisMark {
    label: String,
    place: f64,
    row: usize,
}

/// Returns the marks that the axis can show. The label of each is in the lowest row that has room for it; `width` is the width of the plot.
pub(super) fn arrange(marks: &[(String, f64)], axis: &Axis, width: f64) -> Vec<AxisMark> {
    let Axis::Numbers(numbers) = axis else {
        return Vec::new();
    };
    let place = |(label, x): &(String, f64)| {
        let place = numbers.place(*x).filter(|place| (0.0..=1.0).contains(place))?;
        Some(AxisMark { label: label.clone(), place, row: 0 })
    };
    let mut marks: Vec<AxisMark> = marks.iter().filter_map(place).collect();
    marks.sort_by(|a, b| a.place.total_cmp(&b.place));
    for i in 0..marks.len() {
        let (before, rest) = marks.split_at_mut(i);
        let mark = &mut rest[0];
        let is_taken = |row: usize| before.iter().any(|other| other.row == row && mark.touches(other, width));
        mark.row = (0..i).find(|row| !is_taken(*row)).unwrap_or(i);
    }
    marks
}

/// Returns the number of rows that their labels need.
pub(super) fn rows(marks: &[AxisMark]) -> usize {
    marks.iter().map(|mark| mark.row + 1).max().unwrap_or(0)
}

impl AxisMark {
    /// Where its label starts and ends: over the mark, but within the plot where it has room.
    fn span(&self, width: f64) -> (f64, f64) {
        let length = text_width(&self.label, LABEL);
        let start = (self.place * width - length / 2.0).min(width - length).max(0.0);
        (start, start + length)
    }

    /// Points of its line in a frame.
    pub(super) fn covered(&self, frame: &Frame) -> Vec<Position> {
        along(vec![(frame.x(self.place), frame.top), (frame.x(self.place), frame.bottom)])
    }

    fn touches(&self, other: &Self, width: f64) -> bool {
        let ((start, end), (other_start, other_end)) = (self.span(width), other.span(width));
        start < other_end + 8.0 && other_start < end + 8.0
    }
}

/// Draws dashed lines and labels.
pub(super) fn draw(canvas: &Canvas, marks: &[AxisMark], frame: &Frame) -> Result<(), FigureError> {
    for mark in marks {
        let x = frame.x(mark.place);
        let top = frame.top - ROW * mark.row as f64 - 2.0;
        canvas.dashes(&[(x, frame.bottom), (x, top)], GREY, 1.1, (3.0, 3.0))?;
        let start = frame.left + mark.span(frame.right - frame.left).0;
        draw_text(canvas, &mark.label, (start, top - 4.0), LABEL, (Anchor::Start, Direction::Right))?;
    }
    Ok(())
}
