//! The canvas on which plotters draws. It has logical pixels and is drawn four times as large, so that rounding is not visible.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, DashedPathElement, PathElement, Polygon};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, FontTransform, RGBColor, ShapeStyle};

use super::dashes::Dashes;
use super::error::FigureError;
use super::group::Group;
use super::group_end::GroupEnd;
use super::rendition::Letters;
use super::sheet::Sheet;
use super::svg::Svg;
use super::text_style::{Anchor, Direction, TextStyle};

/// Canvas pixels per logical pixel.
const ENLARGEMENT: f64 = 4.0;

/// Dash and gap, in logical pixels.
pub(super) type Dash = (f64, f64);

/// A point in logical pixels, from the upper left corner.
pub(super) type Position = (f64, f64);

/// Draws in logical pixels.
pub(super) struct Canvas<'a> {
    area: DrawingArea<Svg<'a>, Shift>,
    is_on_page: bool,
}

impl<'a> Canvas<'a> {
    /// Makes a canvas of this width and height. It writes SVG to `target`, which is complete after [`Self::finish`].
    pub(super) fn new(target: &'a mut String, (width, height): Position, sheet: Sheet) -> Self {
        let size = (enlarged(width).unsigned_abs(), enlarged(height).unsigned_abs());
        let is_on_page = sheet.rendition.letters == Letters::Text;
        Self { area: Svg::new(target, size, ENLARGEMENT, sheet).into_drawing_area(), is_on_page }
    }

    /// The place of a mark: on a page the nearest one of half a pixel, so that equal marks have equal letters wherever they stand. The page writes them once.
    pub(super) fn place_of_mark(&self, (x, y): Position) -> Position {
        let halves = |length: f64| (2.0 * length).round() / 2.0;
        if self.is_on_page { (halves(x), halves(y)) } else { (x, y) }
    }

    /// A line through these points.
    pub(super) fn line(&self, points: &[Position], colour: RGBColor, width: f64) -> Result<(), FigureError> {
        let points: Vec<_> = points.iter().copied().map(pixel).collect();
        Ok(self.area.draw(&PathElement::new(points, stroke(colour, width)))?)
    }

    /// A dashed line through these points.
    pub(super) fn dashes(
        &self,
        points: &[Position],
        colour: RGBColor,
        width: f64,
        (dash, gap): Dash,
    ) -> Result<(), FigureError> {
        let points: Vec<_> = points.iter().copied().map(pixel).collect();
        let style = stroke(colour, width);
        let pattern = (enlarged(dash), enlarged(gap));
        if self.is_on_page {
            return Ok(self.area.draw(&Dashes { points, colour, width: style.stroke_width, pattern })?);
        }
        Ok(self.area.draw(&DashedPathElement::new(points, pattern.0, pattern.1, style))?)
    }

    /// A filled polygon.
    pub(super) fn polygon(&self, corners: &[Position], colour: RGBColor) -> Result<(), FigureError> {
        let corners: Vec<_> = corners.iter().copied().map(pixel).collect();
        Ok(self.area.draw(&Polygon::new(corners, colour.filled()))?)
    }

    /// A filled disc.
    pub(super) fn disc(&self, centre: Position, radius: f64, colour: RGBColor) -> Result<(), FigureError> {
        Ok(self.area.draw(&Circle::new(pixel(centre), enlarged(radius), colour.filled()))?)
    }

    /// A circle around a mark.
    pub(super) fn ring(&self, centre: Position, radius: f64, colour: RGBColor, width: f64) -> Result<(), FigureError> {
        let centre = self.place_of_mark(centre);
        Ok(self.area.draw(&Circle::new(pixel(centre), enlarged(radius), stroke(colour, width)))?)
    }

    /// A line of text with this point of its baseline here.
    pub(super) fn letters(
        &self,
        text: &str,
        at: Position,
        style: TextStyle,
        (anchor, direction): (Anchor, Direction),
    ) -> Result<(), FigureError> {
        let face = if style.bold { FontStyle::Bold } else { FontStyle::Normal };
        let transform = if direction == Direction::Up { FontTransform::Rotate270 } else { FontTransform::None };
        let font = FontDesc::new(FontFamily::SansSerif, style.size * ENLARGEMENT, face).transform(transform);
        let along = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let style = font.color(&style.colour).pos(Pos::new(along, VPos::Bottom));
        Ok(self.area.draw_text(text, &style, pixel(at))?)
    }

    /// Draws these marks as a group, which a page can name, hide and explain.
    pub(super) fn group(
        &self,
        group: Group,
        marks: impl FnOnce() -> Result<(), FigureError>,
    ) -> Result<(), FigureError> {
        self.area.draw(&GroupEnd::Begin(group))?;
        marks()?;
        Ok(self.area.draw(&GroupEnd::End)?)
    }

    /// Ends the SVG.
    pub(super) fn finish(self) -> Result<(), FigureError> {
        Ok(self.area.present()?)
    }
}

fn stroke(colour: RGBColor, width: f64) -> ShapeStyle {
    colour.stroke_width(enlarged(width).unsigned_abs().max(1))
}

fn pixel((x, y): Position) -> (i32, i32) {
    (enlarged(x), enlarged(y))
}

fn enlarged(length: f64) -> i32 {
    (length * ENLARGEMENT).round() as i32
}
