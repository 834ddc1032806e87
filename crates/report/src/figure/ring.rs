//! The ring around the cell where the bound binds most, with its slack.

use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome};

use super::axis::{Axis, Numbers};
use super::canvas::Position;
use super::colours::DARK;
use super::error::FigureError;
use super::layout::Frame;
use super::number::{decimal, number};
use super::panels::{Panel, Panels};
use super::plot::Plot;
use super::text::{Anchor, Direction, draw_text, text_width};
use super::text_style::TextStyle;
use crate::binding::binding_cell;
use crate::nearness::with_interval;

/// Its radius.
const RADIUS: f64 = 9.0;
const LABEL: TextStyle = TextStyle { size: 10.5, bold: true, colour: DARK };
/// Markers and lines nearer to a label than this disturb it.
const CLEAR: f64 = 4.0;

/// The cell that is ringed in these panels; `None` if each series is judged as a whole, or if there is only one cell.
pub(super) fn ringed<'a>(outcome: &'a ClaimOutcome, panels: &Panels) -> Option<&'a CellOutcome> {
    // How far an equality is off is seen in a panel of ratios.
    let is_bound = outcome.shape.has_stated_ends();
    let is_one_of_several = panels.dots().filter(|dot| dot.is_judged()).count() > 1;
    let cell = binding_cell(outcome).filter(|_| is_bound && is_one_of_several)?;
    panels.dots().any(|dot| dot.binds).then_some(cell)
}

/// What the legend says of it.
pub(super) fn words(cell: &CellOutcome, right_is_measured: bool) -> String {
    let (what, value) = match &cell.slack {
        Some(slack) => {
            let ratio = if right_is_measured { "left ÷ right" } else { "measured ÷ expected" };
            (ratio, with_interval(slack.value, &slack.interval))
        }
        None => ("left − right", with_interval(cell.difference.value, &cell.difference.interval)),
    };
    format!("where it binds most: {what} {}", value.replace('-', "−"))
}

/// Draws the ring in a panel that has the cell, with the label of the cell if there is one.
pub(super) fn draw(plot: &Plot, panel: &Panel, labelled: Option<&CellOutcome>) -> Result<(), FigureError> {
    let seats = panel.series.iter().zip(&plot.seats).flat_map(|(series, seats)| series.dots.iter().zip(seats));
    let all: Vec<_> = seats.filter_map(|(dot, seat)| Some((dot, plot.position(dot, seat.marker)?))).collect();
    let Some((_, at)) = all.iter().find(|(dot, _)| dot.binds) else { return Ok(()) };
    plot.canvas.ring(*at, RADIUS, DARK, 1.5)?;
    let Some(cell) = labelled else { return Ok(()) };
    let label = label_of(cell);
    let mut obstacles: Vec<Position> = all.iter().map(|(_, at)| *at).collect();
    let lines = panel.expected.curves().into_iter().flat_map(|curve| plot.runs(curve));
    obstacles.extend(lines.flat_map(|line| plot.within(&line)).flatten());
    let (start, baseline) = place(&plot.frame, *at, text_width(&label, LABEL), &obstacles);
    draw_text(plot.canvas, &label, (start, baseline), LABEL, (Anchor::Start, Direction::Right))
}

/// Points of the ring and of the places of its label, where no legend may stand; `None` if the panel does not have the cell.
pub(super) fn covered(
    panel: &Panel,
    cell: &CellOutcome,
    (x, y): (&Axis, &Numbers),
    frame: &Frame,
) -> Option<Vec<Position>> {
    let dot = panel.series.iter().flat_map(|series| &series.dots).find(|dot| dot.binds)?;
    let at = (frame.x(x.place_of(dot.x)?), frame.y(y.place(dot.measurement.estimate.mean)?));
    let (reach, up) = (RADIUS + 4.0 + text_width(&label_of(cell), LABEL), 2.0 * RADIUS + LABEL.size);
    let steps = [-1.0, -0.5, 0.0, 0.5, 1.0];
    Some(steps.iter().flat_map(|i| steps.map(|j| (at.0 + i * reach, at.1 + j * up))).collect())
}

/// The slack of a cell as a factor, or left − right if it has none.
fn label_of(cell: &CellOutcome) -> String {
    match &cell.slack {
        Some(slack) if (slack.value - 1.0).abs() < 0.1 => format!("×{}", decimal(slack.value, 3)),
        Some(slack) => format!("×{}", number(slack.value, 3)),
        None => number(cell.difference.value, 3),
    }
}

/// Where a label of this width starts: at the side of the ring where it covers least.
fn place(frame: &Frame, (x, y): Position, width: f64, obstacles: &[Position]) -> Position {
    let gap = RADIUS + 4.0;
    let height = 0.72 * LABEL.size;
    let sides = [
        (x + gap, y - 0.4 * gap),
        (x + gap, y + 0.4 * gap + height),
        (x - gap - width, y - 0.4 * gap),
        (x - gap - width, y + 0.4 * gap + height),
        (x - 0.5 * width, y - gap),
        (x - 0.5 * width, y + gap + height),
        (x + 2.0 * gap, y - 2.0 * gap),
        (x - 2.0 * gap - width, y - 2.0 * gap),
        (x + 2.0 * gap, y + 2.0 * gap),
    ];
    let covered = |(left, baseline): &Position| {
        let (right, top) = (left + width, baseline - height);
        let outside =
            *left < frame.left + 2.0 || right > frame.right - 2.0 || top < frame.top || *baseline > frame.bottom;
        let near = |(x, y): &&Position| {
            (left - CLEAR..=right + CLEAR).contains(x) && (top - CLEAR..=baseline + CLEAR).contains(y)
        };
        obstacles.iter().filter(near).count() + if outside { 1000 } else { 0 }
    };
    sides.into_iter().min_by_key(covered).unwrap_or((x, y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_avoids_what_is_near_and_the_edges() {
        let frame = Frame { left: 0.0, right: 200.0, top: 0.0, bottom: 100.0 };
        let free = place(&frame, (100.0, 50.0), 30.0, &[]);
        assert!(free.0 > 100.0);
        assert!(place(&frame, (195.0, 50.0), 30.0, &[]).0 < 195.0);
        let crowded: Vec<Position> = (0..40).map(|i| (110.0 + f64::from(i), 47.0)).collect();
        assert!(place(&frame, (100.0, 50.0), 30.0, &crowded) != free);
    }
}
