//! What is particular to a functional.

use super::fit::FitAlong;
use crate::claim::Comparison;
use crate::unit::Unit;

/// A number that a claim computes from the measurements and compares with an expression: the mean of a cell, a limit along a variable.
#[derive(Debug)]
pub struct Functional {
    /// The words for it in claim files. Each word also says how the number is compared.
    pub words: &'static [(&'static str, Comparison)],
    /// What a verdict is based on: each cell, or a fit.
    pub judging: Judging,
    /// What the number is compared with.
    pub right_side: RightSide,
    /// The unit of the quantities that it applies to; `None` if it applies to all.
    pub unit: Option<Unit>,
    /// The default relative resolution, if a claim gives none.
    pub resolution: f64,
    /// The default absolute resolution, if a claim gives none.
    pub absolute_resolution: f64,
    /// The name of the expected number in figures: `bound`, `limit`.
    pub noun: &'static str,
}

/// What a verdict on a functional is based on.
#[derive(Clone, Copy, Debug)]
pub enum Judging {
    /// The estimate of each cell by itself.
    Cell,
    /// One fit through the cells along a variable of the sweep.
    Fit(FitAlong),
}

/// What a functional is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RightSide {
    /// The expression that the claim states.
    Expression,
    /// The number 0. The functional is a distance from this, which is 0 if the claim is true and never below 0.
    DistanceFrom(&'static str),
}

impl Functional {
    /// The fit on which the verdict is based; `None` if the verdict is based on each cell.
    pub fn fit(&self) -> Option<&FitAlong> {
        match &self.judging {
            Judging::Cell => None,
            Judging::Fit(fit) => Some(fit),
        }
    }
}
