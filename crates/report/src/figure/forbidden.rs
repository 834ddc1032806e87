//! The side of a line that a claim forbids: shaded, or told by short strokes where each series has a line of its own.

use plotters::style::RGBColor;

use weak_to_strong_lab::claim::{ClaimOutcome, Comparison, Stating};

use super::canvas::Position;
use super::colours::paler;
use super::curves::{Curve, Expected};
use super::error::FigureError;
use super::marker::Look;
use super::panels::{Panel, Panels};
use super::plot::Plot;

/// The colour of what is forbidden.
const SHADE: RGBColor = RGBColor(237, 237, 237);
/// From one stroke to the next.
const STEP: f64 = 9.0;
/// How far a stroke reaches sideways and away from its line.
const STROKE: (f64, f64) = (3.0, 6.0);

/// A side of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Below it.
    Below,
    /// Above it.
    Above,
}

impl Side {
    /// The side that a comparison forbids; `None` for an equality.
    fn of(comparison: Comparison) -> Option<Self> {
        match comparison {
            Comparison::AtLeast => Some(Self::Below),
            Comparison::AtMost => Some(Self::Above),
            Comparison::Equal => None,
        }
    }

    /// Downwards is positive in a figure.
    fn sign(self) -> f64 {
        match self {
            Self::Below => 1.0,
            Self::Above => -1.0,
        }
    }
}

/// The side of its right side on which a claim forbids the left side to be; `None` if it forbids none. A claim that some value makes true, or that is true
/// from some value on, forbids none.
pub(super) fn stated_side(outcome: &ClaimOutcome) -> Option<Side> {
    let Stating::Compare(comparison) = outcome.shape.relation else { return None };
    let is_everywhere = outcome.cells.iter().all(|cell| cell.from.is_none() && cell.witness.is_empty());
    Side::of(comparison).filter(|_| is_everywhere)
}

/// The side of the lines of expected values on which no measurement may lie; `None` if the claim forbids none.
pub(super) fn forbidden_side(outcome: &ClaimOutcome, panels: &Panels) -> Option<Side> {
    let side = stated_side(outcome)?;
    let each_is_judged = panels.series().all(|series| series.whole.is_none());
    // The least along a variable lies above a bound if all of its curve does.
    let bounds_all = match (outcome.shape.functional.map(|functional| functional.name), side) {
        (None, _) | (Some("min"), Side::Below) | (Some("max"), Side::Above) => true,
        (Some(_), _) => each_is_judged,
    };
    let has_lines = panels.expected().next().is_some();
    (bounds_all && has_lines && !outcome.shape.right_is_measured).then_some(side)
}

/// What the legend says of it.
pub(super) fn words(panels: &Panels) -> &'static str {
    if panels.list.iter().all(|panel| matches!(panel.expected, Expected::Shared(_))) {
        "shaded: what the claim forbids"
    } else {
        "strokes: the side of a line that the claim forbids to its series"
    }
}

/// Shades the forbidden side of a line that all series share.
pub(super) fn shade(plot: &Plot, panel: &Panel, side: Side) -> Result<(), FigureError> {
    let Expected::Shared(curve) = &panel.expected else { return Ok(()) };
    shade_beside(plot, curve, side)
}

/// Shades the forbidden side of a line.
pub(super) fn shade_beside(plot: &Plot, curve: &Curve, side: Side) -> Result<(), FigureError> {
    let frame = plot.frame;
    let edge = if side == Side::Below { frame.bottom } else { frame.top };
    for run in plot.runs(curve).iter().filter(|run| run.len() > 1) {
        let inside = |(x, y): &Position| (frame.x(x.clamp(0.0, 1.0)), frame.y(y.clamp(0.0, 1.0)));
        let mut corners: Vec<Position> = run.iter().map(inside).collect();
        let (first, last) = (corners[0].0, corners[corners.len() - 1].0);
        corners.extend([(last, edge), (first, edge)]);
        plot.canvas.polygon(&corners, SHADE)?;
    }
    Ok(())
}

/// Draws short strokes on the forbidden side of the line of each series.
pub(super) fn draw_strokes(plot: &Plot, panel: &Panel, side: Side) -> Result<(), FigureError> {
    let Expected::Each(curves) = &panel.expected else { return Ok(()) };
    for (curve, look) in curves.iter().zip(&panel.looks) {
        for run in curve.iter().flat_map(|curve| plot.runs(curve)) {
            plot.within(&run).iter().try_for_each(|line| strokes_along(plot, line, *look, side))?;
        }
    }
    Ok(())
}

fn strokes_along(plot: &Plot, line: &[Position], look: Look, side: Side) -> Result<(), FigureError> {
    let colour = paler(look.colour, 0.7);
    let (mut walked, mut next) = (0.0, 0.5 * STEP);
    for pair in line.windows(2) {
        let [(x, y), (to_x, to_y)] = [pair[0], pair[1]];
        let length = (to_x - x).hypot(to_y - y);
        while next <= walked + length && length > 0.0 {
            let share = (next - walked) / length;
            let foot = (x + share * (to_x - x), y + share * (to_y - y));
            let tip = (foot.0 - STROKE.0, foot.1 + side.sign() * STROKE.1);
            if (plot.frame.top..=plot.frame.bottom).contains(&tip.1) && tip.0 >= plot.frame.left {
                plot.canvas.line(&[foot, tip], colour, 0.8)?;
            }
            next += STEP;
        }
        walked += length;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::trials::along_trials;
    use crate::figure::{example, example_forms, example_laws, figure_svg};

    fn side(outcome: &ClaimOutcome) -> Option<Side> {
        let outcome = along_trials(outcome);
        let spec = outcome.figure.spec.as_ref().expect("the example has a figure");
        forbidden_side(&outcome, &Panels::new(&outcome, spec).expect("its variables are known"))
    }

    #[test]
    fn a_bound_forbids_the_side_on_which_nothing_may_lie() {
        let mut outcome = example::naive();
        assert_eq!(side(&outcome), Some(Side::Below));
        outcome.shape.relation = Stating::Compare(Comparison::AtMost);
        assert_eq!(side(&outcome), Some(Side::Above));
        outcome.shape.relation = Stating::Compare(Comparison::Equal);
        assert_eq!(side(&outcome), None);
        // A curve with a witness may lie on both sides, and so may one whose shape is stated.
        assert_eq!(side(&example_laws::trials()), None);
        assert_eq!(side(&example_forms::valley()), None);
    }

    /// What all series share is shaded; lines of their own have strokes in their colours.
    #[test]
    fn what_is_forbidden_is_seen() {
        let shade = "fill=\"#ededed\"";
        let mut outcome = example::naive();
        let shared = figure_svg(&outcome).expect("it can be drawn").expect("a figure");
        assert!(shared.contains(shade), "{}", &shared[..2000]);
        let samples = |cell: &weak_to_strong_lab::claim::CellOutcome| cell.measurement.setting["samples"].to_string();
        for cell in &mut outcome.cells {
            cell.expected -= if samples(cell) == "16" { 0.1 } else { 0.0 };
        }
        let each = figure_svg(&outcome).expect("it can be drawn").expect("a figure");
        assert!(!each.contains(shade) && each.contains("strokes: the"));
    }
}
