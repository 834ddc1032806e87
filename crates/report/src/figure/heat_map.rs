//! A heat map: what was measured over two variables, as colours, with curves of theory over it.

use indexmap::IndexMap;

use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, ComputedMap, FigureSpec, Measurement, Scale, Verdict};
use weak_to_strong_lab::setting::SettingValue;

use super::axis::{Axis, Numbers};
use super::canvas::{Canvas, Dash, Position};
use super::colours::{DARK, GREY, WHITE};
use super::contour::Field;
use super::error::FigureError;
use super::group::Group;
use super::layout::Frame;
use super::marker::draw_alarm;
use super::palette::{ColourScale, LEVELS};
use super::point_words::words_of_cell;
use super::range::AxisScale;
use super::regions::draw_names;

/// A measurement with its places.
#[derive(Debug)]
struct Tile<'a> {
    column: usize,
    row: usize,
    measurement: &'a Measurement,
    /// The cell that is judged there.
    cell: Option<&'a CellOutcome>,
}

impl Tile<'_> {
    fn verdict(&self) -> Option<Verdict> {
        self.cell.map(|cell| cell.verdict)
    }

    fn words(&self) -> String {
        words_of_cell(self.measurement, self.verdict(), self.cell.and_then(|cell| cell.replay_command.as_deref()))
    }
}

/// Measurements on a grid.
#[derive(Debug)]
pub(super) struct HeatMap<'a> {
    tiles: Vec<Tile<'a>>,
    columns: Steps,
    rows: Steps,
    /// What is computed on a finer grid.
    computed: Option<&'a ComputedMap>,
    /// The colours.
    pub(super) scale: ColourScale,
}

/// The values along an axis, in order, with their places and the edges between them.
#[derive(Debug)]
struct Steps {
    axis: Numbers,
    places: Vec<f64>,
    edges: Vec<f64>,
}

/// Dashes of the contours, one after the other; the first is solid.
pub(super) const CONTOURS: [Option<Dash>; 3] = [None, Some((6.0, 3.5)), Some((1.8, 2.6))];

impl<'a> HeatMap<'a> {
    /// Places what was measured.
    ///
    /// # Errors
    ///
    /// [`FigureError::UnknownVariable`] if a variable of an axis is not in the settings of the measurements.
    pub(super) fn new(outcome: &'a ClaimOutcome, spec: &FigureSpec, y: &str) -> Result<Self, FigureError> {
        let judged = outcome.cells.iter().map(|cell| (&cell.measurement, Some(cell)));
        let measured: Vec<_> = judged.chain(outcome.points.iter().map(|point| (point, None))).collect();
        for (axis, name) in [("x", spec.x.as_str()), ("y", y)] {
            if !measured.is_empty() && !measured.iter().any(|(measurement, _)| measurement.setting.contains_key(name)) {
                return Err(FigureError::unknown_variable(outcome, axis, name));
            }
        }
        let along = |name: &str, scale: Scale| {
            Steps::new(&measured.iter().filter_map(|(m, _)| number_at(m, name)).collect::<Vec<_>>(), scale)
        };
        let (columns, rows) = (along(&spec.x, spec.x_scale), along(y, spec.y_scale));
        let tile = |(measurement, cell): (&'a Measurement, Option<&'a CellOutcome>)| {
            let column = columns.index_of(number_at(measurement, &spec.x)?)?;
            Some(Tile { column, row: rows.index_of(number_at(measurement, y)?)?, measurement, cell })
        };
        let tiles: Vec<Tile> = measured.into_iter().filter_map(tile).collect();
        let means: Vec<f64> = tiles.iter().map(|tile| tile.measurement.estimate.mean).collect();
        let computed = outcome.figure.computed.map.as_ref();
        Ok(Self { scale: ColourScale::of(&means), tiles, columns, rows, computed })
    }

    /// The horizontal and the vertical axis.
    pub(super) fn axes(&self) -> (Axis, Numbers) {
        (Axis::Numbers(self.columns.axis.clone()), self.rows.axis.clone())
    }

    /// The scales of both axes.
    pub(super) fn scales(&self) -> [AxisScale; 2] {
        [self.columns.axis.kind, self.rows.axis.kind]
    }

    /// Each place of the grid, row by row, with its mean; NaN where nothing was measured.
    pub(super) fn grid_of_means(&self) -> Vec<Vec<(f64, f64, f64)>> {
        let cell = |x: &f64, y: &f64| (*x, *y, f64::NAN);
        let row = |y: &f64| self.columns.axis.values.iter().map(|x| cell(x, y)).collect();
        let mut rows: Vec<Vec<(f64, f64, f64)>> = self.rows.axis.values.iter().map(row).collect();
        for tile in &self.tiles {
            rows[tile.row][tile.column].2 = tile.measurement.estimate.mean;
        }
        rows
    }

    /// The values of both variables at the cells that have this verdict.
    pub(super) fn with_verdict(&self, verdict: Verdict) -> Vec<(f64, f64)> {
        let at = |tile: &Tile| (self.columns.axis.values[tile.column], self.rows.axis.values[tile.row]);
        self.tiles.iter().filter(|tile| tile.verdict() == Some(verdict)).map(at).collect()
    }

    /// The curves on which an expression is 0, in values of both variables.
    pub(super) fn zeros_in_values(&self, expression: &str) -> Vec<Vec<(f64, f64)>> {
        let value = |(x, y): &Position| Some((self.columns.axis.value_at(*x)?, self.rows.axis.value_at(*y)?));
        self.zeros(expression).iter().map(|curve| curve.iter().filter_map(value).collect()).collect()
    }

    /// Whether nothing was measured.
    pub(super) fn is_empty(&self) -> bool {
        self.tiles.is_empty()
    }

    /// Whether some cell has this verdict.
    pub(super) fn has(&self, verdict: Verdict) -> bool {
        self.tiles.iter().any(|tile| tile.verdict() == Some(verdict))
    }

    /// Whether the colours tell signs, and the interval of some cell does not tell which sign is right.
    pub(super) fn has_unknown_signs(&self) -> bool {
        self.tiles.iter().any(|tile| self.has_unknown_sign(tile))
    }

    fn has_unknown_sign(&self, tile: &Tile) -> bool {
        let interval = tile.measurement.interval;
        self.scale.has_two_sides() && interval.lower < 0.0 && interval.upper > 0.0
    }

    /// Draws the cells, then the curves where these expressions are 0, with the names of the regions beside the first one, then the signs of cells: violated,
    /// unresolved, or of a sign that is not known.
    pub(super) fn draw(
        &self,
        canvas: &Canvas,
        frame: &Frame,
        contours: &[String],
        regions: Option<&[String; 2]>,
    ) -> Result<(), FigureError> {
        self.draw_tiles(canvas, frame)?;
        for (i, (expression, dash)) in contours.iter().zip(CONTOURS.into_iter().cycle()).enumerate() {
            let grid = self.grid(expression);
            for curve in grid.field().zeros() {
                let curve: Vec<Position> = curve.into_iter().map(|(x, y)| (frame.x(x), frame.y(y))).collect();
                draw_contour(canvas, &curve, dash)?;
            }
            if let Some(names) = regions.filter(|_| i == 0) {
                draw_names(canvas, frame, &grid.field(), names)?;
            }
        }
        for tile in &self.tiles {
            let at = (frame.x(self.columns.places[tile.column]), frame.y(self.rows.places[tile.row]));
            match tile.verdict() {
                Some(Verdict::Violated) => draw_alarm(canvas, at)?,
                Some(Verdict::Unresolved) => draw_unresolved(canvas, at)?,
                _ if self.has_unknown_sign(tile) => canvas.disc(at, 1.8, DARK)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Draws the cells level by level, so that paths with the same colour are consecutive in the file. Points that fill no grid are drawn as discs.
    fn draw_tiles(&self, canvas: &Canvas, frame: &Frame) -> Result<(), FigureError> {
        let scattered = self.columns.places.len() * self.rows.places.len() > 4 * self.tiles.len();
        let mut by_level: Vec<Vec<&Tile>> = vec![Vec::new(); LEVELS];
        for tile in &self.tiles {
            if let Some(level) = self.scale.level(tile.measurement.estimate.mean) {
                by_level[level].push(tile);
            }
        }
        for (level, tiles) in by_level.iter().enumerate() {
            for tile in tiles {
                canvas.group(Group::Point(&|| tile.words()), || {
                    if !scattered {
                        return canvas.polygon(&self.corners(tile, frame), self.scale.colour(level));
                    }
                    let at = (frame.x(self.columns.places[tile.column]), frame.y(self.rows.places[tile.row]));
                    canvas.disc(at, DISC, DARK)?;
                    canvas.disc(at, DISC - 0.6, self.scale.colour(level))
                })?;
            }
        }
        Ok(())
    }

    fn corners(&self, tile: &Tile, frame: &Frame) -> [Position; 4] {
        let (columns, rows) = (&self.columns.edges, &self.rows.edges);
        let (left, right) = (frame.x(columns[tile.column]), frame.x(columns[tile.column + 1]));
        let (bottom, top) = (frame.y(rows[tile.row]), frame.y(rows[tile.row + 1]));
        // Each cell reaches a little under its neighbours, so that no gap is visible.
        let overlap = |length: f64| (OVERLAP * length).min(1.0);
        let (right, bottom) = (right + overlap(right - left), bottom + overlap(bottom - top));
        let (right, bottom) = (right.min(frame.right), bottom.min(frame.bottom));
        [(left, top), (right, top), (right, bottom), (left, bottom)]
    }

    /// The curves on which an expression is 0, as places.
    fn zeros(&self, expression: &str) -> Vec<Vec<Position>> {
        self.grid(expression).field().zeros()
    }

    /// The values of an expression: on the finer grid if they are computed there, else at the cells.
    fn grid(&self, expression: &str) -> FieldValues {
        let finer = self.computed.and_then(|map| Some((map, map.values.get(expression)?)));
        if let Some((map, values)) = finer {
            let places = |values: &[f64], axis: &Numbers| {
                values.iter().map(|value| axis.place(*value).unwrap_or(f64::NAN).clamp(0.0, 1.0)).collect()
            };
            let (x, y) = (places(&map.x, &self.columns.axis), places(&map.y, &self.rows.axis));
            return FieldValues { x, y, values: values.clone() };
        }
        let mut values = vec![vec![None; self.columns.places.len()]; self.rows.places.len()];
        for tile in &self.tiles {
            values[tile.row][tile.column] = tile.measurement.references.get(expression).copied();
        }
        FieldValues { x: self.columns.places.clone(), y: self.rows.places.clone(), values }
    }
}

/// The values of an expression on a grid of places.
struct FieldValues {
    x: Vec<f64>,
    y: Vec<f64>,
    values: Vec<Vec<Option<f64>>>,
}

impl FieldValues {
    fn field(&self) -> Field<'_> {
        Field { x: &self.x, y: &self.y, values: &self.values }
    }
}

/// How far a cell reaches under its neighbours, as a share of its size; at most one pixel.
const OVERLAP: f64 = 0.15;

/// Radius of the disc that is drawn for a point.
const DISC: f64 = 5.0;

impl Steps {
    fn new(values: &[f64], scale: Scale) -> Self {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let kind = AxisScale::of(scale, &values);
        values.retain(|value| kind.transform(*value).is_some());
        let shown = kind.transformed(&values);
        let middles = shown.windows(2).map(|pair| 0.5 * (pair[0] + pair[1]));
        let (first, last) = (shown.first().copied().unwrap_or(0.0), shown.last().copied().unwrap_or(0.0));
        // The outermost cells reach as far outwards as inwards.
        let reach = |a: usize, b: usize| if shown.len() > 1 { 0.5 * (shown[b] - shown[a]) } else { 0.5 };
        let start = first - reach(0, 1);
        let end = last + if shown.len() > 1 { reach(shown.len() - 2, shown.len() - 1) } else { 0.5 };
        let edges: Vec<f64> = [start].into_iter().chain(middles).chain([end]).collect();
        let axis = Numbers { kind, range: (start, end), zero: false, infinity: false, values };
        let placed = |transformed: &[f64]| transformed.iter().map(|t| axis.place_of_transformed(*t)).collect();
        Self { places: placed(&shown), edges: placed(&edges), axis }
    }

    fn index_of(&self, value: f64) -> Option<usize> {
        self.axis.values.binary_search_by(|known| known.total_cmp(&value)).ok()
    }
}

fn number_at(measurement: &Measurement, name: &str) -> Option<f64> {
    match measurement.setting.get(name) {
        Some(SettingValue::Number(value)) => Some(*value),
        _ => None,
    }
}

/// Draws a curve that is visible on every colour.
pub(super) fn draw_contour(canvas: &Canvas, curve: &[Position], dash: Option<Dash>) -> Result<(), FigureError> {
    canvas.line(curve, WHITE, 4.0)?;
    match dash {
        None => canvas.line(curve, DARK, 2.0),
        Some(dash) => canvas.dashes(curve, DARK, 2.0, dash),
    }
}

/// Draws what marks an unresolved cell.
pub(super) fn draw_unresolved(canvas: &Canvas, at: Position) -> Result<(), FigureError> {
    canvas.ring(at, 3.4, WHITE, 2.2)?;
    canvas.ring(at, 3.4, GREY, 1.1)
}

/// Returns those expressions of a figure's contours for which at least one measurement has a value.
pub(super) fn known_contours<'s>(outcome: &ClaimOutcome, spec: &'s FigureSpec) -> Vec<&'s String> {
    let measurements = || outcome.cells.iter().map(|cell| &cell.measurement).chain(&outcome.points);
    let known: IndexMap<&String, ()> = measurements().flat_map(|m| m.references.keys()).map(|key| (key, ())).collect();
    spec.contours.iter().filter(|expression| known.contains_key(expression)).collect()
}
