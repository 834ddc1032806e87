//! The plan of a claim: its cells with everything that is computed there, and what is measured.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use indexmap::IndexMap;
use rayon::prelude::*;

use super::judged_grids::Draws;
use super::point::{Point, describe, described};
use super::{Claim, ClaimError, ClaimFault};
use crate::name::Name;
use crate::statement::{
    Atoms, Forms, Grid, Node, Place, PlanFault, Planned, PlannedCondition, Planner, Side, free_in_statement,
    free_variables, planned, planned_condition, shown,
};

/// The plan of a claim.
pub(super) struct Plan {
    /// Its cells.
    pub(super) cells: Vec<PlannedCell>,
    /// What is measured.
    pub(super) atoms: Atoms,
    /// The intervals that are needed.
    pub(super) forms: Forms,
    /// The assumptions that some point of the sweep does not meet.
    pub(super) unmet: Vec<Name>,
    /// How many problems were drawn for a claim about most problems, with those to which it does not apply.
    pub(super) tried: u64,
}

/// One cell: values of all variables about which the claim says something, and that nothing binds.
pub(super) struct PlannedCell {
    /// Its values.
    pub(super) place: Place,
    /// Its values, as outcomes show them.
    pub(super) point: Point,
    /// Where the statement is made.
    pub(super) condition: Option<PlannedCondition>,
    /// The statement at each value of the variables of `exists` and `eventually`; one, if there are none.
    pub(super) inner: Vec<Inner>,
    /// What the figure shows here.
    pub(super) shown: ShownValues,
    /// The problem of the domain that it belongs to, in the order in which they are drawn.
    pub(super) draw: usize,
    /// How many of the cells up to this one are judged. For a judged cell it is the number of `--cell`, counted from 1.
    pub(super) number: usize,
}

/// The statement at one value of the variables of `exists` and `eventually`.
pub(super) struct Inner {
    /// The values of these variables.
    pub(super) place: Place,
    /// The statement.
    pub(super) stated: Planned,
    /// The false sentences.
    pub(super) false_neighbours: Vec<Planned>,
}

/// What the figure shows at a cell.
#[derive(Clone, Debug)]
pub(super) struct ShownValues {
    /// Reference lines and contours.
    pub(super) references: IndexMap<String, f64>,
    /// Vertical marks.
    pub(super) marks: Vec<(String, f64)>,
    /// The factor by which values are multiplied.
    pub(super) scale: f64,
}

impl Plan {
    /// Computes everything that is computed on the points of these grids; nothing is sampled yet. False sentences are planned only for `power`.
    pub(super) fn on(claim: &Claim, draws: &Draws, power: bool) -> Result<Self, ClaimFault> {
        let Draws { grids, tried } = draws;
        let (atoms, forms) = (Atoms::default(), Forms::default());
        let mut plan = Self { cells: Vec::new(), atoms, forms, unmet: Vec::new(), tried: *tried };
        for (draw, (grid, unmet)) in grids.iter().enumerate() {
            plan.add(claim, grid, unmet, power, draw)?;
        }
        plan.atoms.share_samples();
        let applies = !plan.cells.is_empty();
        if applies && plan.cells.iter().all(PlannedCell::is_out) {
            let text = claim.file.claim.when.clone().unwrap_or_default();
            return Err(ClaimFault::NothingJudged { text });
        }
        if let Some(fault) = plan.fault_everywhere(claim) {
            return Err(fault);
        }
        Ok(plan)
    }

    fn add(
        &mut self,
        claim: &Claim,
        grid: &Grid,
        unmet: &[Vec<Name>],
        power: bool,
        draw: usize,
    ) -> Result<(), ClaimFault> {
        for name in unmet.iter().flat_map(|unmet| claim.needed(unmet)) {
            if !self.unmet.contains(name) {
                self.unmet.push(name.clone());
            }
        }
        let grid = where_it_applies(claim, grid, unmet);
        if grid.points().is_empty() {
            return Ok(());
        }
        let (walk, places) = Walk::of(claim, &grid);
        let (numbers, most) = (AtomicU64::new(0), claim.registry.limits().numbers);
        let one = |place: Place| {
            if numbers.load(Ordering::Relaxed) > most {
                return Err(ClaimFault::TooManyNumbers { most });
            }
            let mut planner = claim.planner(&grid);
            let cell = walk.planned(claim, &mut planner, place, power, draw)?;
            numbers.fetch_add(planner.number_count(), Ordering::Relaxed);
            Ok((cell, planner.atoms))
        };
        let mut places = places.into_iter().peekable();
        while places.peek().is_some() {
            let some: Vec<Place> = places.by_ref().take(AT_ONCE).collect();
            // All of them are planned first, so that the reported fault is that of the first cell on any number of threads.
            let cells: Vec<Result<(PlannedCell, Atoms), ClaimFault>> = some.into_par_iter().map(one).collect();
            for found in cells {
                let (cell, atoms) = found?;
                let places = self.atoms.take_in(atoms);
                let mut cell = cell.with_atoms(&places);
                cell.number = self.cells.last().map_or(0, |before| before.number) + usize::from(!cell.is_out());
                cell.nodes().into_iter().for_each(|node| self.forms.admit(node));
                self.cells.push(cell);
            }
        }
        if numbers.into_inner() > most { Err(ClaimFault::TooManyNumbers { most }) } else { Ok(()) }
    }

    /// Whether some cell can be false.
    pub(super) fn says_something(&self) -> bool {
        let judged = self.cells.iter().filter(|cell| !cell.is_out());
        judged.flat_map(|cell| &cell.inner).any(|inner| inner.stated.says_something())
    }

    /// A statement that has no value at any cell cannot be meant so.
    fn fault_everywhere(&self, claim: &Claim) -> Option<ClaimFault> {
        let mut first = None;
        for cell in self.cells.iter().filter(|cell| !cell.is_out()) {
            for inner in &cell.inner {
                let Planned::NoValue(reason) = &inner.stated else { return None };
                first = first.or_else(|| Some((reason.clone(), cell)));
            }
        }
        let (reason, cell) = first?;
        Some(ClaimFault::NoValue { text: claim.file.claim.states.clone(), setting: describe(&cell.point), reason })
    }

    /// The number of samples of the cell that depends on the most of them, at least 1.
    pub(super) fn most_samples_of_a_cell(&self) -> usize {
        let mut sample_of = vec![0; self.atoms.list().len()];
        for (sample, group) in self.atoms.by_sample().iter().enumerate() {
            group.iter().for_each(|atom| sample_of[*atom] = sample);
        }
        self.samples_by_cell(&|atom| sample_of[atom]).iter().map(Vec::len).max().unwrap_or(1).max(1)
    }

    /// Indices of the samples on which each cell depends, where `sample_of` says that of an atom.
    pub(super) fn samples_by_cell(&self, sample_of: &dyn Fn(usize) -> usize) -> Vec<Vec<usize>> {
        let of = |cell: &PlannedCell| {
            let mut samples: Vec<usize> = cell.atoms().into_iter().map(sample_of).collect();
            samples.sort_unstable();
            samples.dedup();
            samples
        };
        self.cells.iter().map(of).collect()
    }
}

impl Claim {
    /// The plan of its cells; see [`Plan::on`].
    pub(super) fn plan(&self, power: bool, seed: u64) -> Result<Plan, ClaimError> {
        let plan = self.draws(seed).and_then(|draws| Plan::on(self, &draws, power));
        plan.map_err(|fault| self.invalid(fault))
    }

    /// The variables on which its sentence or its condition depends, and that nothing binds.
    pub(super) fn free_variables(&self, grid: &Grid) -> BTreeSet<String> {
        let stated = &self.stated;
        let mut free = free_in_statement(&stated.statement, grid);
        if let Some(condition) = &stated.condition {
            free.extend(condition.sides().into_iter().flat_map(|side| free_variables(side, grid)));
            free.extend(condition.words().into_iter().flat_map(|name| grid.bases_of(name)));
        }
        let inner: Vec<String> = self.inner_variables().flat_map(|name| grid.bound_with(name)).collect();
        free.retain(|name| !inner.contains(name));
        free
    }
}

impl PlannedCell {
    /// Whether it is known that nothing is stated here.
    pub(super) fn is_out(&self) -> bool {
        self.condition.as_ref().is_some_and(PlannedCondition::is_out)
    }

    /// All numbers that need intervals.
    fn nodes(&self) -> Vec<&Node> {
        let stated = self.inner.iter().flat_map(|inner| [&inner.stated].into_iter().chain(&inner.false_neighbours));
        let conditions = self.condition.iter().flat_map(PlannedCondition::nodes);
        stated.flat_map(Planned::nodes).chain(conditions).collect()
    }

    /// Everything that is measured for it, each once.
    pub(super) fn atoms(&self) -> Vec<usize> {
        let mut atoms: Vec<usize> = self.nodes().into_iter().flat_map(crate::statement::atoms_of).collect();
        atoms.sort_unstable();
        atoms.dedup();
        atoms
    }

    fn with_atoms(self, places: &[usize]) -> Self {
        let inner = |inner: Inner| Inner {
            place: inner.place,
            stated: inner.stated.with_atoms(places),
            false_neighbours: inner.false_neighbours.iter().map(|planned| planned.with_atoms(places)).collect(),
        };
        Self {
            condition: self.condition.map(|condition| condition.with_atoms(places)),
            inner: self.inner.into_iter().map(inner).collect(),
            ..self
        }
    }
}

/// So many cells are planned at a time. The atoms of each take as much memory until they are taken in as the cell itself.
const AT_ONCE: usize = 1 << 12;

/// The points of a grid at which a claim applies.
fn where_it_applies(claim: &Claim, grid: &Grid, unmet: &[Vec<Name>]) -> Grid {
    let applies = |unmet: &Vec<Name>| claim.needed(unmet).next().is_none();
    if unmet.iter().all(applies) {
        return grid.clone();
    }
    let points = grid.points().iter().zip(unmet).filter(|(_, unmet)| applies(unmet));
    grid.with_points(points.map(|(place, _)| place.clone()).collect())
}

/// How a claim walks over its sweep.
struct Walk {
    /// The variables of `exists` and `eventually`, and those that vary with them.
    inner: Vec<String>,
}

impl Walk {
    /// The walk, and the places of all cells.
    fn of(claim: &Claim, grid: &Grid) -> (Self, Vec<Place>) {
        let inner: Vec<String> = claim.inner_variables().flat_map(|name| grid.bound_with(name)).collect();
        let universal = universal_variables(claim, grid, &inner);
        let places = grid.projected(&|name| universal.contains(name));
        (Self { inner }, places)
    }

    fn planned(
        &self,
        claim: &Claim,
        planner: &mut Planner,
        place: Place,
        power: bool,
        draw: usize,
    ) -> Result<PlannedCell, ClaimFault> {
        let at = |key: &str, fault| ClaimFault::Plan {
            key: key.to_owned(),
            setting: described(&place),
            fault: Box::new(fault),
        };
        let stated = &claim.stated;
        let condition = stated.condition.as_ref().map(|condition| planned_condition(planner, condition, &place));
        let condition = condition.transpose().map_err(|fault| at("claim.when", fault))?;
        let mut inner = Vec::new();
        for values in self.inner_places(planner.grid, &place) {
            let place = crate::statement::with_values(&place, &values);
            let main = planned(planner, &stated.statement, stated.resolution, &place);
            let main = main.map_err(|fault| at("claim.states", fault))?;
            if main.lacks_resolution(stated.resolution) {
                return Err(at("claim.states", PlanFault::NoResolution));
            }
            let others = if power { stated.false_neighbours.as_slice() } else { &[] };
            let false_neighbours =
                others.iter().map(|statement| planned(planner, statement, stated.resolution, &place));
            let false_neighbours =
                false_neighbours.collect::<Result<_, _>>().map_err(|fault| at("power.false", fault))?;
            inner.push(Inner { place: values, stated: main, false_neighbours });
        }
        let shown_values = shown_at(claim, planner, &place)?;
        Ok(PlannedCell { point: shown(&place), place, condition, inner, shown: shown_values, draw, number: 0 })
    }

    fn inner_places(&self, grid: &Grid, place: &Place) -> Vec<Place> {
        if self.inner.is_empty() { vec![Place::new()] } else { grid.values(place, &self.inner) }
    }
}

/// The variables about all of whose values a claim says something: its sentences depend on them, or its figure shows them, and nothing binds them.
fn universal_variables(claim: &Claim, grid: &Grid, inner: &[String]) -> BTreeSet<String> {
    let mut universal = claim.free_variables(grid);
    let bound: Vec<String> = claim.bound_variables().iter().flat_map(|name| grid.bound_with(name)).collect();
    if let Some(figure) = &claim.file.figure {
        universal.extend(figure.variables().flat_map(|name| grid.bases_of(name)).filter(|name| !bound.contains(name)));
    }
    universal.retain(|name| !inner.contains(name));
    if claim.file.claim.most.is_some() {
        universal.extend(claim.domain.axes.iter().map(|axis| axis.name.clone()));
    }
    universal
}

/// The values of the figure's expressions at a place.
pub(super) fn shown_at(claim: &Claim, planner: &mut Planner, place: &Place) -> Result<ShownValues, ClaimFault> {
    let (stated, grid) = (&claim.stated, planner.grid);
    let mut value = |key: &str, text: &str, side: &Side| -> Result<f64, ClaimFault> {
        let setting = || described(place);
        match planner.computed(side, place) {
            Ok(Ok(value)) if value.is_finite() => Ok(value),
            Ok(Ok(value)) => {
                Err(ClaimFault::NotFinite { key: key.to_owned(), text: text.to_owned(), setting: setting(), value })
            }
            Ok(Err(reason)) => {
                let problem = reason.to_string();
                Err(ClaimFault::Figure { key: key.to_owned(), text: text.to_owned(), setting: setting(), problem })
            }
            Err(fault) => Err(ClaimFault::Plan { key: key.to_owned(), setting: setting(), fault: Box::new(fault) }),
        }
    };
    // What depends on a variable that the sentence binds has a value at each point of its curve, and none here.
    let is_here = |(_, side): &&(String, Side)| free_variables(side, grid).iter().all(|name| place.contains_key(name));
    let mut all = |key: &str, sides: &[(String, Side)]| -> Result<Vec<(String, f64)>, ClaimFault> {
        sides.iter().filter(is_here).map(|(text, side)| Ok((text.clone(), value(key, text, side)?))).collect()
    };
    let references = all("figure.references", &stated.references)?.into_iter().collect();
    let marks = all("figure.marks", &stated.marks)?;
    let scale = match all("figure.scaled_by", stated.scale.as_slice())?.pop() {
        None => 1.0,
        Some((_, value)) if value > 0.0 => value,
        Some((text, value)) => {
            let key = "figure.scaled_by".to_owned();
            return Err(ClaimFault::NotPositive { key, text, setting: described(place), value });
        }
    };
    Ok(ShownValues { references, marks, scale })
}
