//! How a text looks, and how it is placed.

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

/// Which point of a line of text is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// Where it starts.
    Start,
    /// Its middle.
    Middle,
    /// Where it ends.
    End,
}

/// Which way a line of text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// To the right.
    Right,
    /// Upwards.
    Up,
}
