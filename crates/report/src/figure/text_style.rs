//! How a text looks.

use plotters::style::RGBColor;

/// Size, weight and colour of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextStyle {
    /// Size of the font, in logical pixels per em.
    pub(super) size: f64,
    /// Bold, or not.
    pub(super) bold: bool,
    /// Its colour.
    pub(super) colour: RGBColor,
}
