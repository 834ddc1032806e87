//! The tables of a store.

use redb::TableDefinition;

/// Layout of the tables and of their values.
pub(super) const LAYOUT: u64 = 1;

/// Facts about the store itself.
pub(super) const ABOUT: TableDefinition<&str, u64> = TableDefinition::new("about");

/// In [`ABOUT`], the [`LAYOUT`].
pub(super) const LAYOUT_KEY: &str = "layout";

/// Records by key of the job and number of replicates.
pub(super) const RECORDS: TableDefinition<(&[u8; 32], u64), &[u8]> = TableDefinition::new("records");

/// The number of replicates of the record that is replaced by longer records, by key of the job.
pub(super) const PASSING: TableDefinition<&[u8; 32], u64> = TableDefinition::new("passing");

/// Shards of studies as JSON, by study and number.
pub(super) const SHARDS: TableDefinition<&str, &str> = TableDefinition::new("shards");

/// Descriptions of jobs as JSON, by key.
pub(super) const JOBS: TableDefinition<&[u8; 32], &str> = TableDefinition::new("jobs");
