//! A claim on other problems or at other settings.

use toml::Value;

use super::super::point::described;
use super::super::{Claim, ClaimError, ClaimFault};
use crate::statement::Place;
use crate::study::Cell;

impl Claim {
    /// The same claim with other values at every point: keys of the problem by their dotted path, and settings. Points that no longer differ become
    /// one. Variables that the sentence binds keep their values. Every cell gets at most this many `replicates`.
    ///
    /// # Errors
    ///
    /// [`ClaimError::Invalid`] if the values do not make a valid problem or valid settings.
    pub(super) fn varied(
        &self,
        values: impl Fn(&Cell) -> Vec<(String, Value)>,
        replicates: u64,
    ) -> Result<Self, ClaimError> {
        let mut file = self.file.clone();
        file.claim.replicates = Some(replicates);
        file.power = None;
        let bound = self.bound_variables();
        let mut planner = self.planner(&self.grid);
        let mut changed: Vec<Place> = Vec::new();
        for place in self.grid.points() {
            let cell = planner.cell(place).map_err(|fault| {
                let (key, setting) = ("problem".to_owned(), described(place));
                self.invalid(ClaimFault::Plan { key, setting, fault: Box::new(fault) })
            })?;
            let mut point = place.clone();
            point.retain(|name, _| !self.grid.follows(name));
            point.extend(values(&cell).into_iter().filter(|(name, _)| !bound.contains(name)));
            if !changed.contains(&point) {
                changed.push(point);
            }
        }
        Self::at_points(self.origin.clone(), file, changed, &self.registry).map_err(|fault| self.invalid(fault))
    }
}
