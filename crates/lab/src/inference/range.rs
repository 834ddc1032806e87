//! What is known beforehand of the values of a coordinate.

/// The range of a coordinate of an observation, which decides how its mean is enclosed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// Nothing is known, and the mean is taken as asymptotically normal.
    Unknown,
    /// It lies in [0, 1]. The interval holds at every number of replicates, and overlooks no rare event.
    UnitInterval,
}
