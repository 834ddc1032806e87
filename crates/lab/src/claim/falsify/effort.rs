//! How much a search spends on one problem.

use crate::claim::Claim;

/// How much a search spends on one problem.
#[derive(Clone, Copy)]
pub(super) struct Effort {
    /// Replicates of each cell, at first.
    pub(super) first: u64,
    /// Replicates of each cell, at the closest look.
    pub(super) most: u64,
    /// A margin whose standard error is below this needs no closer look.
    pub(super) precision: f64,
    /// The most points of the sweep at which a candidate is judged at first.
    pub(super) points: usize,
}

impl Effort {
    /// In proportion to the replicates of the claim itself. A fit needs more precise means than a comparison, and costs more.
    pub(super) fn of(claim: &Claim) -> Self {
        // Margins are shares of the sides. Those of an equality are compared with its resolution.
        let shape = claim.shape();
        let precision =
            if shape.has_stated_ends() { 0.0025 } else { 0.15 * claim.stated.resolution.relative.max(0.01) };
        if claim.takes_a_fit() {
            let first = (claim.replicates() / 16).clamp(1024, 1 << 18);
            return Self { first, most: first, precision, points: 2 };
        }
        let first = (claim.replicates() / 64).clamp(16, 256);
        Self { first, most: 8 * first, precision, points: 8 }
    }
}
