//! What a search tells its observer.

use crate::name::Name;

/// What a search tells its observer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FalsifyEvent {
    /// A search begins.
    Search {
        /// The assumption that it does without.
        without: Option<Name>,
        /// About how many problems it will measure, local search included.
        problems: u64,
    },
    /// Problems were measured.
    Measured {
        /// How many.
        problems: u64,
    },
    /// A counterexample is made simpler.
    Shrinking,
}
