//! Why a figure cannot be drawn.

use indexmap::IndexSet;
use plotters::drawing::DrawingAreaErrorKind;
use thiserror::Error;

use super::font::FontError;
use crate::left_out::LeftOut;
use weak_to_strong_lab::claim::ClaimOutcome;

/// The reason why a figure cannot be drawn.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum FigureError {
    /// The variable of an axis or of the panels is not in the settings of the measurements.
    #[error("figure.{axis} = {name}: the measurements know only {}; name one of these", known.join(", "))]
    UnknownVariable { axis: &'static str, name: String, known: Vec<String> },
    /// plotters or the font failed.
    #[error("cannot draw: {0}")]
    Drawing(#[from] DrawingAreaErrorKind<FontError>),
    /// The format for print is not known.
    #[error("{name} is no format for print; write pdf or png (SVG is always written)")]
    UnknownFormat { name: String },
    /// This build cannot write formats for print.
    #[error(transparent)]
    LeftOut(#[from] LeftOut),
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
