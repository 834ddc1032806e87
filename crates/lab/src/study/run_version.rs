//! The version of the way in which replicates are drawn in blocks.

/// Raise it whenever a change of blocks, of their random streams or of how they are merged changes numbers, so that no store mixes old numbers
/// with new ones.
pub(super) const RUN_VERSION: u32 = 2;
