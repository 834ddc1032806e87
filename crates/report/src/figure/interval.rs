//! The interval of a measurement as a bar.

use plotters::style::RGBColor;

use super::axis::Numbers;
use super::canvas::Canvas;
use super::error::FigureError;
use super::layout::Frame;
use super::marker::RADIUS;
use super::panels::Panels;
use super::series::Dot;

/// Half the length of the stroke that ends a bar.
const CAP: f64 = 2.5;
/// The same at a bar that its marker covers, so that the stroke shows on both sides of it.
const WIDE_CAP: f64 = 6.0;
/// A bar that ends within this distance from the middle of its marker is covered by it.
const COVERED: f64 = RADIUS + 1.4;
/// Length and half the width of the arrow at the end of a bar that leaves the frame.
pub(super) const ARROW: (f64, f64) = (5.5, 2.8);

/// The places of an interval's ends on a vertical axis: 0 at the lower edge of the frame, 1 at the upper one, beyond these where it leaves the frame.
pub(super) struct Span {
    pub(super) lower: f64,
    pub(super) upper: f64,
}

impl Span {
    /// The span of a dot's interval; `None` if it is not known, or if nothing of it is within the frame.
    pub(super) fn of(dot: &Dot, y: &Numbers) -> Option<Self> {
        let interval = dot.measurement.interval;
        if interval.lower.is_nan()
            || interval.upper.is_nan()
            || (interval.lower.is_infinite() && interval.upper.is_infinite())
        {
            return None;
        }
        let place = |value: f64| y.place(value).unwrap_or(if value <= 0.0 { -1.0 } else { 2.0 });
        let (lower, upper) = (place(interval.lower), place(interval.upper));
        (upper >= 0.0 && lower <= 1.0).then_some(Self { lower, upper })
    }
}

/// Whether a place is within the frame.
pub(super) fn is_inside(place: f64) -> bool {
    (0.0..=1.0).contains(&place)
}

/// An interval on a vertical axis, in logical pixels.
pub(super) struct Bar {
    middle: Option<f64>,
    lower: End,
    upper: End,
}

/// An end of a bar: where it is, and whether the interval goes on beyond the frame.
#[derive(Clone, Copy)]
struct End {
    at: f64,
    leaves: bool,
}

impl Bar {
    /// The bar of a dot; `None` if its interval is not known, or if nothing of it is within the frame.
    pub(super) fn of(dot: &Dot, y: &Numbers, frame: &Frame) -> Option<Self> {
        let Span { lower, upper } = Span::of(dot, y)?;
        let end = |place: f64| End { at: frame.y(place.clamp(0.0, 1.0)), leaves: !is_inside(place) };
        let mean = y.place(dot.measurement.estimate.mean).filter(|place| is_inside(*place));
        Some(Self { middle: mean.map(|place| frame.y(place)), lower: end(lower), upper: end(upper) })
    }

    /// Whether its marker covers it.
    fn is_covered(&self) -> bool {
        self.middle.is_some_and(|middle| [self.lower, self.upper].iter().all(|end| (end.at - middle).abs() < COVERED))
    }

    /// Draws it at this horizontal position. An end that leaves the frame is an arrow.
    pub(super) fn draw(&self, canvas: &Canvas, x: f64, colour: RGBColor) -> Result<(), FigureError> {
        canvas.line(&[(x, self.lower.at), (x, self.upper.at)], colour, 1.1)?;
        for (end, inwards) in [(self.lower, -1.0), (self.upper, 1.0)] {
            if end.leaves {
                let foot = end.at + inwards * ARROW.0;
                canvas.polygon(&[(x, end.at), (x - ARROW.1, foot), (x + ARROW.1, foot)], colour)?;
            } else {
                let half = if self.is_covered() { WIDE_CAP } else { CAP };
                canvas.line(&[(x - half, end.at), (x + half, end.at)], colour, 1.1)?;
            }
        }
        Ok(())
    }
}

/// Whether intervals are drawn in these panels: all of them, or none if every marker covers its own.
pub(super) fn show_intervals(panels: &Panels, y: &Numbers, frame: &Frame) -> bool {
    panels.dots().filter_map(|dot| Bar::of(dot, y, frame)).any(|bar| !bar.is_covered())
}
