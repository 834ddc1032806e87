//! A claim on its way from plan to verdict: its cells with the values of expressions and, after the run, estimates.

use indexmap::IndexMap;
use nalgebra::DMatrix;
use rayon::prelude::*;

use super::expressions::CellValues;
use super::planned_cell::PlannedCell;
use super::point::group_without;
use super::{Claim, ClaimError, ClaimFault};
use crate::inference::{Importance, Inference};
use weak_to_strong::evidence::Enclosure;
use weak_to_strong::numeric::{Estimate, JointMoments};

/// A claim with what is known of each cell that meets its assumptions.
pub(super) struct MeasuredClaim<'a> {
    pub(super) claim: &'a Claim,
    /// By the cell's index in the claim.
    pub(super) cells: IndexMap<usize, MeasuredCell<'a>>,
}

/// A cell with the values of expressions there and its estimate.
pub(super) struct MeasuredCell<'a> {
    pub(super) planned: &'a PlannedCell,
    pub(super) values: CellValues,
    pub(super) measured: Option<(Estimate, Enclosure)>,
    /// How reliable the estimate is, if it is from importance sampling.
    pub(super) importance: Option<Importance>,
    /// Covariances of the estimate with those of the cells that share its replicates, itself included, by index; of their logarithms
    /// where an exponent is fitted.
    covariances: Vec<(usize, f64)>,
}

impl<'a> MeasuredClaim<'a> {
    /// Evaluates all expressions; nothing is sampled yet.
    pub(super) fn new(claim: &'a Claim, power: bool) -> Result<Self, ClaimError> {
        let applicable: Vec<(usize, &PlannedCell)> =
            claim.cells.iter().enumerate().filter(|(_, planned)| claim.unmet_at(planned).next().is_none()).collect();
        let evaluated = |(index, planned): (usize, &'a PlannedCell)| {
            let values = claim.expressions.values_at(&planned.cell, &claim.dropped, power)?;
            claim.check_ranges(&planned.cell, &values)?;
            Ok((index, MeasuredCell { planned, values, measured: None, importance: None, covariances: Vec::new() }))
        };
        // All cells are evaluated first. If there are several faults, that of the first cell is reported, on any number of threads.
        let evaluated: Vec<Result<_, ClaimFault>> = applicable.into_par_iter().map(evaluated).collect();
        let cells: Vec<_> = evaluated.into_iter().collect::<Result<_, _>>().map_err(|fault| claim.invalid(fault))?;
        if !cells.is_empty() && cells.iter().all(|(_, cell): &(usize, MeasuredCell)| !cell.values.judged) {
            return Err(claim.invalid(ClaimFault::NothingJudged));
        }
        Ok(Self { claim, cells: cells.into_iter().collect() })
    }

    /// Indices of cells, grouped by the random streams that they share.
    pub(super) fn cells_that_share_replicates(&self) -> Vec<Vec<usize>> {
        let mut groups: IndexMap<_, Vec<usize>> = IndexMap::new();
        for (index, cell) in &self.cells {
            let key = cell.planned.cell.content_key(&self.claim.quantity, &cell.planned.settings);
            groups.entry(key).or_default().push(*index);
        }
        groups.into_values().collect()
    }

    /// Stores the estimates that the inference of these cells makes from their observations, in their order. Each interval misses with
    /// probability `error`.
    pub(super) fn set_estimates(
        &mut self,
        cells: &[usize],
        inference: &Inference,
        observations: &JointMoments,
        error: f64,
    ) {
        let (estimates, enclosures) = (inference.estimates(observations), inference.enclosures(observations, error));
        let of_logarithms = self.claim.relation.functional().fit().is_some_and(|fit| fit.of_logarithms);
        let covariances = if of_logarithms {
            inference.relative_covariances(observations)
        } else {
            inference.covariances(observations)
        };
        let importances = inference.importances(observations);
        for (i, ((index, estimate), enclosure)) in cells.iter().zip(estimates).zip(enclosures).enumerate() {
            if let Some(cell) = self.cells.get_mut(index) {
                cell.measured = Some((estimate, enclosure));
                cell.importance = importances.get(i).copied().flatten();
                cell.covariances = cells.iter().enumerate().map(|(j, other)| (*other, covariances[(i, j)])).collect();
            }
        }
    }

    /// The covariance of the fitted numbers at these cells (estimates or their logarithms). Cells of different jobs are independent.
    pub(super) fn covariances(&self, cells: &[usize]) -> DMatrix<f64> {
        DMatrix::from_fn(cells.len(), cells.len(), |i, j| {
            let with = self.cells[&cells[i]].covariances.iter().find(|(other, _)| *other == cells[j]);
            with.map_or(0.0, |(_, covariance)| *covariance)
        })
    }

    /// Replicates drawn; cells that share them count once.
    pub(super) fn replicates(&self) -> u64 {
        let first_of =
            |cells: Vec<usize>| self.cells[&cells[0]].measured.map_or(0, |(estimate, _)| estimate.replicates);
        self.cells_that_share_replicates().into_iter().map(first_of).sum()
    }

    /// Replicates behind these cells; cells that share them count once.
    pub(super) fn replicates_of(&self, cells: &[usize]) -> u64 {
        let counted_before = |i: usize| {
            let shared = &self.cells[&cells[i]].covariances;
            cells[..i].iter().any(|cell| shared.iter().any(|(other, _)| other == cell))
        };
        let first = (0..cells.len()).filter(|i| !counted_before(*i));
        first.filter_map(|i| self.cells[&cells[i]].measured).map(|(estimate, _)| estimate.replicates).sum()
    }

    /// Indices of cells, grouped by the fit or infimum that they enter.
    pub(super) fn cells_judged_together(&self) -> Vec<Vec<usize>> {
        let spec = &self.claim.file.claim;
        let mut joined: Vec<&str> = spec.infimum_over.as_deref().into_iter().collect();
        joined.extend(spec.along.as_deref().filter(|_| self.claim.relation.is_fitted()));
        let indices: Vec<usize> = self.cells.keys().copied().collect();
        let groups = group_without(self.cells.values().map(|cell| &cell.planned.cell.point), &joined);
        groups.into_iter().map(|group| group.into_iter().map(|position| indices[position]).collect()).collect()
    }

    /// Number of intervals: one per cell, and one per fit.
    pub(super) fn interval_count(&self) -> usize {
        let spec = &self.claim.file.claim;
        let mut without_fitted: Vec<&str> = spec.along.as_deref().into_iter().collect();
        without_fitted.extend(spec.infimum_over.as_deref());
        let points = self.cells.values().map(|cell| &cell.planned.cell.point);
        let fits = if self.claim.relation.is_fitted() { group_without(points, &without_fitted).len() } else { 0 };
        self.cells.len() + fits
    }
}
