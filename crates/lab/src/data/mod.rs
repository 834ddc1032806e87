//! Numbers from elsewhere: replicates that another program has drawn, in a file of comma-separated values.
//!
//! A claim file names the file and what its columns are ([`DataSpec`]). [`DataTable::read`] reads it once. Each row is one replicate. Rows that agree in all
//! settings are the replicates of one [`DataCell`], and all observations of a row belong together: one [`JointMoments`] holds
//! all observations of a cell. Nothing is drawn here; the number of rows is the budget.
//!
//! [`JointMoments`]: weak_to_strong::numeric::JointMoments

mod cell;
mod error;
mod header;
mod limits;
mod rows;
mod source;
mod spec;
mod table;
#[cfg(test)]
mod tests;

pub use cell::DataCell;
pub use error::DataError;
pub use limits::DataLimits;
pub use spec::{DataSpec, ObservationSpec};
pub use table::DataTable;
