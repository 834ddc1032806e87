//! Ticks with their labels, the lines between them, and the titles of the axes.

use plotters::style::RGBColor;

use super::axis::{Axis, Numbers};
use super::canvas::Canvas;
use super::colours::{FAINT, GREY, LIGHT};
use super::error::FigureError;
use super::layout::{AXIS, Frame, MARGIN, TICK};
use super::text::{Anchor, Direction, draw_text, text_width, wrapped};
use super::ticks::{Tick, ticks};

const LINE_HEIGHT: f64 = 1.2 * TICK.size;
/// Between two lines of the title of a vertical axis, which has little room.
const UPWARD_HEIGHT: f64 = 1.3 * AXIS.size;
/// Between two lines of the title of a horizontal axis.
const TITLE_HEIGHT: f64 = 1.2 * AXIS.size;
/// How much longer than its axis a line of a title may be.
const SPARE: f64 = 50.0;

/// Which sides of a plot have labels at their ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Labels {
    /// The left side.
    pub(super) beside: bool,
    /// The lower side.
    pub(super) below: bool,
}

/// The ticks of both axes.
pub(super) struct Grid {
    x_ticks: Vec<Tick>,
    x_labels: Vec<Vec<String>>,
    y_ticks: Vec<Tick>,
    tick_width: f64,
    width: f64,
    /// The number of lines of the title of the horizontal axis.
    title_lines: usize,
}

impl Grid {
    /// The ticks for a plot whose width follows from that of the widest label of the vertical axis. Labels have at least the width `least`.
    pub(super) fn new(x: &Axis, y: &Numbers, least: f64, width_beside: impl Fn(f64) -> f64) -> Self {
        let y_ticks = ticks(&Axis::Numbers(y.clone()), &|_| true);
        let tick_width = y_ticks.iter().map(label_width).fold(least, f64::max);
        let width = width_beside(tick_width);
        let x_ticks = ticks(x, &|ticks| have_room(ticks, width));
        let room = match x {
            Axis::Words(words) => (width / words.len() as f64 - 6.0).max(20.0),
            Axis::Numbers(_) => width,
        };
        let lines = |tick: &Tick| tick.label.as_ref().map_or_else(Vec::new, |label| wrapped(label, room, TICK));
        let mut x_labels: Vec<Vec<String>> = x_ticks.iter().map(lines).collect();
        let labelled: Vec<usize> = (0..x_ticks.len()).filter(|i| x_ticks[*i].label.is_some()).collect();
        if let ([.., before, last], Axis::Numbers(_)) = (&labelled[..], x) {
            let (before, own) = (&x_ticks[*before], &x_ticks[*last]);
            let end = before.place * width + 0.5 * label_width(before);
            if within_margin(own, label_width(own), width) - 0.5 * label_width(own) < end + 4.0 {
                x_labels[*last].clear();
            }
        }
        Self { x_labels, x_ticks, y_ticks, tick_width, width, title_lines: 1 }
    }

    /// Keeps room for this title of the horizontal axis.
    pub(super) fn reserve_title(&mut self, title: &str) {
        self.title_lines = wrapped(title, self.width + SPARE, AXIS).len();
    }

    /// Width of the plot.
    pub(super) fn width(&self) -> f64 {
        self.width
    }

    /// Width of the widest label of the vertical axis.
    pub(super) fn tick_width(&self) -> f64 {
        self.tick_width
    }

    /// From the plot's lower edge to the lower edge of the labels of the horizontal axis.
    pub(super) fn label_height(&self) -> f64 {
        let lines = self.x_labels.iter().map(Vec::len).max().unwrap_or(0).max(1);
        8.0 + LINE_HEIGHT * lines as f64
    }

    /// The room that the labels of the horizontal axis and its title take below the plot.
    pub(super) fn room_below(&self) -> f64 {
        self.label_height() + 1.6 * AXIS.size + 10.0 + TITLE_HEIGHT * (self.title_lines - 1) as f64
    }

    /// Draws the lines between the ticks, and a background for the places of 0 and infinity.
    pub(super) fn draw_lines(&self, canvas: &Canvas, frame: &Frame, x: &Axis) -> Result<(), FigureError> {
        for (colour, major) in [(FAINT, false), (LIGHT, true)] {
            self.draw_vertical_lines(canvas, frame, (colour, major))?;
            for tick in self.y_ticks.iter().filter(|tick| tick.label.is_some() == major) {
                let y = frame.y(tick.place);
                canvas.line(&[(frame.left, y), (frame.right, y)], colour, 0.75)?;
            }
        }
        match x {
            Axis::Numbers(numbers) => draw_ends(canvas, frame, numbers),
            Axis::Words(_) => Ok(()),
        }
    }

    fn draw_vertical_lines(
        &self,
        canvas: &Canvas,
        frame: &Frame,
        (colour, major): (RGBColor, bool),
    ) -> Result<(), FigureError> {
        for tick in self.x_ticks.iter().filter(|tick| tick.label.is_some() == major) {
            let x = frame.x(tick.place);
            canvas.line(&[(x, frame.top), (x, frame.bottom)], colour, 0.75)?;
        }
        Ok(())
    }

    /// Lines, axes and ticks of a plot that has no vertical axis.
    pub(super) fn draw_without_heights(&self, canvas: &Canvas, frame: &Frame, below: bool) -> Result<(), FigureError> {
        self.draw_vertical_lines(canvas, frame, (FAINT, false))?;
        self.draw_vertical_lines(canvas, frame, (LIGHT, true))?;
        self.draw_horizontal_axis(canvas, frame, below)
    }

    /// Axes and ticks, with labels on the sides that have them.
    pub(super) fn draw_axes(&self, canvas: &Canvas, frame: &Frame, labels: Labels) -> Result<(), FigureError> {
        self.draw_horizontal_axis(canvas, frame, labels.below)?;
        self.draw_vertical_axis(canvas, frame, labels.beside)
    }

    fn draw_horizontal_axis(&self, canvas: &Canvas, frame: &Frame, labelled: bool) -> Result<(), FigureError> {
        let corner = [(frame.left, frame.top), (frame.left, frame.bottom), (frame.right, frame.bottom)];
        canvas.line(&corner, GREY, 1.0)?;
        for (tick, lines) in self.x_ticks.iter().zip(&self.x_labels) {
            let x = frame.x(tick.place);
            canvas.line(&[(x, frame.bottom), (x, frame.bottom + tick_length(tick))], GREY, 1.0)?;
            for (i, line) in lines.iter().enumerate().filter(|_| labelled) {
                let middle = frame.left + within_margin(tick, text_width(line, TICK), frame.right - frame.left);
                let at = (middle, frame.bottom + 8.0 + 0.9 * TICK.size + LINE_HEIGHT * i as f64);
                draw_text(canvas, line, at, TICK, (Anchor::Middle, Direction::Right))?;
            }
        }
        Ok(())
    }

    fn draw_vertical_axis(&self, canvas: &Canvas, frame: &Frame, labelled: bool) -> Result<(), FigureError> {
        for tick in &self.y_ticks {
            let y = frame.y(tick.place);
            canvas.line(&[(frame.left - tick_length(tick), y), (frame.left, y)], GREY, 1.0)?;
            if let Some(label) = tick.label.as_deref().filter(|_| labelled) {
                let at = (frame.left - 8.0, y + 0.36 * TICK.size);
                draw_text(canvas, label, at, TICK, (Anchor::End, Direction::Right))?;
            }
        }
        Ok(())
    }

    /// Draws the titles of the horizontal and the vertical axis, beside all panels that share these axes.
    pub(super) fn draw_titles(&self, canvas: &Canvas, whole: &Frame, [x, y]: [&str; 2]) -> Result<(), FigureError> {
        self.draw_horizontal_title(canvas, whole, x)?;
        draw_vertical_title(canvas, whole, y)
    }

    /// Draws the title of the horizontal axis below the whole.
    pub(super) fn draw_horizontal_title(&self, canvas: &Canvas, whole: &Frame, x: &str) -> Result<(), FigureError> {
        let below = whole.bottom + self.label_height() + 1.5 * AXIS.size;
        let lines = wrapped(x, whole.right - whole.left + SPARE, AXIS);
        lines.iter().enumerate().try_for_each(|(i, line)| {
            // A title may be longer than the plot is wide, and stays on the figure.
            let middle = whole.x(0.5).min(whole.right + MARGIN - 0.5 * text_width(line, AXIS));
            let at = (middle, below + TITLE_HEIGHT * i as f64);
            draw_text(canvas, line, at, AXIS, (Anchor::Middle, Direction::Right))
        })
    }
}

/// Draws the title of a vertical axis at the left edge of the figure.
pub(super) fn draw_vertical_title(canvas: &Canvas, frame: &Frame, title: &str) -> Result<(), FigureError> {
    let lines = upward_lines(title, frame.bottom - frame.top);
    // The last line stands beside the labels, and two lines are a little nearer to them.
    let beside = MARGIN + 0.95 * AXIS.size + if lines.len() > 1 { 3.0 } else { 0.0 } + more_lines(lines.len());
    for (i, line) in lines.iter().rev().enumerate() {
        let at = (beside - UPWARD_HEIGHT * i as f64, frame.y(0.5));
        draw_text(canvas, line, at, AXIS, (Anchor::Middle, Direction::Up))?;
    }
    Ok(())
}

/// By how much the title of a vertical axis may be longer than the axis. A panel below has a title of its own.
const OVERHANG: f64 = 8.0;

/// The lines of the title of a vertical axis of this height.
fn upward_lines(title: &str, height: f64) -> Vec<String> {
    wrapped(title, height + OVERHANG, AXIS)
}

/// The room that more than two lines of the title of a vertical axis take.
fn more_lines(count: usize) -> f64 {
    UPWARD_HEIGHT * count.saturating_sub(2) as f64
}

/// The width that the labels of a vertical axis of this height keep free with the further lines of its title.
pub(super) fn room_for_labels(y: &Numbers, title: &str, height: f64) -> f64 {
    match more_lines(upward_lines(title, height).len()) {
        0.0 => 0.0,
        more => widest_label(y) + more,
    }
}

/// The width of the widest label of a vertical axis.
pub(super) fn widest_label(y: &Numbers) -> f64 {
    ticks(&Axis::Numbers(y.clone()), &|_| true).iter().map(label_width).fold(0.0, f64::max)
}

fn draw_ends(canvas: &Canvas, frame: &Frame, numbers: &Numbers) -> Result<(), FigureError> {
    let (start, end) = numbers.middle();
    for (from, to) in [(0.0, start), (end, 1.0)] {
        let (left, right) = (frame.x(from), frame.x(to));
        if to > from {
            let corners = [(left, frame.top), (right, frame.top), (right, frame.bottom), (left, frame.bottom)];
            canvas.polygon(&corners, FAINT)?;
        }
    }
    Ok(())
}

/// The middle of a label of this length at a tick of an axis of this width. The last label may be wider than the margin.
fn within_margin(tick: &Tick, length: f64, width: f64) -> f64 {
    (tick.place * width).min(width + MARGIN - 1.0 - 0.5 * length)
}

fn tick_length(tick: &Tick) -> f64 {
    if tick.label.is_some() { 5.0 } else { 2.5 }
}

fn label_width(tick: &Tick) -> f64 {
    tick.label.as_deref().map_or(0.0, |label| text_width(label, TICK))
}

/// Returns `true` if the labels of these ticks have enough distance on an axis of this width.
fn have_room(ticks: &[Tick], width: f64) -> bool {
    ticks.windows(2).all(|pair| {
        let distance = (pair[1].place - pair[0].place) * width;
        distance >= (label_width(&pair[0]) + label_width(&pair[1])) / 2.0 + 7.0
    })
}
