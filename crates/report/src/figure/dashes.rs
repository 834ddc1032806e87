//! Dashed lines as one path with a pattern, which a page has in place of each dash.

use plotters::element::{Drawable, PointCollection};
use plotters::style::RGBColor;
use plotters_backend::{BackendCoord, DrawingErrorKind};

use super::font::FontError;
use super::svg::Svg;

/// A dashed line, in pixels.
pub(super) struct Dashes {
    /// Its points.
    pub(super) points: Vec<BackendCoord>,
    /// Its colour.
    pub(super) colour: RGBColor,
    /// Its width.
    pub(super) width: u32,
    /// Dash and gap.
    pub(super) pattern: (i32, i32),
}

impl<'a> PointCollection<'a, BackendCoord> for &'a Dashes {
    type Point = &'a BackendCoord;
    type IntoIter = std::slice::Iter<'a, BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        self.points.iter()
    }
}

impl Drawable<Svg<'_>> for Dashes {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        points: I,
        svg: &mut Svg,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<FontError>> {
        svg.dashed(points, self.colour, (self.width, self.pattern.0, self.pattern.1));
        Ok(())
    }
}
