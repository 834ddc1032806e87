//! Where a place lies that a claim is about, such as a crossing: a band in the plot, and a strip of intervals below it.

use weak_to_strong::evidence::Interval;
use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome};
use weak_to_strong_lab::setting::SettingValue;

use super::axis::Axis;
use super::canvas::Canvas;
use super::colours::{DARK, paler};
use super::error::FigureError;
use super::layout::Frame;
use super::marker::{Look, draw_marker};
use super::panels::Panel;

/// Height of the row of one series.
const ROW: f64 = 13.0;
/// A place that is known exactly is this wide in the band.
const LEAST_BAND: f64 = 5.0;

/// Whether the figure of lines is drawn along the variable on which the place lies.
pub(super) fn shows_places(outcome: &ClaimOutcome) -> bool {
    let is_place = outcome.shape.functional.is_some_and(|functional| functional.is_place());
    let x = outcome.figure.spec.as_ref().filter(|spec| spec.y.is_none()).map(|spec| &spec.x);
    is_place && x.is_some() && x == outcome.shape.along.as_ref()
}

/// The height of a strip with this many rows.
pub(super) fn height(rows: usize) -> f64 {
    ROW * rows as f64 + 8.0
}

/// The right side, if it is the same number for all places: where the mark stands on the axis.
pub(super) fn common_right_side(outcome: &ClaimOutcome) -> Option<f64> {
    let first = outcome.cells.first()?.expected;
    let same = outcome.cells.iter().all(|cell| cell.expected == first);
    (same && first.is_finite() && !outcome.shape.right_is_measured).then_some(first)
}

/// Draws the band of the only series: from the lower to the upper end of the place.
pub(super) fn draw_band(canvas: &Canvas, frame: &Frame, x: &Axis, panel: &Panel) -> Result<(), FigureError> {
    let [(series, look)] = panel.series.iter().zip(&panel.looks).collect::<Vec<_>>()[..] else { return Ok(()) };
    let Some((left, right)) = series.whole.and_then(|whole| ends(frame, x, whole.measurement.interval)) else {
        return Ok(());
    };
    let wider = (0.5 * (LEAST_BAND - (right - left))).max(0.0);
    let (left, right) = ((left - wider).max(frame.left), (right + wider).min(frame.right));
    let corners = [(left, frame.top), (right, frame.top), (right, frame.bottom), (left, frame.bottom)];
    canvas.polygon(&corners, paler(look.colour, 0.14))
}

/// Draws the intervals of all series of a panel, one below the other, each with its estimate and a mark at the right side.
pub(super) fn draw_strip(canvas: &Canvas, frame: &Frame, x: &Axis, panel: &Panel) -> Result<(), FigureError> {
    let wholes = panel.series.iter().zip(&panel.looks).filter_map(|(series, look)| Some((series.whole?, *look)));
    for (row, (whole, look)) in wholes.enumerate() {
        let y = frame.top + 4.0 + ROW * (row as f64 + 0.5);
        draw_row(canvas, frame, x, y, (whole, look))?;
    }
    Ok(())
}

fn draw_row(
    canvas: &Canvas,
    frame: &Frame,
    x: &Axis,
    y: f64,
    (whole, look): (&CellOutcome, Look),
) -> Result<(), FigureError> {
    let interval = whole.measurement.interval;
    if let Some((left, right)) = ends(frame, x, interval) {
        canvas.line(&[(left, y), (right, y)], look.colour, 1.6)?;
        for (end, at) in [(interval.lower, left), (interval.upper, right)] {
            if end.is_finite() {
                canvas.line(&[(at, y - 3.5), (at, y + 3.5)], look.colour, 1.6)?;
            }
        }
    }
    if let Some(at) = position(frame, x, whole.measurement.estimate.mean) {
        draw_marker(canvas, (at, y), look, false)?;
    }
    match position(frame, x, whole.expected) {
        Some(at) => canvas.line(&[(at, y - 0.5 * ROW), (at, y + 0.5 * ROW)], DARK, 2.2),
        None => Ok(()),
    }
}

/// Where an interval starts and ends in the plot. An end that is infinite, or beyond the axis, is at the edge.
fn ends(frame: &Frame, x: &Axis, interval: Interval) -> Option<(f64, f64)> {
    if interval.lower.is_nan() || interval.upper.is_nan() {
        return None;
    }
    let at = |end: f64, beyond: f64| position(frame, x, end).unwrap_or(beyond);
    let left = if interval.lower == f64::NEG_INFINITY { frame.left } else { at(interval.lower, frame.left) };
    let right = if interval.upper == f64::INFINITY { frame.right } else { at(interval.upper, frame.right) };
    Some((left, right))
}

/// The horizontal position of a value that the axis shows.
fn position(frame: &Frame, x: &Axis, value: f64) -> Option<f64> {
    let place = x.place_of(&SettingValue::Number(value)).filter(|place| (0.0..=1.0).contains(place))?;
    Some(frame.x(place))
}
