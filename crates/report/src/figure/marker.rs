//! Colours and markers.

use indexmap::IndexSet;
use plotters::style::RGBColor;

use super::canvas::{Canvas, Dash, Position};
use super::error::FigureError;
use super::series::{Series, distinct_values};

/// Text, and lines that belong to every series.
pub(super) const DARK: RGBColor = RGBColor(38, 38, 38);
/// Axes, reference lines and remarks.
pub(super) const GREY: RGBColor = RGBColor(112, 112, 112);
/// The grid.
pub(super) const LIGHT: RGBColor = RGBColor(226, 226, 226);
/// Thin lines of the grid, and the places of 0 and infinity.
pub(super) const FAINT: RGBColor = RGBColor(244, 244, 244);
/// The paper.
pub(super) const WHITE: RGBColor = RGBColor(255, 255, 255);
/// What is violated.
pub(super) const ALARM: RGBColor = RGBColor(200, 0, 0);

/// The colours of Okabe and Ito that show on white, in an order in which neighbours differ in lightness too.
pub(super) const COLOURS: [RGBColor; 7] = [
    RGBColor(0, 114, 178),
    RGBColor(230, 159, 0),
    RGBColor(0, 158, 115),
    RGBColor(0, 0, 0),
    RGBColor(204, 121, 167),
    RGBColor(213, 94, 0),
    RGBColor(86, 180, 233),
];

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

/// Lines of one colour differ in their dashes.
const PATTERNS: [Option<Dash>; 4] = [None, Some((4.2, 2.4)), Some((1.6, 2.0)), Some((9.0, 2.4))];

/// Logical pixels from the middle of a marker to its edge.
const RADIUS: f64 = 3.6;

/// What is left of a colour in the line that joins the markers of its series.
pub(super) const JOINED: f64 = 0.45;

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
/// the colour, and the others give the marker and the dashes. So series that belong together look similar.
pub(super) fn looks(series: &[Series], separator_count: usize) -> Vec<Look> {
    let colours = distinct_values(series, 0);
    let rest_of = |one: &Series| format!("{:?}", one.key.get(1..).unwrap_or_default());
    let rests: IndexSet<String> = series.iter().map(rest_of).collect();
    let product = separator_count > 1 && colours.len() <= COLOURS.len() && rests.len() <= SHAPES.len();
    let keys: IndexSet<String> = series.iter().map(|one| format!("{:?}", one.key)).collect();
    let look = |one: &Series| {
        let i = keys.get_index_of(&format!("{:?}", one.key)).unwrap_or(0);
        let (colour, shape) = if product {
            let colour = one.key.first().and_then(|(_, value)| colours.iter().position(|known| known == value));
            (colour.unwrap_or(0), rests.get_index_of(&rest_of(one)).unwrap_or(0))
        } else {
            (i, i)
        };
        let pattern = if product { shape } else { i / COLOURS.len() };
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

/// A colour on its way to white; `share` of it is left.
pub(super) fn paler(colour: RGBColor, share: f64) -> RGBColor {
    let part = |value: u8| (f64::from(value) * share + 255.0 * (1.0 - share)).round() as u8;
    RGBColor(part(colour.0), part(colour.1), part(colour.2))
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
    draw_shape(canvas, at, look.shape, RADIUS + 0.9, WHITE)?;
    draw_shape(canvas, at, look.shape, RADIUS, look.colour)?;
    if hollow { draw_shape(canvas, at, look.shape, 0.6 * RADIUS, WHITE) } else { Ok(()) }
}

/// Draws what surrounds a violated cell; the marker goes on top.
pub(super) fn draw_alarm(canvas: &Canvas, at: Position) -> Result<(), FigureError> {
    let arm = 8.0;
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
    let corners: Vec<Position> =
        shape.corners().into_iter().map(|(x, y)| (at.0 + radius * x, at.1 + radius * y)).collect();
    canvas.polygon(&corners, colour)
}

impl MarkerShape {
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
