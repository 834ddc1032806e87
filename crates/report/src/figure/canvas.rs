//! What plotters draws on: a canvas of logical pixels, drawn four times as large so that rounding does not show.

use std::sync::OnceLock;

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, DashedPathElement, PathElement, Polygon};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{
    Color, FontFamily, FontStyle, FontTransform, IntoTextStyle, RGBColor, ShapeStyle, register_font,
};

use super::FigureError;
use super::text::TextStyle;

/// Canvas pixels per logical pixel.
pub(super) const ENLARGEMENT: f64 = 4.0;

/// The font's family in plotters and in the SVG that it writes.
pub(super) const FAMILY: &str = "sans-serif";

/// Dash and gap, in logical pixels.
pub(super) type Dash = (f64, f64);

/// A point in logical pixels, from the upper left corner.
pub(super) type Position = (f64, f64);

/// Draws in logical pixels.
pub(super) struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
}

impl<'a> Canvas<'a> {
    /// A canvas of this width and height; what is drawn becomes SVG in `target` when the canvas is dropped.
    pub(super) fn new(target: &'a mut String, (width, height): Position) -> Self {
        let size = (enlarged(width).unsigned_abs(), enlarged(height).unsigned_abs());
        Self { area: SVGBackend::with_string(target, size).into_drawing_area() }
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
        Ok(self.area.draw(&DashedPathElement::new(points, enlarged(dash), enlarged(gap), style))?)
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

    /// A circle.
    pub(super) fn ring(&self, centre: Position, radius: f64, colour: RGBColor, width: f64) -> Result<(), FigureError> {
        Ok(self.area.draw(&Circle::new(pixel(centre), enlarged(radius), stroke(colour, width)))?)
    }

    /// Letters whose baseline starts here; upwards or to the right.
    pub(super) fn letters(&self, text: &str, at: Position, style: TextStyle, up: bool) -> Result<(), FigureError> {
        // plotters writes `font-size = size / 1.24` and, for this anchor, `dy = 0.5ex`: for usvg a quarter of an em.
        let middle = 0.25 * style.size;
        let at = if up { (at.0 - middle, at.1) } else { (at.0, at.1 - middle) };
        let face = if style.bold { FontStyle::Bold } else { FontStyle::Normal };
        let transform = if up { FontTransform::Rotate270 } else { FontTransform::None };
        let font = (FAMILY, style.size * ENLARGEMENT * 1.24, face).into_text_style(&self.area);
        let font = font.transform(transform).color(&style.colour).pos(Pos::new(HPos::Left, VPos::Center));
        Ok(self.area.draw_text(text, &font, pixel(at))?)
    }

    /// Writes the SVG.
    pub(super) fn finish(self) -> Result<(), FigureError> {
        Ok(self.area.present()?)
    }
}

/// Tells plotters the fonts; once is enough.
pub(super) fn register_fonts() -> Result<(), FigureError> {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    let register = || {
        let family = FontFamily::SansSerif.as_str();
        register_font(family, FontStyle::Normal, dejavu::sans::regular()).is_ok()
            && register_font(family, FontStyle::Bold, dejavu::sans::bold()).is_ok()
    };
    if *REGISTERED.get_or_init(register) { Ok(()) } else { Err(FigureError::Font) }
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
