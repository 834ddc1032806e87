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
    /// The point of the quantity, or the values that tell the cell apart from the others of its claim.
    pub setting: Point,
    /// The replicates of the point.
    pub replicates: Replicates,
    /// The seed.
    pub seed: u64,
}

/// What is drawn again.
#[derive(Clone, Debug, PartialEq)]
pub enum Replayed {
    /// A quantity, which is one of the library's.
    Quantity(Name),
    /// Everything that a sentence measures at a cell.
    Cell {
        /// The sentence.
        states: String,
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
