//! Why a figure cannot be drawn.

use plotters::drawing::DrawingAreaErrorKind;
use thiserror::Error;

/// A figure that cannot be drawn.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum FigureError {
    /// The horizontal axis is not among what varied.
    #[error("figure.x = {x}: the measurements know only {}; name one of these", known.join(", "))]
    UnknownVariable { x: String, known: Vec<String> },
    /// The font that the program carries is damaged.
    #[error("the font DejaVu Sans in this program cannot be read; build the program again")]
    Font,
    /// plotters failed.
    #[error("cannot draw: {0}")]
    Drawing(#[from] DrawingAreaErrorKind<std::io::Error>),
    /// usvg failed.
    #[error("cannot turn the letters of a figure into outlines: {0}")]
    Outline(#[from] usvg::Error),
}
