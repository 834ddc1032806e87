//! Replicates that can be drawn again.

use super::Point;
use crate::name::Name;

/// Replicates of one point of a claim, which can be drawn again to the same bits.
#[derive(Clone, Debug, PartialEq)]
pub struct Replay {
    /// The name of the quantity, which is one of the library's.
    pub quantity: Name,
    /// The origin of the claim: the path of its file, or the id of an embedded claim.
    pub origin: String,
    /// The point.
    pub setting: Point,
    /// The replicates of the point.
    pub replicates: Replicates,
    /// The seed.
    pub seed: u64,
}

/// Which replicates of a cell are drawn again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replicates {
    /// This many replicates, from the first on.
    First(u64),
    /// The replicate with this index, counted from 0.
    Single(u64),
}
