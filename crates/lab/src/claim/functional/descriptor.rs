//! What is particular to a functional.

use super::fit::FitAlong;
use crate::claim::Comparison;
use crate::unit::Unit;

/// A number that a claim takes from what is measured, and compares with an expression: the mean of a cell, a limit along a variable.
#[derive(Debug)]
pub struct Functional {
    /// The words of claim files for it: each says also how it compares.
    pub words: &'static [(&'static str, Comparison)],
    /// What it is judged on.
    pub judging: Judging,
    /// What it is compared with.
    pub right_side: RightSide,
    /// The unit of the quantities that it is about; `None` if it is about all.
    pub unit: Option<Unit>,
    /// The relative resolution where a claim names none.
    pub resolution: f64,
    /// The absolute resolution where a claim names none.
    pub absolute_resolution: f64,
    /// What figures call the number that is expected: `bound`, `limit`.
    pub noun: &'static str,
}

/// What a functional is judged on.
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
    /// Nothing else: the functional is a distance from this, which is 0 where the claim is true and never below 0.
    DistanceFrom(&'static str),
}

impl Functional {
    /// The fit that it is judged on, if it is judged on one.
    pub fn fit(&self) -> Option<&FitAlong> {
        match &self.judging {
            Judging::Cell => None,
            Judging::Fit(fit) => Some(fit),
        }
    }
}
