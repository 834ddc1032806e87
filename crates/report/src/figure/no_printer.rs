//! In place of `printer` in builds without the feature `print`: what is asked for is left out.

use super::error::FigureError;
use crate::left_out::LeftOut;

/// Left out.
pub(super) fn pdf(_: &str) -> Result<Vec<u8>, FigureError> {
    Err(LeftOut { format: "pdf", feature: "print" }.into())
}

/// Left out.
pub(super) fn png(_: &str) -> Result<Vec<u8>, FigureError> {
    Err(LeftOut { format: "png", feature: "print" }.into())
}
