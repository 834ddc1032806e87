//! In place of `parquet` in builds without the feature `parquet`: what is asked for is left out.

use super::error::ExportError;
use super::provenance::Provenance;
use super::table::ExportTable;
use crate::left_out::LeftOut;

/// Left out.
pub(super) fn parquet(_: &ExportTable, _: &Provenance) -> Result<Vec<u8>, ExportError> {
    Err(LeftOut { format: "parquet", feature: "parquet" }.into())
}
