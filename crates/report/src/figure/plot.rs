//! What is inside the axes: lines, intervals, markers.

use weak_to_strong_lab::claim::Verdict;
use weak_to_strong_lab::setting::SettingValue;

use super::axis::{Axis, Numbers};
use super::canvas::{Canvas, Position};
use super::colours::{ALARM, DARK, GREY, JOINED, paler};
use super::curves::{Curve, Expected, Reference};
use super::error::FigureError;
use super::group::Group;
use super::interval::Bar;
use super::layout::Frame;
use super::marker::{Look, draw_alarm, draw_line, draw_marker, draw_outline};
use super::point_words::words;
use super::series::{Dot, Series};
use super::swarm::{Seat, Seats, word_step};

/// The plot: a rectangle with its axes.
pub(super) struct Plot<'a, 'c> {
    /// The canvas on which the plot is drawn.
    pub(super) canvas: &'a Canvas<'c>,
    /// The rectangle.
    pub(super) frame: Frame,
    /// The horizontal axis.
    pub(super) x: &'a Axis,
    /// The vertical axis.
    pub(super) y: &'a Numbers,
    /// Where the dots stand beside their places.
    pub(super) seats: Seats,
    /// Whether violated cells are marked.
    pub(super) alarms: bool,
    /// Whether intervals are drawn.
    pub(super) intervals: bool,
}

/// Draws a line, solid or dashed.
type LinePen<'a> = &'a dyn Fn(&[Position]) -> Result<(), FigureError>;

impl Plot<'_, '_> {
    /// The reference lines.
    pub(super) fn references(&self, references: &[Reference]) -> Result<(), FigureError> {
        for reference in references {
            for curve in &reference.curves {
                self.curve(curve, (0.0, self.half(1)), &|points| {
                    self.canvas.dashes(points, GREY, 1.1, reference.dash)
                })?;
            }
        }
        Ok(())
    }

    /// The lines of expected values. The line of a series belongs to it.
    pub(super) fn expected(&self, expected: &Expected, looks: &[Look], series: &[Series]) -> Result<(), FigureError> {
        match expected {
            Expected::Shared(curve) => {
                self.curve(curve, (0.0, self.half(1)), &|points| self.canvas.line(points, DARK, 1.8))
            }
            Expected::Each(curves) => {
                for (i, (curve, look)) in curves.iter().zip(looks).enumerate() {
                    let pen = |points: &[Position]| draw_line(self.canvas, points, *look);
                    let shift = if self.beside_words() { self.shift_of(i) } else { 0.0 };
                    let Some(curve) = curve else { continue };
                    let label = series.get(i).map_or_else(String::new, Series::label);
                    self.canvas
                        .group(Group::Series(&label), || self.curve(curve, (shift, self.half(looks.len())), &pen))?;
                }
                Ok(())
            }
        }
    }

    /// Draws a pale line from marker to marker.
    pub(super) fn joined(&self, i: usize, series: &Series, look: Look) -> Result<(), FigureError> {
        let some_judged = series.has_judged();
        let dots = series.dots.iter().zip(&self.seats[i]).filter(|(dot, _)| !some_judged || dot.judged.is_some());
        let points = dots.map(|(dot, seat)| (dot.x, dot.measurement.estimate.mean, seat.marker));
        let pen = |points: &[Position]| self.canvas.line(points, paler(look.colour, JOINED), 0.8);
        let runs = self.runs_through(points);
        self.canvas.group(Group::Series(&series.label()), || {
            runs.iter().filter(|run| run.len() > 1).try_for_each(|run| self.clipped(run, &pen))
        })
    }

    /// Draws a line through the points that prove that a curve does not have the stated shape.
    pub(super) fn faults(&self, i: usize, series: &Series) -> Result<(), FigureError> {
        let dots = series.dots.iter().zip(&self.seats[i]).filter(|(dot, _)| series.is_fault(dot));
        let points = dots.map(|(dot, seat)| (dot.x, dot.measurement.estimate.mean, seat.marker));
        let pen = |points: &[Position]| self.canvas.line(points, ALARM, 2.0);
        self.runs_through(points).iter().filter(|run| run.len() > 1).try_for_each(|run| self.clipped(run, &pen))
    }

    /// Draws a series: intervals and markers. If only some of its dots were judged, the markers of the others are hollow.
    pub(super) fn series(&self, i: usize, series: &Series, look: Look) -> Result<(), FigureError> {
        self.canvas.group(Group::Series(&series.label()), || self.marks(i, series, look))
    }

    fn marks(&self, i: usize, series: &Series, look: Look) -> Result<(), FigureError> {
        for (dot, seat) in series.dots.iter().zip(&self.seats[i]).filter(|_| self.intervals) {
            self.interval(dot, look, seat.interval)?;
        }
        for (dot, seat) in series.dots.iter().zip(&self.seats[i]) {
            let is_hollow = series.has_judged() && !dot.is_judged();
            self.marker(dot, look, (is_hollow, series.is_turn(dot) || dot.is_witness), *seat)?;
        }
        Ok(())
    }

    fn marker(&self, dot: &Dot, look: Look, (hollow, ringed): (bool, bool), seat: Seat) -> Result<(), FigureError> {
        let Some(at) = self.position(dot, seat.marker) else { return Ok(()) };
        self.canvas.group(Group::Point(&|| words(dot)), || {
            if self.alarms && dot.judged.is_some_and(|(_, verdict)| verdict == Verdict::Violated) {
                draw_alarm(self.canvas, at)?;
            }
            if ringed {
                self.canvas.ring(at, 7.0, DARK, 1.3)?;
            }
            if seat.behind > 0 {
                return draw_outline(self.canvas, at, look, seat.behind);
            }
            draw_marker(self.canvas, at, look, hollow)
        })
    }

    /// Where the marker of a dot stands; `None` if the axes cannot show it.
    pub(super) fn position(&self, dot: &Dot, shift: f64) -> Option<Position> {
        let (x, y) = (self.x.place_of(dot.x)?, self.y.place(dot.measurement.estimate.mean)?);
        (-1e-6..=1.0 + 1e-6).contains(&y).then(|| (self.frame.x(x + shift), self.frame.y(y)))
    }

    fn interval(&self, dot: &Dot, look: Look, shift: f64) -> Result<(), FigureError> {
        let bar = Bar::of(dot, self.y, &self.frame);
        match (bar, self.x.place_of(dot.x)) {
            (Some(bar), Some(place)) => bar.draw(self.canvas, self.frame.x(place + shift), look.colour),
            _ => Ok(()),
        }
    }

    fn beside_words(&self) -> bool {
        matches!(self.x, Axis::Words(_))
    }

    fn shift_of(&self, i: usize) -> f64 {
        self.seats[i].first().map_or(0.0, |seat| seat.marker)
    }

    /// Half the length of a short dash, where this many series each have their own.
    fn half(&self, count: usize) -> f64 {
        match self.x {
            Axis::Words(words) if count < 2 => 0.4 / words.len() as f64,
            Axis::Words(words) => 0.45 * word_step(count) / words.len() as f64,
            Axis::Numbers(_) => 0.022,
        }
    }

    /// Draws a line. It is a short dash where it cannot continue: at words, 0, infinity, and single values.
    fn curve(&self, curve: &Curve, (shift, half): (f64, f64), pen: LinePen) -> Result<(), FigureError> {
        for run in self.runs(curve) {
            if let [(x, y)] = run[..] {
                self.clipped(&[(x + shift - half, y), (x + shift + half, y)], pen)?;
            } else {
                self.clipped(&run, pen)?;
            }
        }
        Ok(())
    }

    /// The pieces of a line, as shares of width and height.
    pub(super) fn runs(&self, curve: &Curve) -> Vec<Vec<Position>> {
        match curve {
            Curve::Through(points) => self.runs_through(points.iter().map(|(x, height)| (x, *height, 0.0))),
            Curve::Level(height) => self.y.place(*height).map(|y| vec![(0.0, y), (1.0, y)]).into_iter().collect(),
            Curve::Along(curve) => {
                let Axis::Numbers(x) = self.x else {
                    return Vec::new();
                };
                let sample = |i: u32| {
                    let place = f64::from(i) / 96.0;
                    Some((place, self.y.place(curve.at(x.value_at(place)?))?))
                };
                vec![(0..=96).filter_map(sample).collect()]
            }
        }
    }

    /// Pieces between which the axis does not run on; each point is a value, a height and a shift.
    fn runs_through<'v>(&self, points: impl Iterator<Item = (&'v SettingValue, f64, f64)>) -> Vec<Vec<Position>> {
        let place = |(value, height, shift): (&SettingValue, f64, f64)| {
            let place = self.x.place_of(value)? + shift;
            Some(((place, self.y.place(height)), self.x.is_continuous_at(value)))
        };
        let mut places: Vec<((f64, Option<f64>), bool)> = points.filter_map(place).collect();
        places.sort_by(|a, b| a.0.0.total_cmp(&b.0.0));
        let mut runs: Vec<Vec<Position>> = Vec::new();
        let mut continues = false;
        for ((x, y), continuous) in places {
            let Some(y) = y else {
                continues = false;
                continue;
            };
            let place = (x, y);
            match runs.last_mut().filter(|_| continues && continuous) {
                Some(run) => run.push(place),
                None => runs.push(vec![place]),
            }
            continues = continuous;
        }
        runs
    }

    /// Draws the parts of a line that lie within the frame.
    fn clipped(&self, line: &[Position], pen: LinePen) -> Result<(), FigureError> {
        self.within(line).iter().try_for_each(|run| pen(run))
    }

    /// The parts of a line that lie within the frame, in logical pixels.
    pub(super) fn within(&self, line: &[Position]) -> Vec<Vec<Position>> {
        let mut runs: Vec<Vec<Position>> = Vec::new();
        for pair in line.windows(2) {
            let Some((start, end)) = clip(pair[0], pair[1]) else { continue };
            match runs.last_mut().filter(|run| run.last() == Some(&start)) {
                Some(run) => run.push(end),
                None => runs.push(vec![start, end]),
            }
        }
        let pixel = |(x, y): &Position| (self.frame.x(*x), self.frame.y(*y));
        runs.iter().map(|run| run.iter().map(pixel).collect()).collect()
    }
}

/// The part of a segment with both coordinates in 0 … 1.
fn clip(a: Position, b: Position) -> Option<(Position, Position)> {
    let turned = |(a, b): (Position, Position)| ((a.1, a.0), (b.1, b.0));
    clip_heights(a, b).and_then(|part| clip_heights(turned(part).0, turned(part).1)).map(turned)
}

/// The part of a segment with heights in 0 … 1.
fn clip_heights(a: Position, b: Position) -> Option<(Position, Position)> {
    let rise = b.1 - a.1;
    if !rise.is_finite() {
        return None;
    }
    let inside = |y: f64| (0.0..=1.0).contains(&y);
    if rise == 0.0 {
        return inside(a.1).then_some((a, b));
    }
    let at = |share: f64| (a.0 + share * (b.0 - a.0), a.1 + share * rise);
    let (first, last) = ((0.0 - a.1) / rise, (1.0 - a.1) / rise);
    let (enter, leave) = (first.min(last).max(0.0), first.max(last).min(1.0));
    let start = if inside(a.1) { a } else { at(enter) };
    let end = if inside(b.1) { b } else { at(leave) };
    (enter < leave).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_clipped_at_the_edges() {
        assert_eq!(clip((0.0, -1.0), (1.0, 3.0)), Some(((0.25, 0.0), (0.5, 1.0))));
        assert_eq!(clip((0.0, 0.5), (1.0, 0.5)), Some(((0.0, 0.5), (1.0, 0.5))));
        assert_eq!(clip((-1.0, 0.5), (1.0, 0.5)), Some(((0.0, 0.5), (1.0, 0.5))));
        assert_eq!(clip((0.0, 2.0), (1.0, 3.0)), None);
        assert_eq!(clip((0.0, f64::NAN), (1.0, 3.0)), None);
    }
}
