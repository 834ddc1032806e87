//! File formats.

use std::path::Path;
use std::str::FromStr;

use super::{ExportError, ExportTable, Provenance, csv, json, parquet};
use crate::left_out::LeftOut;

/// The format of an exported table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// Comma-separated values under comment lines with the provenance: `pandas.read_csv(…, comment="#")`.
    Csv,
    /// One object with `provenance`, `columns` and `rows`.
    Json,
    /// Apache Parquet with the provenance as key-value metadata of the file.
    Parquet,
}

impl ExportFormat {
    const ALL: [Self; 3] = [Self::Csv, Self::Json, Self::Parquet];

    /// The name of the format, which is also the extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Parquet => "parquet",
        }
    }

    /// Returns the format that the extension of a file names.
    ///
    /// # Errors
    ///
    /// [`ExportError::UnknownFormat`] if the file has another extension or no extension; [`ExportError::LeftOut`] for Parquet in a build without
    /// the feature `parquet`.
    pub fn of_file(path: &Path) -> Result<Self, ExportError> {
        path.extension().and_then(|extension| extension.to_str()).unwrap_or("no extension").parse()
    }

    /// Returns the content of a file with this table.
    ///
    /// # Errors
    ///
    /// The errors of the JSON and Parquet writers; [`ExportError::LeftOut`] for Parquet in a build without the feature `parquet`.
    pub fn bytes(self, table: &ExportTable, provenance: &Provenance) -> Result<Vec<u8>, ExportError> {
        match self {
            Self::Csv => Ok(csv::csv(table, provenance).into_bytes()),
            Self::Json => json::json(table, provenance),
            Self::Parquet => parquet::parquet(table, provenance),
        }
    }
}

/// Reads the name of a format. Refuses formats that this build cannot write.
impl FromStr for ExportFormat {
    type Err = ExportError;

    fn from_str(name: &str) -> Result<Self, ExportError> {
        let known = Self::ALL.into_iter().find(|format| format.extension() == name);
        let format = known.ok_or_else(|| ExportError::UnknownFormat { name: name.to_owned() })?;
        if format == Self::Parquet && !cfg!(feature = "parquet") {
            return Err(LeftOut { format: "parquet", feature: "parquet" }.into());
        }
        Ok(format)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_reads_the_formats_that_it_writes() {
        let read = |name: &str| ExportFormat::of_file(Path::new(&format!("raw.{name}")));
        for name in ["csv", "json"] {
            assert_eq!(read(name).expect("every build writes it").extension(), name);
        }
        match read("parquet") {
            Ok(format) => assert!(cfg!(feature = "parquet") && format == ExportFormat::Parquet),
            Err(error) => {
                let message = error.to_string();
                assert!(!cfg!(feature = "parquet") && message.starts_with("parquet: "), "{message}");
                assert!(message.ends_with("cargo install --locked --path crates/w2s --features parquet"), "{message}");
            }
        }
    }
}
