//! Why a report cannot be written.

use std::path::PathBuf;

use thiserror::Error;

use super::export::ExportError;
use super::figure::FigureError;

/// The reason why a report cannot be written.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum ReportError {
    /// A file or folder cannot be written.
    #[error("{path}: {error}; choose another folder with --out", path = path.display())]
    Unwritable { path: PathBuf, error: std::io::Error },

    /// There is a file in place of a folder.
    #[error("{} is a file, and reports need a folder; choose another name", path.display())]
    NoFolder { path: PathBuf },
    /// A figure cannot be drawn.
    #[error("the figure of {id}: {error}")]
    Figure { id: String, error: FigureError },
    /// A counterexample cannot be written as TOML.
    #[error("the counterexample {id}: {error}")]
    Toml { id: String, error: toml::ser::Error },
    /// A table cannot be exported.
    #[error("{path}: {error}", path = path.display())]
    Export { path: PathBuf, error: ExportError },
    /// The document cannot be written as JSON.
    #[error("checks.json: {0}")]
    Json(#[from] serde_json::Error),
}
