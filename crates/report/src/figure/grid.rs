//! Ticks with their labels, the lines between them, and the titles of the axes.

use plotters::style::RGBColor;

use super::axis::{Axis, Numbers};
use super::canvas::Canvas;
use super::error::FigureError;
use super::layout::{AXIS, Frame, HEIGHT, MARGIN, TICK, Title, left_edge, right_edge};
use super::marker::{FAINT, GREY, LIGHT};
use super::text::{Anchor, Direction, draw_text, text_width, wrapped};
use super::text_style::TextStyle;
use super::ticks::{Tick, ticks};

const LINE_HEIGHT: f64 = 1.2 * TICK.size;

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
        Self { x_labels: x_ticks.iter().map(lines).collect(), x_ticks, y_ticks, tick_width, width }
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
        self.label_height() + 1.6 * AXIS.size + 10.0
    }

    /// The plot's rectangle beside its legend, and the height of the figure; `marks` is the height of their labels, `legend` its size.
    pub(super) fn frame(&self, title: &Title, marks: f64, legend: (f64, f64)) -> (Frame, f64) {
        let top = title.bottom() + 12.0 + marks;
        let below = self.room_below() + MARGIN;
        let height = HEIGHT.max(top + legend.1 + MARGIN).max(top + 240.0 + below);
        let bottom = (height - below).min(top + 420.0);
        let left = left_edge(self.tick_width);
        (Frame { left, right: right_edge(legend.0), top, bottom }, height)
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
                let at = (x, frame.bottom + 8.0 + 0.9 * TICK.size + LINE_HEIGHT * i as f64);
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
        let style = shrunk(x, whole.right - whole.left);
        draw_text(canvas, x, (whole.x(0.5), below), style, (Anchor::Middle, Direction::Right))
    }
}

/// Draws the title of a vertical axis at the left edge of the figure.
pub(super) fn draw_vertical_title(canvas: &Canvas, frame: &Frame, title: &str) -> Result<(), FigureError> {
    let beside = MARGIN + 0.95 * AXIS.size;
    let style = shrunk(title, frame.bottom - frame.top);
    draw_text(canvas, title, (beside, frame.y(0.5)), style, (Anchor::Middle, Direction::Up))
}

/// The width of the widest label of a vertical axis.
pub(super) fn widest_label(y: &Numbers) -> f64 {
    ticks(&Axis::Numbers(y.clone()), &|_| true).iter().map(label_width).fold(0.0, f64::max)
}

/// The title's font, smaller if the title would not fit.
fn shrunk(title: &str, room: f64) -> TextStyle {
    let width = text_width(title, AXIS);
    if width > room { TextStyle { size: AXIS.size * room / width, ..AXIS } } else { AXIS }
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
