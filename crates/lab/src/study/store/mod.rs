//! A store on disk: keeps the moments of jobs, so that known replicates are not drawn again.
//!
//! The moments of a job's first replicates are all that a longer run needs, bit for bit, because blocks are merged strictly in order. A
//! record holds them exactly, under a digest of everything that the observations depend on: quantity and sampler with their versions, the
//! problem, the settings of all cells that share the replicates, and the seed. If one of these changes, the key changes too, so old numbers
//! are never used for a new question.
//!
//! The file is a log: frames with checksums, one behind the other, that nothing writes over. What is damaged, or cut off when a process is killed, costs
//! the frames that it touches.
//!
//! Moments at every look of a check are kept permanently. Any other check, with any other stopping rule, finds exactly the numbers that it
//! would have drawn. Between looks only the newest moments are kept. Newer moments replace them.

mod contents;
mod damage;
mod error;
mod frame;
mod head;
mod index;
mod inventory;
mod log;
mod merge;
mod record;
mod shards;
mod shelf;
mod tally;
mod writer;

#[cfg(test)]
mod attack;

pub use contents::Contents;
pub use damage::Damage;
pub use error::StoreError;
pub use inventory::Holding;
pub use merge::{Admitted, Merged};
pub use record::{JobDescription, RecordKey};
pub(super) use record::{LAW, LAW_VERSION, Record};
pub use shards::{MOST_SHARDS, ShardMark};
pub use tally::Tally;
pub use writer::Store;
