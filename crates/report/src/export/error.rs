//! Why a table cannot be exported.

use thiserror::Error;

use crate::left_out::LeftOut;

/// The reason why a table cannot be exported.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum ExportError {
    /// The format is not known.
    #[error("{name}: there is no such format; write csv, json or parquet")]
    UnknownFormat { name: String },
    /// This build cannot write the format.
    #[error(transparent)]
    LeftOut(#[from] LeftOut),
    /// The Parquet writer failed.
    #[cfg(feature = "parquet")]
    #[error("cannot write Parquet: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// The JSON writer failed.
    #[error("cannot write JSON: {0}")]
    Json(#[from] serde_json::Error),
}
