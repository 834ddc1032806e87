//! The colours of a heat map, with the numbers that they stand for.

use weak_to_strong_lab::claim::ClaimOutcome;

use super::axis::{Axis, Numbers};
use super::canvas::Canvas;
use super::colours::GREY;
use super::error::FigureError;
use super::label::measured_title;
use super::layout::{AXIS, Frame, TICK};
use super::palette::{ColourScale, LEVELS};
use super::range::AxisScale;
use super::text::{Anchor, Direction, draw_text, text_width, wrapped};
use super::ticks::{Tick, ticks};

/// A vertical bar right of the map, as high as it, with the name of what it shows.
pub(super) struct ColourBar {
    scale: ColourScale,
    title: Vec<String>,
    ticks: Vec<Tick>,
}

/// Between the map and the bar.
const GAP: f64 = 14.0;
const BAR_WIDTH: f64 = 14.0;
/// From the bar to its labels.
const TO_LABELS: f64 = 7.0;
/// The room that a line of the title takes, which runs upwards.
const TITLE: f64 = 1.3 * AXIS.size;
/// The length of a line of the title.
const TITLE_LENGTH: f64 = 240.0;

impl ColourBar {
    /// The bar of a scale.
    pub(super) fn new(outcome: &ClaimOutcome, scale: ColourScale) -> Self {
        let axis =
            Numbers { kind: AxisScale::Linear, range: scale.ends(), zero: false, infinity: false, values: Vec::new() };
        let title = wrapped(&measured_title(outcome, false), TITLE_LENGTH, AXIS);
        Self { scale, title, ticks: ticks(&Axis::Numbers(axis), &|_| true) }
    }

    /// Its width, with the gap left of it.
    pub(super) fn width(&self) -> f64 {
        GAP + BAR_WIDTH + TO_LABELS + self.label_width() + TITLE * self.title.len() as f64
    }

    fn label_width(&self) -> f64 {
        let labels = self.ticks.iter().filter_map(|tick| tick.label.as_deref()).map(|label| text_width(label, TICK));
        labels.fold(0.0, f64::max)
    }

    /// Draws it beside this frame.
    pub(super) fn draw(&self, canvas: &Canvas, frame: &Frame) -> Result<(), FigureError> {
        let (left, bottom) = (frame.right + GAP, frame.bottom);
        let right = left + BAR_WIDTH;
        for level in (0..LEVELS).rev() {
            // From the top on, each down to the end, so that no gap shows.
            let upper = frame.y((level + 1) as f64 / LEVELS as f64);
            let corners = [(left, upper), (right, upper), (right, bottom), (left, bottom)];
            canvas.polygon(&corners, self.scale.colour(level))?;
        }
        for tick in &self.ticks {
            let y = frame.y(tick.place);
            canvas.line(&[(right, y), (right + 4.0, y)], GREY, 1.0)?;
            let at = (right + TO_LABELS, y + 0.36 * TICK.size);
            draw_text(canvas, tick.label.as_deref().unwrap_or(""), at, TICK, (Anchor::Start, Direction::Right))?;
        }
        let labelled = right + TO_LABELS + self.label_width();
        self.title.iter().enumerate().try_for_each(|(i, line)| {
            let at = (labelled + TITLE * (i as f64 + 0.9), frame.y(0.5));
            draw_text(canvas, line, at, AXIS, (Anchor::Middle, Direction::Up))
        })
    }
}
