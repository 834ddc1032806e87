//! Jobs that are replicated together.

use crate::study::RecordKey;

/// Jobs whose stopping depends on each other: those of one fit or infimum. What other jobs do changes nothing for them, so they may be
/// replicated anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The claim's id and the key of its first job.
    pub name: String,
    /// Indices of the campaign's jobs.
    pub jobs: Vec<usize>,
    pub(super) key: RecordKey,
}
