//! A group: the replicates that a kernel draws together.

use super::coordinates::PROMPTS_AT_ONCE;
use crate::model::REPLICATES_AT_ONCE;
use crate::numeric::{BLOCK, LANES};

/// Number of replicates in a group, which a kernel draws together.
pub const GROUP: usize = 256;

const _: () = assert!(BLOCK.is_multiple_of(GROUP as u64), "a block is made of whole groups");
const _: () = assert!(BLOCK.is_multiple_of(LANES as u64), "a block is made of whole rows of lanes");
const _: () = assert!(GROUP.is_multiple_of(PROMPTS_AT_ONCE), "prompts of a group are drawn in whole parts");
const _: () = assert!(GROUP.is_multiple_of(REPLICATES_AT_ONCE), "posteriors of a group are computed in whole parts");
