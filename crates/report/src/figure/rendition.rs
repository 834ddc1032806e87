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
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rendition {
    /// How letters are written.
    pub letters: Letters,
    /// Their face.
    pub face: Face,
    /// Whether the title stands in the figure.
    pub titled: bool,
    /// The width in inches; by default that of the columns that the claim asks for.
    pub width: Option<f64>,
}

impl Default for Rendition {
    fn default() -> Self {
        Self::FILE
    }
}

impl Rendition {
    /// For an SVG by itself.
    pub const FILE: Self = Self { letters: Letters::Outlines, face: Face::Sans, titled: true, width: None };
    /// For a page of HTML, where the title stands above the figure.
    pub const PAGE: Self = Self { letters: Letters::Text, titled: false, ..Self::FILE };
    /// For a paper, whose caption says what the title and the notes of the legend say elsewhere.
    pub const PAPER: Self = Self { letters: Letters::Embedded, titled: false, ..Self::FILE };

    /// Whether a caption beside the figure says what its signs mean.
    pub(super) fn has_caption(self) -> bool {
        self.letters == Letters::Embedded
    }
}
