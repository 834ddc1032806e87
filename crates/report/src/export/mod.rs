//! Tables for other programs: the cells of checked claims, or raw replicates, as CSV, JSON or Parquet.
//!
//! Every file says how its numbers were made (`provenance`), and every column says what it measures.

mod csv;
mod error;
mod format;
mod json;
#[cfg_attr(not(feature = "parquet"), path = "no_parquet.rs")]
mod parquet;
mod provenance;
mod table;
mod write;

#[cfg(test)]
mod example;

pub use error::ExportError;
pub use format::ExportFormat;
pub use provenance::Provenance;
pub use table::{Column, ExportTable, Values, cells_table, columns_table, replicates_table};
pub use write::{require_format, write_cells, write_table};
