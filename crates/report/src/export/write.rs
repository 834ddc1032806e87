//! Writes exported tables. Each file is written completely or not at all.

use std::path::{Path, PathBuf};

use super::{ExportError, ExportFormat, ExportTable, Provenance, cells_table};
use crate::ReportError;
use crate::whole_file::write_whole;
use weak_to_strong_lab::claim::ClaimOutcome;

/// Writes `cells/<id>.<extension>` under `folder` for each claim and format, and returns the paths.
///
/// The provenance of each file holds the claim's file and its SHA-256.
///
/// # Errors
///
/// [`ReportError`], with the path.
pub fn write_cells(
    folder: &Path,
    outcomes: &[ClaimOutcome],
    formats: &[ExportFormat],
    provenance: &Provenance,
) -> Result<Vec<PathBuf>, ReportError> {
    let mut written = Vec::new();
    for outcome in outcomes {
        let (table, provenance) = (cells_table(outcome), provenance.of_claim_file(&outcome.claim_file));
        for format in formats {
            let path = folder.join("cells").join(format!("{}.{}", outcome.id, format.extension()));
            write_as(*format, &path, &table, &provenance)?;
            written.push(path);
        }
    }
    Ok(written)
}

/// Returns an error if the extension of the file names no format of this build. Call it before replicates are drawn for the file.
///
/// # Errors
///
/// [`ReportError::Export`], with the path.
pub fn require_format(path: &Path) -> Result<(), ReportError> {
    ExportFormat::of_file(path).map(drop).map_err(|error| not_exported(path, error))
}

/// Writes one table in the format that the extension of the file names.
///
/// # Errors
///
/// [`ReportError`], with the path.
pub fn write_table(path: &Path, table: &ExportTable, provenance: &Provenance) -> Result<(), ReportError> {
    let format = ExportFormat::of_file(path).map_err(|error| not_exported(path, error))?;
    write_as(format, path, table, provenance)
}

fn write_as(
    format: ExportFormat,
    path: &Path,
    table: &ExportTable,
    provenance: &Provenance,
) -> Result<(), ReportError> {
    let bytes = format.bytes(table, provenance).map_err(|error| not_exported(path, error))?;
    write_whole(path, bytes)
}

fn not_exported(path: &Path, error: ExportError) -> ReportError {
    ReportError::Export { path: path.to_owned(), error }
}
