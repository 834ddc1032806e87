//! How a figure is drawn for the place where it is shown.

/// How letters are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Letters {
    /// As outlines, so that a file needs no font.
    #[default]
    Outlines,
    /// As `<text>` for a page. The colours are custom properties of CSS, with those of a file as fallback; see [`figure_colours`](super::figure_colours).
    Text,
    /// As `<text>` whose fonts a PDF takes in.
    Embedded,
}

/// The face of the letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Face {
    /// DejaVu Sans.
    #[default]
    Sans,
    /// STIX Two, which looks like Times.
    Serif,
}

/// How a figure is drawn for the place where it is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rendition {
    /// How letters are written.
    pub letters: Letters,
    /// Their face.
    pub face: Face,
}

impl Rendition {
    /// For an SVG by itself.
    pub const FILE: Self = Self { letters: Letters::Outlines, face: Face::Sans };
    /// For a page of HTML.
    pub const PAGE: Self = Self { letters: Letters::Text, face: Face::Sans };
}
