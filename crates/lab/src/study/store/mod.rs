//! A store on disk: the moments of jobs, so that nothing that is known is drawn again.
//!
//! The moments of a job's first replicates are all that a longer run needs, bit for bit, because blocks are merged strictly in order. A
//! record holds them exactly, under a digest of everything that the observations depend on: quantity and sampler with their versions, the
//! problem, the settings of all cells that share the replicates, and the seed. Whatever is changed there has another key, so old numbers
//! are never met by new questions.
//!
//! Moments at every look of a check are kept for good; any other check, with any other stopping rule, finds the very numbers that it would
//! have drawn. Between looks the newest moments are kept, and replaced as they grow.

mod error;
#[cfg(test)]
mod full_disk;
mod inventory;
mod merge;
mod record;
mod shards;
mod shelf;
mod tables;
mod tally;
mod writer;

pub use error::StoreError;
pub use inventory::Holding;
pub use merge::Merged;
pub(super) use record::Record;
pub use record::{JobDescription, RecordKey};
pub use shards::ShardMark;
pub use tally::Tally;
pub use writer::Store;
