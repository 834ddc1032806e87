//! A claim: a claim file that makes sense.

use std::path::Path;

use indexmap::IndexMap;

use super::domain::SearchDomain;
use super::expressions::{CellValues, Expressions};
use super::planned_cell::{PlannedCell, planned_cells};
use super::point::describe;
use super::validate::{check_facet, check_heat_map, check_numbers, check_scale, check_sides, check_swept};
use super::{ClaimError, ClaimFault, ClaimFile, Point, Registry, Relation, Replay, Replicates, RightSide};
use crate::assumption::Assumption;
use crate::name::Name;
use crate::quantity::{QUANTITIES, Quantity};
use crate::study::{Cell, sweep_points};
use weak_to_strong::evidence::Interval;

/// The default number of replicates per cell.
const DEFAULT_REPLICATES: u64 = 50_000;

/// A claim that has been read and found to make sense: every name is known and every problem exists.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The claim file as it was typed.
    pub file: ClaimFile,
    /// How commands refer to it: the path of its file, or the id of an embedded claim.
    pub origin: String,
    pub(super) quantity: Quantity,
    pub(super) relation: Relation,
    pub(super) expressions: Expressions,
    pub(super) assumes: Vec<Assumption>,
    /// Assumptions that are dropped on purpose.
    pub(super) dropped: Vec<Name>,
    pub(super) cells: Vec<PlannedCell>,
    /// The values among which a counterexample may be searched for.
    pub(super) domain: SearchDomain,
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
        let points = sweep_points(&file.sweep, registry.limits()).map_err(ClaimFault::Sweep);
        points
            .and_then(|points| Self::at_points(origin.clone(), file, &points, registry))
            .map_err(|fault| ClaimError::Invalid { file: origin, fault: Box::new(fault) })
    }

    /// A claim at these points, in place of its sweep.
    pub(super) fn at_points(
        origin: String,
        file: ClaimFile,
        points: &[IndexMap<String, toml::Value>],
        registry: &Registry,
    ) -> Result<Self, ClaimFault> {
        check_numbers(&file)?;
        let quantity = registry.quantities().by_name(&file.claim.quantity);
        let quantity = quantity.map_err(|error| ClaimFault::Quantity(error.into()))?.clone();
        let relation = registry.relation(&file.claim.relation)?;
        check_sides(&relation, &file.claim, &quantity, registry.quantities())?;
        let swept: Vec<String> = points[0].keys().cloned().collect();
        let expressions = Expressions::parse(&file, &relation, &swept, registry.formulas())?;
        let cells = planned_cells(&file, points, &quantity, &expressions, registry)?;
        check_swept(&file, &relation, &swept)?;
        check_facet(&file, &relation, &swept)?;
        check_heat_map(&file, &relation, points)?;
        check_scale(&file, &relation)?;
        let domain = SearchDomain::parse(&file, &quantity, &relation)?;
        let named = |key: &'static str, names: &[String]| -> Result<Vec<Assumption>, ClaimFault> {
            names.iter().map(|name| registry.assumption(key, name, quantity.family())).collect()
        };
        let assumes = named("assumes", &file.assumes)?;
        let without = named("found.without", file.found.as_ref().map_or(&[], |found| &found.without))?;
        let (dropped, registry) = (Vec::new(), registry.clone());
        let claim = Self { file, origin, quantity, relation, expressions, assumes, dropped, cells, domain, registry };
        Ok(without.iter().fold(claim, Self::dropping))
    }

    /// The quantity that it is about.
    pub fn quantity(&self) -> &Quantity {
        &self.quantity
    }

    /// How its quantity compares with its expression.
    pub fn relation(&self) -> &Relation {
        &self.relation
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
        let sentence = self.relation.sentence(&self.quantity.name, self.expressions.expected.text());
        match self.relation.functional().right_side {
            RightSide::DistanceFrom(_) => format!("{sentence} within {}", self.absolute_resolution()),
            RightSide::Expression => sentence,
        }
    }

    /// Whether it has a domain in which a counterexample may be searched for.
    pub fn has_domain(&self) -> bool {
        !self.domain.axes.is_empty()
    }

    /// Number of points of its sweep.
    pub fn cell_count(&self) -> usize {
        self.cells.len()
    }

    /// Whether an expression, or a restriction to some of the cells, names this variable of the sweep.
    pub(super) fn names_in_sweep(&self, name: &str) -> bool {
        let Self { file, expressions, .. } = self;
        let restricts = file.claim.from.contains_key(name) || file.claim.only.contains_key(name);
        restricts || expressions.judging().any(|expression| expression.sweep_variables().any(|known| known == name))
    }

    pub(super) fn replicates(&self) -> u64 {
        self.file.claim.replicates.unwrap_or(DEFAULT_REPLICATES)
    }

    /// The relative resolution: as given, or the default of its functional.
    fn resolution(&self) -> f64 {
        self.file.claim.resolution.unwrap_or(self.relation.functional().resolution)
    }

    /// The absolute resolution for this expected value.
    pub(super) fn resolution_at(&self, expected: f64) -> f64 {
        self.absolute_resolution().max(self.resolution() * expected.abs())
    }

    /// The assumptions that it needs and a cell does not meet.
    pub(super) fn unmet_at(&self, planned: &PlannedCell) -> impl Iterator<Item = &Assumption> {
        let needed = self.assumes.iter().filter(|assumption| !self.dropped.contains(&assumption.name));
        needed.filter(|assumption| !assumption.holds(&planned.cell.problem, &planned.settings))
    }

    /// Whether the resolution of an equality is that of measured ÷ expected. Near an expected value of 0 it is that of the difference.
    pub(super) fn resolves_ratio_to(&self, expected: f64) -> bool {
        let states_mean = !self.relation.has_stated_ends() && !self.relation.is_fitted();
        !states_mean || self.absolute_resolution() <= self.resolution() * expected.abs()
    }

    /// The absolute resolution, whatever the expected value is: as given, or that of its functional.
    pub(super) fn absolute_resolution(&self) -> f64 {
        self.file.claim.absolute_resolution.unwrap_or(self.relation.functional().absolute_resolution)
    }

    /// Refuses an invalid range of its relation. In a user's own relation the lower end may exceed the upper end, or an end may be NaN.
    pub(super) fn check_ranges(&self, cell: &Cell, values: &CellValues) -> Result<(), ClaimFault> {
        for expected in [values.expected].iter().chain(&values.false_neighbours) {
            let Interval { lower, upper } = self.relation.range(*expected, self.resolution_at(*expected));
            if lower > upper || lower.is_nan() || upper.is_nan() {
                let (relation, setting) = (self.relation.word().to_owned(), describe(&cell.point));
                return Err(ClaimFault::EmptyRange { relation, lower, upper, expected: *expected, setting });
            }
        }
        Ok(())
    }

    pub(super) fn invalid(&self, fault: ClaimFault) -> ClaimError {
        ClaimError::Invalid { file: self.origin.clone(), fault: Box::new(fault) }
    }

    /// Replicates of one point; `None` for a user's own quantity, which the library's programs do not know.
    pub(super) fn replay(&self, point: &Point, replicates: Replicates, seed: u64) -> Option<Replay> {
        QUANTITIES.has(&self.quantity.name).then(|| Replay {
            quantity: self.quantity.name.clone(),
            origin: self.origin.clone(),
            setting: point.clone(),
            replicates,
            seed,
        })
    }
}
