//! A cell that is judged.

use super::aggregate::Aggregate;
use super::plan::PlannedCell;
use crate::statement::Judgement;

/// A cell that is judged.
pub(super) struct JudgedCell<'a> {
    pub(super) cell: &'a PlannedCell,
    /// Its place among the cells of the plan.
    pub(super) index: usize,
    pub(super) found: Aggregate,
    /// What is found at each of its inner places, if the claim is about some of them.
    pub(super) judgements: Vec<Judgement>,
    /// What is found about the false sentences.
    pub(super) false_neighbours: Vec<Judgement>,
}
