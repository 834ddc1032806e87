//! A claim on other problems or at other settings.

use std::sync::Arc;

use toml::Value;

use super::super::draws::varied;
use super::super::point::described;
use super::super::{Claim, ClaimError, ClaimFault};
use crate::statement::{Grid, Place};
use crate::study::Cell;

impl Claim {
    /// The same claim with other values at every point: keys of the problem by their dotted path, and settings. Points that no longer differ become
    /// one. Variables that the sentence binds keep their values. Every cell gets at most this many `replicates`, and nothing is
    /// drawn or computed for the figure only. The problems of a claim about most
    /// problems are those that it draws with this `seed`, with other values.
    ///
    /// # Errors
    ///
    /// [`ClaimError::Invalid`] if the values do not make a valid problem or valid settings.
    pub(super) fn varied(
        &self,
        values: impl Fn(&Cell) -> Vec<(String, Value)>,
        replicates: u64,
        seed: u64,
    ) -> Result<Self, ClaimError> {
        let mut file = self.file.clone();
        file.claim.replicates = Some(replicates);
        (file.power, file.figure) = (None, None);
        if file.claim.most.is_some() {
            let draws = self.draws(seed).and_then(|draws| varied(self, &draws, |grid| self.points_with(&values, grid)));
            let varied_draws = Some(Arc::new(draws.map_err(|fault| self.invalid(fault))?));
            return Ok(Self { file, varied_draws, ..self.clone() });
        }
        let changed = self.points_with(&values, &self.grid);
        changed
            .and_then(|changed| Self::at_points(self.origin.clone(), file, changed, &self.registry))
            .map_err(|fault| self.invalid(fault))
    }

    /// The points of a grid with other values, without those that follow from others.
    fn points_with(
        &self,
        values: &impl Fn(&Cell) -> Vec<(String, Value)>,
        grid: &Grid,
    ) -> Result<Vec<Place>, ClaimFault> {
        let bound = self.bound_variables();
        let mut planner = self.planner(grid);
        let mut changed: Vec<Place> = Vec::new();
        for place in grid.points() {
            let cell = planner.cell(place).map_err(|fault| {
                let (key, setting) = ("problem".to_owned(), described(place));
                ClaimFault::Plan { key, setting, fault: Box::new(fault) }
            })?;
            let mut point = place.clone();
            point.retain(|name, _| !grid.follows(name));
            point.extend(values(&cell).into_iter().filter(|(name, _)| !bound.contains(name)));
            if !changed.contains(&point) {
                changed.push(point);
            }
        }
        Ok(changed)
    }
}
