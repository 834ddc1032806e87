//! Numbers from elsewhere: replicates that another program has drawn, in a file of comma-separated values or, with the feature `parquet`, of Apache Parquet.
//!
//! A claim file names the file and what its columns are ([`DataSpec`]). [`DataTable::read`] reads it once. Each row is one replicate. Rows that agree in all
//! settings are the replicates of one [`DataCell`], and all observations of a row belong together: one [`JointMoments`] holds
//! all observations of a cell. Nothing is drawn here; the number of rows is the budget.
//!
//! [`JointMoments`]: weak_to_strong::numeric::JointMoments

#[cfg(feature = "parquet")]
mod caught;
mod cell;
mod csv_records;
mod embedded;
mod error;
mod file_bytes;
mod header;
mod limits;
#[cfg_attr(not(feature = "parquet"), path = "no_parquet.rs")]
mod parquet;
#[cfg(feature = "parquet")]
mod parquet_column;
#[cfg(feature = "parquet")]
mod parquet_pages;
mod records;
mod rows;
mod source;
mod spec;
mod spot;
mod table;
#[cfg(test)]
mod tests;

pub use cell::DataCell;
pub use error::DataError;
pub use limits::DataLimits;
pub use spec::{DataSpec, DeclaredLaw, ObservationSpec};
pub use spot::Spot;
pub use table::DataTable;
