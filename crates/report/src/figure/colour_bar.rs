//! The colours of a heat map, with the numbers that they stand for.

use weak_to_strong_lab::claim::ClaimOutcome;

use super::axis::{Axis, Numbers};
use super::canvas::{Canvas, Position};
use super::error::FigureError;
use super::key::MOST_TEXT;
use super::label::quantity_title;
use super::layout::TICK;
use super::legend::ENTRY;
use super::marker::GREY;
use super::palette::{ColourScale, LEVELS};
use super::range::AxisScale;
use super::text::{Anchor, Direction, draw_text, text_width, wrapped};
use super::ticks::{Tick, ticks};

/// A vertical bar under the name of what it shows.
pub(super) struct ColourBar {
    scale: ColourScale,
    title: Vec<String>,
    ticks: Vec<Tick>,
}

const BAR_WIDTH: f64 = 16.0;
const BAR_HEIGHT: f64 = 190.0;
const LINE_HEIGHT: f64 = 1.36 * ENTRY.size;

impl ColourBar {
    /// The bar of a scale.
    pub(super) fn new(outcome: &ClaimOutcome, scale: ColourScale) -> Self {
        let axis =
            Numbers { kind: AxisScale::Linear, range: scale.ends(), zero: false, infinity: false, values: Vec::new() };
        Self {
            scale,
            title: wrapped(&quantity_title(outcome, false), MOST_TEXT, ENTRY),
            ticks: ticks(&Axis::Numbers(axis), &|_| true),
        }
    }

    /// Its width.
    pub(super) fn width(&self) -> f64 {
        let title = self.title.iter().map(|line| text_width(line, ENTRY));
        let labels = self.ticks.iter().filter_map(|tick| tick.label.as_deref()).map(|label| text_width(label, TICK));
        title.fold(BAR_WIDTH + 8.0 + labels.fold(0.0, f64::max), f64::max)
    }

    /// Its height, with what stands above and the room below.
    pub(super) fn height(&self) -> f64 {
        LINE_HEIGHT * self.title.len() as f64 + 10.0 + BAR_HEIGHT + 18.0
    }

    /// Draws it with its upper left corner here.
    pub(super) fn draw(&self, canvas: &Canvas, (left, top): Position) -> Result<(), FigureError> {
        for (i, line) in self.title.iter().enumerate() {
            let at = (left, top + LINE_HEIGHT * (i as f64 + 0.5) + 0.36 * ENTRY.size);
            draw_text(canvas, line, at, ENTRY, (Anchor::Start, Direction::Right))?;
        }
        let top = top + LINE_HEIGHT * self.title.len() as f64 + 10.0;
        let (right, bottom) = (left + BAR_WIDTH, top + BAR_HEIGHT);
        let height = |share: f64| bottom - share * BAR_HEIGHT;
        for level in (0..LEVELS).rev() {
            // From the top on, each down to the end, so that no gap shows.
            let upper = height((level + 1) as f64 / LEVELS as f64);
            canvas
                .polygon(&[(left, upper), (right, upper), (right, bottom), (left, bottom)], self.scale.colour(level))?;
        }
        self.ticks.iter().try_for_each(|tick| {
            let y = height(tick.place);
            canvas.line(&[(right, y), (right + 4.0, y)], GREY, 1.0)?;
            let at = (right + 7.0, y + 0.36 * TICK.size);
            draw_text(canvas, tick.label.as_deref().unwrap_or(""), at, TICK, (Anchor::Start, Direction::Right))
        })
    }
}
