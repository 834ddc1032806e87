//! The version of how replicates are drawn by the block.

/// Raised whenever a change of blocks, of their random streams or of how they are merged changes numbers, so that no store mixes old ones
/// with new ones.
pub(super) const RUN_VERSION: u32 = 1;
