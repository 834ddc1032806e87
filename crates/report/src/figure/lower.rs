//! The small panels below the plots of a figure of lines.

use weak_to_strong_lab::claim::{ClaimOutcome, FigureSpec};

use super::axis::{Axis, Numbers};
use super::canvas::Canvas;
use super::colours::DARK;
use super::curves::{Curve, Expected};
use super::error::FigureError;
use super::forbidden::{Side, shade, stated_side};
use super::grid::{Grid, Labels, draw_vertical_title, widest_label};
use super::layout::Frame;
use super::marker::Look;
use super::panels::{Panel, Panels};
use super::plot::Plot;
use super::range::{AxisScale, Wanted, extremes, vertical};
use super::ring;
use super::series::Series;
use super::sides::SIDE;
use super::small::{Small, SmallLine};
use super::strip::{draw_strip, height, shows_places};
use super::swarm::seats;

/// Height of a small panel with a vertical axis.
const HEIGHT: f64 = 96.0;

/// What stands below the plots.
pub(super) enum Lower<'a> {
    /// Nothing.
    Nothing,
    /// Where places lie.
    Strip {
        /// The largest number of places in a panel.
        rows: usize,
    },
    /// Values with a vertical axis of their own.
    Values(Box<Values<'a>>),
}

/// Values with a vertical axis of their own.
pub(super) struct Values<'a> {
    /// What is on the vertical axis.
    pub(super) title: &'a str,
    /// The line that is drawn.
    pub(super) line: SmallLine,
    /// The side of it that is forbidden.
    side: Option<Side>,
    /// Whether violated cells are marked, and not in the plots.
    alarms: bool,
    /// Whether the cell where the bound binds most is ringed.
    ringed: bool,
    /// The small panels.
    pub(super) panels: Panels<'a>,
    /// The vertical axis.
    pub(super) y: Numbers,
    grid: Option<Grid>,
}

impl<'a> Lower<'a> {
    /// Returns what stands below the plots of these panels.
    ///
    /// # Errors
    ///
    /// As [`Panels::new`].
    pub(super) fn new(outcome: &ClaimOutcome, small: Option<&'a Small>, main: &Panels) -> Result<Self, FigureError> {
        if let Some(small) = small
            && let Some(spec) = &small.outcome.figure.spec
        {
            return Ok(Self::Values(Box::new(Values::new(small, spec, main)?)));
        }
        let rows = main.list.iter().map(|panel| panel.series.iter().filter(|series| series.whole.is_some()).count());
        let rows = rows.max().unwrap_or(0);
        Ok(if shows_places(outcome) && rows > 0 { Self::Strip { rows } } else { Self::Nothing })
    }

    /// The values, if there are such.
    pub(super) fn values(&self) -> Option<&Values<'a>> {
        match self {
            Self::Nothing | Self::Strip { .. } => None,
            Self::Values(values) => Some(values),
        }
    }

    /// The height of a small panel; 0 if there is none.
    pub(super) fn height(&self) -> f64 {
        match self {
            Self::Nothing => 0.0,
            Self::Strip { rows } => height(*rows),
            Self::Values(_) => HEIGHT,
        }
    }

    /// The width of the widest label of its vertical axis.
    pub(super) fn tick_width(&self) -> f64 {
        match self {
            Self::Nothing | Self::Strip { .. } => 0.0,
            Self::Values(values) => widest_label(&values.y),
        }
    }

    /// Takes the ticks of the horizontal axis, for plots that are as wide as those of this grid.
    pub(super) fn arrange(&mut self, x: &Axis, grid: &Grid) {
        if let Self::Values(values) = self {
            values.grid = Some(Grid::new(x, &values.y, grid.tick_width(), |_| grid.width()));
        }
    }

    /// Draws the small panel of a panel.
    pub(super) fn draw(
        &self,
        canvas: &Canvas,
        (frame, labels): (Frame, Labels),
        (x, grid): (&Axis, &Grid),
        main: &Panel,
    ) -> Result<(), FigureError> {
        match self {
            Self::Nothing => Ok(()),
            Self::Strip { .. } => {
                grid.draw_without_heights(canvas, &frame, labels.below)?;
                draw_strip(canvas, &frame, x, main)
            }
            Self::Values(values) => values.draw(canvas, (frame, labels), x, main),
        }
    }
}

impl<'a> Values<'a> {
    fn new(small: &'a Small, spec: &'a FigureSpec, main: &Panels) -> Result<Self, FigureError> {
        let mut panels = Panels::new(&small.outcome, spec)?;
        for panel in &mut panels.list {
            match small.line {
                SmallLine::None => panel.expected = Expected::Each(Vec::new()),
                SmallLine::Level(height) => panel.expected = Expected::Shared(Curve::Level(height)),
                SmallLine::Own => {}
            }
            let of_main: Vec<Look> =
                panel.series.iter().zip(&panel.looks).map(|(one, own)| look(one, *own, main)).collect();
            panel.looks = of_main;
        }
        let y = vertical_axis(small, &panels);
        let side = stated_side(&small.outcome).filter(|_| matches!(small.line, SmallLine::Level(_)));
        let alarms = small.line == SmallLine::Level(0.0);
        let ringed = ring::ringed(&small.outcome, &panels).is_some();
        Ok(Self { title: &small.title, line: small.line, side, alarms, ringed, panels, y, grid: None })
    }

    fn draw(
        &self,
        canvas: &Canvas,
        (frame, labels): (Frame, Labels),
        x: &Axis,
        main: &Panel,
    ) -> Result<(), FigureError> {
        let Some(grid) = &self.grid else { return Ok(()) };
        let own = self.panels.list.iter().find(|panel| panel.heading == main.heading);
        let series = own.map_or(&[][..], |panel| &panel.series);
        let seats = seats(series, x, &self.y, &frame);
        let plot = Plot { canvas, frame, x, y: &self.y, seats, alarms: self.alarms, intervals: true };
        if let (Some(panel), Some(side)) = (own, self.side) {
            shade(&plot, panel, side)?;
        }
        grid.draw_lines(canvas, &frame, x)?;
        grid.draw_axes(canvas, &frame, labels)?;
        if labels.beside {
            draw_vertical_title(canvas, &frame, self.title)?;
        }
        let Some(panel) = own else { return Ok(()) };
        plot.expected(&panel.expected, &panel.looks, &panel.series)?;
        if self.line == SmallLine::Own {
            plot.references(&panel.references)?;
        }
        let series = || panel.series.iter().zip(&panel.looks).enumerate();
        series().try_for_each(|(i, (one, look))| plot.joined(i, one, *look))?;
        series().try_for_each(|(i, (one, look))| plot.series(i, one, *look))?;
        if self.ringed { ring::draw(&plot, panel, None) } else { Ok(()) }
    }
}

/// The vertical axis of small panels. Ratios far from 1 are left out, as far as they would hide those that are near.
fn vertical_axis(small: &Small, panels: &Panels) -> Numbers {
    let means: Vec<f64> = panels.dots().map(|dot| dot.measurement.estimate.mean).collect();
    let is_shown = |mean: &&f64| small.line != SmallLine::Level(1.0) || (0.5..=2.0).contains(*mean);
    let line = if let SmallLine::Level(height) = small.line { Some(height) } else { None };
    let mut core: Vec<f64> = means.iter().filter(is_shown).copied().chain(line).collect();
    if let (Some(side), Some(height), Some((least, most))) = (stated_side(&small.outcome), line, extremes(&core)) {
        // Some of what is forbidden is seen too.
        let beyond = 0.2 * (most - least);
        core.push(if side == Side::Below { height - beyond } else { height + beyond });
    }
    let intervals = panels.dots().map(|dot| (dot.measurement.interval.lower, dot.measurement.interval.upper));
    let intervals: Vec<(f64, f64)> = intervals.collect();
    let kind = AxisScale::of(small.scale, &core);
    let range = vertical(kind, &Wanted { core: &core, intervals: &intervals, references: &[] });
    Numbers { kind, range, zero: false, infinity: false, values: Vec::new() }
}

/// The look of the same series in the plots. Where these show two sides, only its marker.
fn look(series: &Series, own: Look, main: &Panels) -> Look {
    let without_side = |one: &Series| one.key.iter().filter(|(name, _)| name != SIDE).cloned().collect::<Vec<_>>();
    let all = main.list.iter().flat_map(|panel| panel.series.iter().zip(&panel.looks));
    let found = all.into_iter().find(|(one, _)| without_side(one) == series.key);
    match found {
        Some((one, look)) if one.key == series.key => *look,
        Some((_, look)) => Look { colour: DARK, ..*look },
        None => own,
    }
}
