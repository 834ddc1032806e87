//! Blocks of replicates, which are drawn from one stream each and merged in their order.

/// Replicates per block.
pub const BLOCK: u64 = 256;

/// Raised whenever a change of blocks, of their random streams or of how they are merged changes numbers, so that no store mixes old ones
/// with new ones.
pub(super) const RUN_VERSION: u32 = 1;
