//! A claim: a claim file that makes sense.

use std::sync::Arc;

use super::domain::SearchDomain;
use super::judged_grids::Draws;
use super::stated::Stated;
use super::{ClaimError, ClaimFault, ClaimFile, Shape};
use crate::assumption::{Assumption, Standing};
use crate::data::DataTable;
use crate::family::{AsProblem, Family};
use crate::name::Name;
use crate::quantity::Quantity;
use crate::registry::Registry;
use crate::setting::{Setting, Settings};
use crate::statement::{Grid, Place, PlanFault, Planner, Side, planned_condition};

/// The default number of replicates per cell.
const DEFAULT_REPLICATES: u64 = 50_000;

/// A claim that has been read and found to make sense: every name is known and every problem exists.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The claim file as it was typed.
    pub file: ClaimFile,
    /// How commands refer to it: the path of its file, or the id of an embedded claim.
    pub origin: String,
    pub(super) stated: Stated,
    pub(super) assumes: Vec<Assumption>,
    /// Assumptions that are dropped on purpose.
    pub(super) dropped: Vec<Name>,
    /// The points of its sweep.
    pub(super) grid: Grid,
    /// The assumptions that each point does not meet.
    pub(super) unmet: Vec<Vec<Name>>,
    /// The values among which a counterexample may be searched for.
    pub(super) domain: SearchDomain,
    /// The problems of its domain on which it is judged, if they are not drawn from it.
    pub(super) varied_draws: Option<Arc<Draws>>,
    /// The numbers from elsewhere that it is about.
    pub(super) data: Option<Arc<DataTable>>,
    /// The meanings of its names.
    pub(super) registry: Registry,
}

impl Claim {
    /// The family of its problems.
    pub(super) fn family(&self) -> Result<&'static Family, ClaimFault> {
        if let Some(quantity) = self.quantities().first() {
            return Ok(quantity.family());
        }
        let mut planner = self.planner(&self.grid);
        let first = self.grid.points().first().cloned().unwrap_or_default();
        match planner.cell(&first) {
            Ok(cell) => Ok(cell.problem.family()),
            Err(fault) => Err(ClaimFault::Plan {
                key: "problem".to_owned(),
                setting: super::point::described(&first),
                fault: Box::new(fault),
            }),
        }
    }

    /// A planner at the points of a grid.
    pub(super) fn planner<'a>(&'a self, grid: &'a Grid) -> Planner<'a> {
        let planner = Planner::new(&self.file.problem, grid, &self.registry, &self.dropped, self.stated.resolution);
        planner.with_data(self.data.as_ref())
    }

    /// Whether what it says rests on what a data file declares.
    pub fn is_about_data(&self) -> bool {
        self.data.is_some()
    }

    /// What a figure and a table show of its sentence.
    pub fn shape(&self) -> Shape {
        Shape::of(&self.file.claim.states, &self.stated.statement)
    }

    /// The quantities that it measures, each once.
    pub fn quantities(&self) -> Vec<Arc<Quantity>> {
        let mut quantities: Vec<Arc<Quantity>> = Vec::new();
        self.each_side(&mut |side| {
            if let Side::Measured(quantity, _) = side
                && quantities.iter().all(|known| known.name != quantity.name)
            {
                quantities.push(quantity.clone());
            }
        });
        quantities
    }

    /// The settings of all that it measures and computes, each once.
    pub fn settings(&self) -> Vec<Setting> {
        let mut settings: Vec<Setting> = Vec::new();
        self.each_side(&mut |side| {
            let own: &[Setting] = match side {
                Side::Measured(quantity, _) => &quantity.settings,
                Side::Observed(observable, _) => &observable.settings,
                Side::Formula(formula, _) => &formula.settings,
                Side::Number(_)
                | Side::Variable { .. }
                | Side::Unknown
                | Side::Recorded(..)
                | Side::Negative(_)
                | Side::Arithmetic(..)
                | Side::Apply(..)
                | Side::Along(_)
                | Side::Law(_)
                | Side::Zero(_) => &[],
            };
            for setting in own {
                if settings.iter().all(|known| known.name != setting.name) {
                    settings.push(setting.clone());
                }
            }
        });
        settings
    }

    fn each_side<'s>(&'s self, f: &mut dyn FnMut(&'s Side)) {
        let stated = &self.stated;
        let conditions = stated.condition.iter().flat_map(|condition| condition.sides());
        stated.statement.sides().into_iter().chain(conditions).for_each(|side| side.visit(f));
    }

    /// The assumptions that it needs.
    pub fn assumptions(&self) -> &[Assumption] {
        &self.assumes
    }

    /// The same claim without an assumption, and without those that fail whenever it fails. It is judged also at cells that do not meet them.
    pub fn dropping(mut self, assumption: &Assumption) -> Self {
        self.dropped.push(assumption.name.clone());
        self.dropped.extend(assumption.implied_by.iter().cloned());
        self
    }

    /// Whether it has a domain in which a counterexample may be searched for.
    pub fn has_domain(&self) -> bool {
        !self.domain.axes.is_empty() && self.file.claim.most.is_none()
    }

    /// Whether its condition is not known to be false at a point of a grid.
    pub(super) fn may_apply_at(&self, grid: &Grid, place: &Place) -> bool {
        let mut planner = self.planner(grid);
        let condition = self.stated.condition.as_ref();
        condition.is_none_or(|condition| {
            planned_condition(&mut planner, condition, place).is_ok_and(|found| !found.is_out())
        })
    }

    /// Whether a fit along a variable is in its sentence.
    pub(super) fn takes_a_fit(&self) -> bool {
        let mut takes = false;
        self.each_side(&mut |side| takes |= matches!(side, Side::Along(along) if along.functional.fit().is_some()));
        takes
    }

    /// Number of points of its sweep.
    pub fn cell_count(&self) -> usize {
        self.grid.points().len()
    }

    /// The variables of `exists` and `eventually`.
    pub(super) fn inner_variables(&self) -> impl Iterator<Item = &String> {
        let spec = &self.file.claim;
        spec.exists.0.iter().chain(&spec.eventually)
    }

    /// Whether this is a variable of `exists` along which a figure can show what was tried: nothing else is bound within.
    pub(super) fn tries_along(&self, name: &str) -> bool {
        let spec = &self.file.claim;
        spec.eventually.is_none() && spec.most.is_none() && spec.exists.0.iter().any(|one| one == name)
    }

    /// The variables that its sentence or a key binds.
    pub(super) fn bound_variables(&self) -> Vec<String> {
        let mut bound: Vec<String> = self.inner_variables().cloned().collect();
        bound.extend(self.shape().along);
        self.each_side(&mut |side| {
            if let Side::Along(along) = side {
                bound.push(along.over.name.clone());
            }
        });
        bound
    }

    /// Whether the search must keep a name as a variable of the sweep: a sentence names it, or something is taken along it.
    pub(super) fn names_in_sweep(&self, name: &str) -> bool {
        let mut named = self.bound_variables().iter().any(|bound| bound == name);
        self.each_side(&mut |side| named |= matches!(side, Side::Variable { name: known, .. } if known == name));
        let conditions = self.stated.condition.iter().flat_map(|condition| condition.words());
        named || conditions.into_iter().any(|word| word == name)
    }

    pub(super) fn replicates(&self) -> u64 {
        self.file.claim.replicates.unwrap_or(DEFAULT_REPLICATES)
    }

    /// The names of the assumptions that each point of a grid does not meet, for something that is measured there. Every problem is made.
    pub(super) fn unmet_in(&self, grid: &Grid) -> Result<Vec<Vec<Name>>, ClaimFault> {
        let (mut numbers, most) = (0, self.registry.limits().numbers);
        let mut all = Vec::new();
        for place in grid.points() {
            let mut planner = self.planner(grid);
            let unmet = self.unmet_at(&mut planner, place).map_err(|fault| ClaimFault::Plan {
                key: "claim.states".to_owned(),
                setting: super::point::described(place),
                fault: Box::new(fault),
            })?;
            all.push(unmet);
            numbers += planner.number_count();
            if numbers > most {
                return Err(ClaimFault::TooManyNumbers { most });
            }
        }
        Ok(all)
    }

    /// The names of the assumptions that are not met at a place.
    pub(super) fn unmet_at(&self, planner: &mut Planner, place: &Place) -> Result<Vec<Name>, PlanFault> {
        let mut measured: Vec<&Side> = Vec::new();
        self.each_side(&mut |side| {
            if matches!(side, Side::Measured(..) | Side::Observed(..)) {
                measured.push(side);
            }
        });
        let mut unmet: Vec<Name> = Vec::new();
        for side in &measured {
            let Some((cell, settings)) = planner.sample_of(side, place)? else { continue };
            let fails = |one: &&Assumption| !one.holds(&cell.problem, &settings);
            unmet.extend(self.assumes.iter().filter(fails).map(|one| one.name.clone()));
        }
        if measured.is_empty() && !self.assumes.is_empty() {
            let cell = planner.cell(place)?;
            let fails = |one: &&Assumption| one.standing(&cell.problem, &Settings::default()) == Standing::Fails;
            unmet.extend(self.assumes.iter().filter(fails).map(|one| one.name.clone()));
        }
        unmet.sort_by_key(|name| self.assumes.iter().position(|assumption| assumption.name == *name));
        unmet.dedup();
        Ok(unmet)
    }

    /// Of these assumptions, those that were not dropped.
    pub(super) fn needed<'n>(&'n self, unmet: &'n [Name]) -> impl Iterator<Item = &'n Name> {
        unmet.iter().filter(|name| !self.dropped.contains(name))
    }

    pub(super) fn invalid(&self, fault: ClaimFault) -> ClaimError {
        ClaimError::Invalid { file: self.origin.clone(), fault: Box::new(fault) }
    }
}
