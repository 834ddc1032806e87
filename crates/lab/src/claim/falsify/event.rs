//! What a search tells its observer.

use crate::name::Name;

/// What a search tells its observer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FalsifyEvent {
    /// A search begins.
    Search {
        /// The assumption that is dropped.
        without: Option<Name>,
        /// The approximate number of problems that it will measure, local search included.
        problems: u64,
    },
    /// Problems were measured.
    Measured {
        /// The number of problems.
        problems: u64,
    },
    /// A counterexample is made simpler.
    Shrinking,
}
