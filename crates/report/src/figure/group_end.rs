//! The ends of a group, which plotters hands to the drawing.

use plotters::element::{Drawable, PointCollection};
use plotters_backend::{BackendCoord, DrawingErrorKind};

use super::font::FontError;
use super::group::Group;
use super::svg::Svg;

/// An end of a group, as plotters draws it.
pub(super) enum GroupEnd<'g> {
    /// Where it begins.
    Begin(Group<'g>),
    /// Where it ends.
    End,
}

impl<'a> PointCollection<'a, BackendCoord> for &'a GroupEnd<'_> {
    type Point = BackendCoord;
    type IntoIter = [BackendCoord; 0];

    fn point_iter(self) -> Self::IntoIter {
        []
    }
}

impl Drawable<Svg<'_>> for GroupEnd<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        _: I,
        svg: &mut Svg,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<FontError>> {
        match self {
            Self::Begin(group) => svg.begin(group),
            Self::End => svg.end(),
        }
        Ok(())
    }
}
