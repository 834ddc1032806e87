//! Markers.

use indexmap::IndexSet;
use plotters::style::RGBColor;

use super::canvas::{Canvas, Dash, Position};
use super::colours::{ALARM, COLOURS, WHITE};
use super::error::FigureError;
use super::series::{Series, distinct_values};

const SHAPES: [MarkerShape; 8] = [
    MarkerShape::Disc,
    MarkerShape::Square,
    MarkerShape::Triangle { up: true },
    MarkerShape::Diamond,
    MarkerShape::Triangle { up: false },
    MarkerShape::Cross { turned: false },
    MarkerShape::Star,
    MarkerShape::Cross { turned: true },
];

/// Lines of one colour, and lines without markers, differ in their dashes.
pub(super) const PATTERNS: [Option<Dash>; 8] = [
    None,
    Some((4.2, 2.4)),
    Some((1.6, 2.0)),
    Some((9.0, 2.4)),
    Some((3.0, 5.0)),
    Some((14.0, 3.5)),
    Some((1.2, 4.5)),
    Some((7.0, 7.0)),
];

/// Logical pixels from the middle of a marker to its edge.
pub(super) const RADIUS: f64 = 3.6;

/// How a series is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    /// Its colour.
    pub(super) colour: RGBColor,
    /// Its marker.
    pub(super) shape: MarkerShape,
    /// The dashes of its line; `None` for a solid line.
    pub(super) dash: Option<Dash>,
}

/// The shape of a marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkerShape {
    Disc,
    Square,
    Triangle { up: bool },
    Diamond,
    Cross { turned: bool },
    Star,
}

/// Returns a look for every series. Series with the same key in different panels have the same look. If there are several separators, the first gives
/// the colour and the dashes, and the others give the marker, so that series that belong together look similar; each has a marker of its own if there
/// are enough. So no two series of up to eight look the same in grey print.
pub(super) fn looks(series: &[Series], separator_count: usize) -> Vec<Look> {
    let colours = distinct_values(series, 0);
    let rest_of = |one: &Series| format!("{:?}", one.key.get(1..).unwrap_or_default());
    let rests: IndexSet<String> = series.iter().map(rest_of).collect();
    let product = separator_count > 1 && colours.len() <= COLOURS.len() && rests.len() <= SHAPES.len();
    let keys: IndexSet<String> = series.iter().map(|one| format!("{:?}", one.key)).collect();
    let look = |one: &Series| {
        let i = keys.get_index_of(&format!("{:?}", one.key)).unwrap_or(0);
        let (colour, shape, pattern) = if product {
            let colour = one.key.first().and_then(|(_, value)| colours.iter().position(|known| known == value));
            let colour = colour.unwrap_or(0);
            let rest = rests.get_index_of(&rest_of(one)).unwrap_or(0);
            (colour, if keys.len() <= SHAPES.len() { i } else { rest }, colour)
        } else {
            (i, i, i / COLOURS.len())
        };
        Look {
            colour: COLOURS[colour % COLOURS.len()],
            shape: SHAPES[shape % SHAPES.len()],
            dash: PATTERNS[pattern % PATTERNS.len()],
        }
    };
    series.iter().map(look).collect()
}

/// Returns the look of the line at this place, if each line differs from its neighbours in colour, marker and dashes.
pub(super) fn look_of_line(place: usize) -> Look {
    Look {
        colour: COLOURS[place % COLOURS.len()],
        shape: SHAPES[place % SHAPES.len()],
        dash: PATTERNS[place % PATTERNS.len()],
    }
}

/// Draws a line of expected values.
pub(super) fn draw_line(canvas: &Canvas, points: &[Position], look: Look) -> Result<(), FigureError> {
    match look.dash {
        None => canvas.line(points, look.colour, 1.6),
        Some(dash) => canvas.dashes(points, look.colour, 1.6, dash),
    }
}

/// Draws a marker. It is hollow if its measurement was not judged.
pub(super) fn draw_marker(canvas: &Canvas, at: Position, look: Look, hollow: bool) -> Result<(), FigureError> {
    let at = canvas.place_of_mark(at);
    draw_shape(canvas, at, look.shape, RADIUS + 0.9, WHITE)?;
    draw_shape(canvas, at, look.shape, RADIUS, look.colour)?;
    if hollow { draw_shape(canvas, at, look.shape, 0.6 * RADIUS, WHITE) } else { Ok(()) }
}

/// Draws a marker that others cover: an outline around them, of which `behind` are in front of it.
pub(super) fn draw_outline(canvas: &Canvas, at: Position, look: Look, behind: usize) -> Result<(), FigureError> {
    let radius = RADIUS * (1.25 + 0.55 * behind.min(MOST_OUTLINES) as f64);
    if look.shape == MarkerShape::Disc {
        return canvas.ring(at, radius, look.colour, 1.3);
    }
    let at = canvas.place_of_mark(at);
    let mut corners = look.shape.around(at, radius);
    corners.extend(corners.first().copied());
    canvas.line(&corners, look.colour, 1.3)
}

/// The largest number of sizes of outlines.
const MOST_OUTLINES: usize = 4;

/// Draws what surrounds a violated cell; the marker goes on top.
pub(super) fn draw_alarm(canvas: &Canvas, at: Position) -> Result<(), FigureError> {
    let (at, arm) = (canvas.place_of_mark(at), 8.0);
    for slope in [-1.0, 1.0] {
        canvas.line(&[(at.0 - arm, at.1 - slope * arm), (at.0 + arm, at.1 + slope * arm)], ALARM, 1.5)?;
    }
    canvas.ring(at, 7.0, ALARM, 1.5)
}

fn draw_shape(
    canvas: &Canvas,
    at: Position,
    shape: MarkerShape,
    radius: f64,
    colour: RGBColor,
) -> Result<(), FigureError> {
    if shape == MarkerShape::Disc {
        return canvas.disc(at, radius, colour);
    }
    canvas.polygon(&shape.around(at, radius), colour)
}

impl MarkerShape {
    /// Its corners around a point.
    fn around(self, at: Position, radius: f64) -> Vec<Position> {
        self.corners().into_iter().map(|(x, y)| (at.0 + radius * x, at.1 + radius * y)).collect()
    }

    /// Corners for radius 1, so that all shapes have about the same area.
    fn corners(self) -> Vec<Position> {
        match self {
            Self::Disc => Vec::new(),
            Self::Square => around(&[1.27; 4], 0.125),
            Self::Triangle { up } => around(&[1.45; 3], if up { 0.75 } else { 0.25 }),
            Self::Diamond => around(&[1.35; 4], 0.0),
            Self::Cross { turned } => {
                let (arm, half) = (1.35, 0.42);
                let corners = [
                    (-half, -arm),
                    (half, -arm),
                    (half, -half),
                    (arm, -half),
                    (arm, half),
                    (half, half),
                    (half, arm),
                    (-half, arm),
                    (-half, half),
                    (-arm, half),
                    (-arm, -half),
                    (-half, -half),
                ];
                let turn = if turned { std::f64::consts::FRAC_PI_4 } else { 0.0 };
                corners.map(|(x, y)| (x * turn.cos() - y * turn.sin(), x * turn.sin() + y * turn.cos())).to_vec()
            }
            Self::Star => around(&[1.55, 0.68].repeat(5), 0.75),
        }
    }
}

/// Corners at these distances from the middle, evenly turned; the first at `start` of a full turn from the right.
fn around(distances: &[f64], start: f64) -> Vec<Position> {
    let count = distances.len() as f64;
    let corner = |(i, distance): (usize, &f64)| {
        let angle = std::f64::consts::TAU * (start + i as f64 / count);
        (distance * angle.cos(), distance * angle.sin())
    };
    distances.iter().enumerate().map(corner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::colours::{DARK, GREY};
    use crate::figure::series::group;
    use crate::figure::{contrast, example};

    #[test]
    fn what_carries_data_has_contrast_to_white() {
        for colour in COLOURS.into_iter().chain([DARK, GREY, ALARM]) {
            assert!(contrast::to_white(colour) >= 3.0, "{colour:?}: {}", contrast::to_white(colour));
        }
    }

    #[test]
    fn series_differ_in_grey() {
        let outcome = example::facets(3);
        let mut spec = outcome.figure.spec.clone().expect("the example has a figure");
        spec.facet = None;
        spec.series.0.insert(0, "labels".into());
        let set = group(&outcome, &spec).expect("its variables are known");
        let looks = looks(&set.series, set.separators.len());
        assert_eq!((looks.len(), set.separators.len()), (9, 2));
        let in_grey = |look: &Look| (format!("{:?}", look.shape), format!("{:?}", look.dash));
        let distinct: std::collections::HashSet<_> = looks.iter().map(in_grey).collect();
        assert_eq!(distinct.len(), looks.len());
    }
}
