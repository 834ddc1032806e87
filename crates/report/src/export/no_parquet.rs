//! Replaces the module `parquet` in builds without the feature `parquet`. Its function always returns an error, which names the feature.

use super::error::ExportError;
use super::provenance::Provenance;
use super::table::ExportTable;
use crate::left_out::LeftOut;

/// Always returns the error that this build cannot write Parquet.
pub(super) fn parquet(_: &ExportTable, _: &Provenance) -> Result<Vec<u8>, ExportError> {
    Err(LeftOut { format: "parquet", feature: "parquet" }.into())
}
