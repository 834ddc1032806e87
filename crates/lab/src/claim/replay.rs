//! Replicates that can be drawn again.

use super::Point;
use crate::name::Name;

/// Replicates of a claim, which can be drawn again to the same bits.
#[derive(Clone, Debug, PartialEq)]
pub struct Replay {
    /// What is drawn.
    pub of: Replayed,
    /// The origin of the claim: the path of its file, or the id of an embedded claim.
    pub origin: String,
    /// The replicates of the point.
    pub replicates: Replicates,
    /// The seed.
    pub seed: u64,
}

/// What is drawn again.
#[derive(Clone, Debug, PartialEq)]
pub enum Replayed {
    /// A quantity, which is one of the library's.
    Quantity {
        /// Its name.
        name: Name,
        /// Its point.
        setting: Point,
    },
    /// Everything that a sentence measures at a cell.
    Cell {
        /// The sentence.
        states: String,
        /// The number of the cell, counted from 1: its place in [`Claim::cells`](super::Claim::cells).
        number: usize,
        /// Whether the false neighbours are judged too. They may measure more of the same samples, which are drawn otherwise then.
        power: bool,
    },
}

/// Which replicates of a cell are drawn again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replicates {
    /// This many replicates, from the first on.
    First(u64),
    /// The replicate with this index, counted from 0.
    Single(u64),
}
