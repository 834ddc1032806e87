//! A claim: a claim file that makes sense.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::domain::SearchDomain;
use super::draws::{Draws, drawn};
use super::plan::Plan;
use super::points::{points_of, with_following};
use super::stated::Stated;
use super::validate::validate;
use super::{ClaimError, ClaimFault, ClaimFile, Point, Replay, Replicates, Shape};
use crate::assumption::{Assumption, Standing};
use crate::data::{DataLimits, DataTable};
use crate::family::{AsProblem, Family};
use crate::name::Name;
use crate::quantity::{QUANTITIES, Quantity};
use crate::registry::Registry;
use crate::setting::{Setting, Settings};
use crate::statement::{Grid, Place, PlanFault, Planner, Side, planned_condition};
use crate::study::{Limits, sweep_grid};

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
    /// The numbers from elsewhere that it is about.
    pub(super) data: Option<Arc<DataTable>>,
    /// The meanings of its names.
    pub(super) registry: Registry,
}

impl Claim {
    /// Reads a claim file from disk, with the library's names.
    ///
    /// # Errors
    ///
    /// [`ClaimError`], which names the file, the key and the remedy.
    pub fn read(path: &Path) -> Result<Self, ClaimError> {
        Self::read_with(path, &Registry::built_in())
    }

    /// Reads a claim file whose names are those of a registry from disk.
    ///
    /// # Errors
    ///
    /// As [`Claim::read`].
    pub fn read_with(path: &Path, registry: &Registry) -> Result<Self, ClaimError> {
        Self::with_registry(path.display().to_string(), ClaimFile::read(path, registry.limits())?, registry)
    }

    /// Makes a claim from a claim file, with the library's names. `origin` names it in messages and commands.
    ///
    /// # Errors
    ///
    /// As [`Claim::read`].
    pub fn new(origin: String, file: ClaimFile) -> Result<Self, ClaimError> {
        Self::with_registry(origin, file, &Registry::built_in())
    }

    /// Makes a claim from a claim file whose names are those of a registry. `origin` names it in messages.
    ///
    /// # Errors
    ///
    /// As [`Claim::read`].
    pub fn with_registry(origin: String, file: ClaimFile, registry: &Registry) -> Result<Self, ClaimError> {
        let data = read_data(&origin, &file, registry);
        let made = data.and_then(|data| {
            let grid = points_of(&file, registry, data.as_deref())?;
            Self::on(origin.clone(), file, grid, registry, data)
        });
        made.map_err(|fault| ClaimError::Invalid { file: origin, fault: Box::new(fault) })
    }

    /// A claim at these points, in place of those of its sweep. What follows from others is computed again.
    pub(super) fn at_points(
        origin: String,
        file: ClaimFile,
        points: Vec<Place>,
        registry: &Registry,
    ) -> Result<Self, ClaimFault> {
        let sweep = sweep_grid(&file.sweep, registry.limits())?;
        let grid = with_following(&file, registry, points, sweep.axes, &sweep.following)?;
        Self::on(origin, file, grid, registry, None)
    }

    fn on(
        origin: String,
        file: ClaimFile,
        grid: Grid,
        registry: &Registry,
        data: Option<Arc<DataTable>>,
    ) -> Result<Self, ClaimFault> {
        let stated = Stated::read(&file, grid.variables(), registry, data.as_deref())?;
        let (assumes, dropped, unmet, domain) = (Vec::new(), Vec::new(), Vec::new(), SearchDomain::default());
        let registry = registry.clone();
        let mut claim = Self { file, origin, stated, assumes, dropped, grid, unmet, domain, data, registry };
        validate(&claim)?;
        let found = claim.file.found.as_ref().map_or(&[][..], |found| &found.without);
        let family = if claim.file.assumes.is_empty() && found.is_empty() { None } else { Some(claim.family()?) };
        let named = |key: &'static str, names: &[String]| -> Result<Vec<Assumption>, ClaimFault> {
            let of = |family| names.iter().map(|name| assumption(&claim.registry, key, name, family)).collect();
            family.map_or(Ok(Vec::new()), of)
        };
        let assumes = named("assumes", &claim.file.assumes)?;
        let without = named("found.without", found)?;
        claim.domain = SearchDomain::parse(&claim)?;
        claim.assumes = assumes;
        if claim.file.claim.most.is_none() {
            claim.unmet = claim.unmet_in(&claim.grid)?;
        }
        Ok(without.iter().fold(claim, Self::dropping))
    }

    /// The family of its problems.
    fn family(&self) -> Result<&'static Family, ClaimFault> {
        if let Some(quantity) = self.quantities().first() {
            return Ok(quantity.family());
        }
        let mut planner = self.planner(&self.grid);
        let first = self.grid.points().first().cloned().unwrap_or_default();
        match planner.cell(&first) {
            Ok(cell) => Ok(cell.problem.family()),
            Err(fault) => Err(ClaimFault::Plan {
                key: "problem".to_owned(),
                setting: super::plan::described(&first),
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

    /// The claim in one line: `naive.mse >= segment_bound`.
    pub fn sentence(&self) -> String {
        super::sentence::whole(self)
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

    /// Number of points of its sweep.
    pub fn cell_count(&self) -> usize {
        self.grid.points().len()
    }

    /// The variables of `exists` and `eventually`.
    pub(super) fn inner_variables(&self) -> impl Iterator<Item = &String> {
        let spec = &self.file.claim;
        spec.exists.0.iter().chain(&spec.eventually)
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

    /// The grids of its cells: its sweep, or one for each problem that is drawn from its domain.
    pub(super) fn draws(&self, seed: u64) -> Result<Draws, ClaimFault> {
        match &self.file.claim.most {
            None => Ok(Draws { grids: vec![(self.grid.clone(), self.unmet.clone())], tried: 1 }),
            Some(most) => drawn(self, most.draws, seed),
        }
    }

    /// The names of the assumptions that each point of a grid does not meet, for something that is measured there. Every problem is made.
    pub(super) fn unmet_in(&self, grid: &Grid) -> Result<Vec<Vec<Name>>, ClaimFault> {
        let (numbers, most) = (AtomicU64::new(0), self.registry.limits().numbers);
        let at = |place: &Place| {
            if numbers.load(Ordering::Relaxed) > most {
                return Err(ClaimFault::TooManyNumbers { most });
            }
            let mut planner = self.planner(grid);
            let unmet = self.unmet_at(&mut planner, place).map_err(|fault| ClaimFault::Plan {
                key: "claim.states".to_owned(),
                setting: super::plan::described(place),
                fault: Box::new(fault),
            })?;
            numbers.fetch_add(planner.number_count(), Ordering::Relaxed);
            Ok(unmet)
        };
        // All points are tried first, so that the reported fault is that of the first point on any number of threads.
        let unmet: Vec<Result<_, _>> = grid.points().par_iter().map(at).collect();
        let unmet = unmet.into_iter().collect::<Result<_, _>>()?;
        if numbers.into_inner() > most { Err(ClaimFault::TooManyNumbers { most }) } else { Ok(unmet) }
    }

    fn unmet_at(&self, planner: &mut Planner, place: &Place) -> Result<Vec<Name>, PlanFault> {
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

    /// The plan of its cells; see [`Plan::new`].
    pub(super) fn plan(&self, power: bool, seed: u64) -> Result<Plan, ClaimError> {
        Plan::new(self, power, seed).map_err(|fault| self.invalid(fault))
    }

    pub(super) fn invalid(&self, fault: ClaimFault) -> ClaimError {
        ClaimError::Invalid { file: self.origin.clone(), fault: Box::new(fault) }
    }

    /// Replicates of a quantity at a point; `None` for a user's own quantity, which the library's programs do not know.
    pub(super) fn replay(
        &self,
        quantity: &Quantity,
        point: &Point,
        replicates: Replicates,
        seed: u64,
    ) -> Option<Replay> {
        QUANTITIES.has(&quantity.name).then(|| Replay {
            quantity: quantity.name.clone(),
            origin: self.origin.clone(),
            setting: point.clone(),
            replicates,
            seed,
        })
    }
}

/// The assumption that a name means under a key of a claim about this family of problems.
pub(super) fn assumption(
    registry: &Registry,
    key: &'static str,
    name: &str,
    family: &Family,
) -> Result<Assumption, ClaimFault> {
    let found = registry.assumptions().by_name(name);
    let found = found.map_err(|unknown| ClaimFault::UnknownAssumption { key, unknown })?;
    if found.is_about(family) {
        return Ok(found.clone());
    }
    Err(ClaimFault::AssumptionNotAbout {
        key,
        name: found.name.clone(),
        meaning: found.meaning.clone(),
        family: family.name,
        known: registry.assumptions().names(|known| known.is_about(family)),
    })
}

/// The data file of a claim. Its path is relative to the folder of the claim file.
fn read_data(origin: &str, file: &ClaimFile, registry: &Registry) -> Result<Option<Arc<DataTable>>, ClaimFault> {
    let Some(spec) = &file.data else { return Ok(None) };
    if let Some(name) = spec.observations.keys().find(|name| registry.is_taken(name)) {
        return Err(ClaimFault::BadDefinition {
            name: name.clone(),
            remedy: "an observation of [data] has this name, which has another meaning; choose another one".to_owned(),
        });
    }
    let folder = Path::new(origin).parent().unwrap_or(Path::new(""));
    let Limits { cells, numbers, bytes, .. } = *registry.limits();
    let read = DataTable::read(&folder.join(&spec.file), spec, &DataLimits { bytes, cells, numbers });
    read.map(|table| Some(Arc::new(table))).map_err(|error| ClaimFault::Data { message: error.to_string() })
}
