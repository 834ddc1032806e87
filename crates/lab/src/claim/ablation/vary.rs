//! A claim on other problems or at other settings.

use indexmap::IndexMap;
use toml::Value;

use super::super::planned_cell::PlannedCell;
use super::super::{Claim, ClaimError, ClaimFault};
use crate::study::sweep_points;

impl Claim {
    /// The same claim with other values at every cell: keys of the problem by their dotted path, and settings. Cells that no longer differ become
    /// one cell. The variable of a fit keeps its values. Every cell gets at most this many `replicates`.
    ///
    /// # Errors
    ///
    /// [`ClaimError::Invalid`] if the values do not make a valid problem or valid settings.
    pub(super) fn varied(
        &self,
        values: impl Fn(&PlannedCell) -> Vec<(String, Value)>,
        replicates: u64,
    ) -> Result<Self, ClaimError> {
        let mut file = self.file.clone();
        file.claim.replicates = Some(replicates);
        file.power = None;
        let points = sweep_points(&file.sweep, self.registry.limits())
            .map_err(|error| self.invalid(ClaimFault::Sweep(error)))?;
        let mut changed: Vec<IndexMap<String, Value>> = Vec::new();
        for (mut point, cell) in points.into_iter().zip(&self.cells) {
            point.extend(values(cell).into_iter().filter(|(name, _)| Some(name) != file.claim.along.as_ref()));
            if !changed.contains(&point) {
                changed.push(point);
            }
        }
        Self::at_points(self.origin.clone(), file, &changed, &self.registry).map_err(|fault| self.invalid(fault))
    }
}
