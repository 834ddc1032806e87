//! Jobs that are replicated together.

use crate::study::RecordKey;

/// Jobs that stop depending on each other, such as those of one fit or infimum. Other jobs do not influence them, so a bundle may be
/// replicated on any machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The claim's id and the key of its first job.
    pub name: String,
    /// Indices of the campaign's jobs.
    pub jobs: Vec<usize>,
    pub(super) key: RecordKey,
}
