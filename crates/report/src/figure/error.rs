//! Why a figure cannot be drawn.

use indexmap::IndexSet;
use plotters::drawing::DrawingAreaErrorKind;
use thiserror::Error;

use weak_to_strong_lab::claim::ClaimOutcome;

/// A figure that cannot be drawn.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum FigureError {
    /// The variable of an axis is not among what varied.
    #[error("figure.{axis} = {name}: the measurements know only {}; name one of these", known.join(", "))]
    UnknownVariable { axis: &'static str, name: String, known: Vec<String> },
    /// The font that the program carries is damaged.
    #[error("the font DejaVu Sans in this program cannot be read; build the program again")]
    Font,
    /// plotters failed.
    #[error("cannot draw: {0}")]
    Drawing(#[from] DrawingAreaErrorKind<std::io::Error>),
    /// usvg failed.
    #[error("cannot turn the letters of a figure into outlines: {0}")]
    Outline(#[from] usvg::Error),
    /// No PDF or PNG can be made.
    #[error("cannot make a figure for print: {0}")]
    Print(String),
}

impl FigureError {
    pub(super) fn unknown_variable(outcome: &ClaimOutcome, axis: &'static str, name: &str) -> Self {
        let settings = outcome.cells.iter().map(|cell| &cell.measurement).chain(&outcome.points);
        let known: IndexSet<&String> = settings.flat_map(|measurement| measurement.setting.keys()).collect();
        Self::UnknownVariable { axis, name: name.to_owned(), known: known.into_iter().cloned().collect() }
    }
}
