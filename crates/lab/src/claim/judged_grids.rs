//! The grids on which a claim is judged.

use crate::name::Name;
use crate::statement::Grid;

/// A grid, with the assumptions that its points do not meet.
pub(super) type Judged = (Grid, Vec<Vec<Name>>);

/// The grids on which a claim is judged: its sweep, or one for each problem that is drawn from its domain.
#[derive(Clone, Debug)]
pub(super) struct Draws {
    /// The grids, each with the assumptions that its points do not meet.
    pub(super) grids: Vec<Judged>,
    /// How many problems were drawn, with those to which the claim does not apply.
    pub(super) tried: u64,
}
