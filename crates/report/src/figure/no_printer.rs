//! Replaces the module `printer` in builds without the feature `print`. Its functions always return an error, which names the feature.

use super::error::FigureError;
use crate::left_out::LeftOut;

/// Always returns the error that this build cannot write PDF.
pub(super) fn pdf(_: &str) -> Result<Vec<u8>, FigureError> {
    Err(LeftOut { format: "pdf", feature: "print" }.into())
}

/// Always returns the error that this build cannot write PNG.
pub(super) fn png(_: &str) -> Result<Vec<u8>, FigureError> {
    Err(LeftOut { format: "png", feature: "print" }.into())
}
