//! From the meaning of a sentence to numbers at one place of a sweep.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use toml::{Table, Value};

use super::atom::{Atom, Atoms, Source};
use super::fault::PlanFault;
use super::grid::{Grid, Place, number_of, with_values};
use super::no_value::NoValue;
use super::node::{Linear, Node};
use super::resolution::Resolution;
use super::side::{Overrides, Side, Variable};
use crate::data::DataTable;
use crate::family::{AsProblem, is_problem_key};
use crate::formula::{Formula, FormulaError};
use crate::name::Name;
use crate::quantity::Quantity;
use crate::registry::Registry;
use crate::sentence::Operator;
use crate::setting::{SettingValue, Settings};
use crate::study::Cell;

/// Plans the numbers of a claim at one of its cells.
pub struct Planner<'a> {
    /// The problem, before the sweep changes it.
    pub problem: &'a Table,
    /// The points of the sweep at which the claim applies.
    pub grid: &'a Grid,
    /// Quantities, formulas and limits.
    pub registry: &'a Registry,
    /// The claim's data file.
    pub data: Option<&'a Arc<DataTable>>,
    /// Assumptions that are dropped on purpose.
    pub dropped: &'a [Name],
    /// The resolution of fits.
    pub resolution: Resolution,
    /// What was found to be measured.
    pub atoms: Atoms,
    cells: HashMap<String, Arc<Cell>>,
    /// The names of all settings.
    known: Vec<&'a str>,
    /// How many of the variables that follow from others follow in brackets too: all, but not one whose own expression is computed, nor any after it.
    pub(super) followers: usize,
    /// The value of the unknown, while an implicit definition is solved.
    pub(super) unknown: Option<f64>,
}

impl<'a> Planner<'a> {
    /// A planner that has planned nothing.
    pub fn new(
        problem: &'a Table,
        grid: &'a Grid,
        registry: &'a Registry,
        dropped: &'a [Name],
        resolution: Resolution,
    ) -> Self {
        let (atoms, cells) = (Atoms::default(), HashMap::new());
        Self {
            problem,
            grid,
            registry,
            data: None,
            dropped,
            resolution,
            atoms,
            cells,
            known: Vec::new(),
            followers: grid.following().len(),
            unknown: None,
        }
    }

    /// The same planner for a claim with a data file.
    pub fn with_data(self, data: Option<&'a Arc<DataTable>>) -> Self {
        Self { data, ..self }
    }

    /// The number that a side is at a place.
    ///
    /// # Errors
    ///
    /// [`PlanFault`] if a problem or setting is invalid. A formula without a value is no error.
    pub fn node(&mut self, side: &Side, place: &Place) -> Result<Node, PlanFault> {
        match side {
            Side::Number(number) => Ok(Node::Known(*number)),
            Side::Variable { name, default } => self.variable(name, *default, place),
            Side::Unknown => Ok(self.unknown.map_or_else(|| Node::known(f64::NAN), Node::known)),
            Side::Formula(formula, overrides) => self.formula(formula, overrides, place),
            Side::Measured(quantity, _) => self.measured(side, quantity, place),
            Side::Recorded(name, overrides) => self.recorded_mean(name, overrides, place),
            Side::Observed(observable, _) => Err(PlanFault::OutsideLaw { name: observable.name.clone() }),
            Side::Negative(of) => Ok(self.node(of, place)?.negative()),
            Side::Arithmetic(operator, left, right) => self.joined(*operator, left, right, place),
            Side::Apply(function, arguments) => {
                let arguments = arguments.iter().map(|side| self.node(side, place)).collect::<Result<_, _>>()?;
                Ok(Node::applied(function, arguments))
            }
            Side::Along(along) => self.along_node(along, place),
            Side::Law(law) => self.law_node(law, place),
            Side::Zero(definition) => self.zero(definition, place),
        }
    }

    fn joined(&mut self, operator: Operator, left: &Side, right: &Side, place: &Place) -> Result<Node, PlanFault> {
        let (left, right) = (self.node(left, place)?, self.node(right, place)?);
        Ok(Node::joined(operator, &left, &right))
    }

    /// The value of a computed number.
    ///
    /// # Errors
    ///
    /// As [`Planner::node`], or the reason why there is no value.
    pub fn computed(&mut self, side: &Side, place: &Place) -> Result<Result<f64, Arc<NoValue>>, PlanFault> {
        let node = self.node(side, place)?;
        Ok(match (node.as_known(), node.no_value()) {
            (Some(value), _) => Ok(value),
            (None, Some(reason)) => Err(reason.clone()),
            (None, None) => Err(Arc::new(NoValue::Arithmetic)),
        })
    }

    fn variable(&self, name: &str, default: Option<f64>, place: &Place) -> Result<Node, PlanFault> {
        if let Some(value) = place.get(name) {
            return number_of(value)
                .map(Node::known)
                .ok_or_else(|| PlanFault::IsWord { name: name.to_owned(), value: value.to_string() });
        }
        if is_problem_key(name) {
            let found = name.split('.').try_fold(None, |table: Option<&Value>, key| {
                Some(Some(table.map_or_else(|| self.problem.get(key), |table| table.get(key))?))
            });
            if let Some(value) = found.flatten() {
                let is_word = || PlanFault::IsWord { name: name.to_owned(), value: value.to_string() };
                return number_of(value).map(Node::known).ok_or_else(is_word);
            }
        }
        let known = default.map(Node::known);
        known.ok_or_else(|| PlanFault::NotGiven { name: name.to_owned(), is_key: is_problem_key(name) })
    }

    /// The word that a variable is at a place; `None` if it is a number.
    pub(super) fn word(&self, name: &str, place: &Place) -> Result<Option<String>, PlanFault> {
        if let Some(value) = place.get(name) {
            return Ok(value.as_str().map(str::to_owned));
        }
        if let Some(value) = self.problem.get(name).filter(|_| is_problem_key(name)) {
            return Ok(value.as_str().map(str::to_owned));
        }
        let setting = self.registry.settings().map(|(setting, _)| setting).find(|setting| setting.name == name);
        match setting.and_then(|setting| setting.default.as_ref()).map(SettingValue::from) {
            Some(SettingValue::Word(word)) => Ok(Some(word)),
            Some(SettingValue::Number(_)) => Ok(None),
            None => Err(PlanFault::NotGiven { name: name.to_owned(), is_key: is_problem_key(name) }),
        }
    }

    fn formula(&mut self, formula: &Formula, overrides: &Overrides, place: &Place) -> Result<Node, PlanFault> {
        let Some(place) = self.overridden(overrides, place)? else { return Ok(Node::known(f64::NAN)) };
        let cell = self.cell(&place)?;
        let found = match self.registry.formulas().require_family(formula, &cell.problem) {
            Err(other) => Err(FormulaError::from(other)),
            Ok(()) => formula.value_without(self.dropped, &cell.problem, &cell.point),
        };
        match found {
            Ok(value) => Ok(Node::known(value)),
            Err(error @ (FormulaError::OtherFamily(_) | FormulaError::Setting(_))) => Err(PlanFault::Formula(error)),
            Err(error) => Ok(Node::NoValue(Arc::new(NoValue::Formula(Box::new(error))))),
        }
    }

    /// The problem and the settings of a quantity or an observable at a place; `None` for anything else, and if a value in its brackets does not exist.
    ///
    /// # Errors
    ///
    /// [`PlanFault`] if it is not about such a problem, or if a setting is invalid.
    pub fn sample_of(&mut self, side: &Side, place: &Place) -> Result<Option<(Arc<Cell>, Settings)>, PlanFault> {
        let (overrides, settings) = match side {
            Side::Measured(quantity, overrides) => (overrides, &quantity.settings),
            Side::Observed(observable, overrides) => (overrides, &observable.settings),
            Side::Number(_)
            | Side::Variable { .. }
            | Side::Unknown
            | Side::Formula(..)
            | Side::Recorded(..)
            | Side::Negative(_)
            | Side::Arithmetic(..)
            | Side::Apply(..)
            | Side::Along(_)
            | Side::Law(_)
            | Side::Zero(_) => return Ok(None),
        };
        let Some(place) = self.overridden(overrides, place)? else { return Ok(None) };
        let cell = self.cell(&place)?;
        self.require_family(side, &cell)?;
        let settings = Settings::select(settings, &cell.point)?;
        Ok(Some((cell, settings)))
    }

    fn require_family(&self, side: &Side, cell: &Cell) -> Result<(), PlanFault> {
        if let Side::Measured(quantity, _) = side {
            let is_fitting = self.registry.quantities().require_family(quantity, &cell.problem);
            is_fitting.map_err(|error| PlanFault::Quantity(error.into()))?;
        }
        if let Side::Observed(observable, _) = side {
            self.registry.observables().require_family(observable, &cell.problem)?;
        }
        Ok(())
    }

    fn measured(&mut self, side: &Side, quantity: &Arc<Quantity>, place: &Place) -> Result<Node, PlanFault> {
        let Some((cell, settings)) = self.sample_of(side, place)? else { return Ok(Node::known(f64::NAN)) };
        let key = cell.content_key(quantity, &settings);
        let mark = format!("{settings:?}");
        let (source, point) = (Source::Quantity(quantity.clone(), settings), cell.point.clone());
        let atom = Atom { source, point, cell: Some(cell), key, mark };
        Ok(Node::Linear(Linear::atom(self.atoms.place(atom))))
    }

    /// The problem at a place.
    pub fn cell(&mut self, place: &Place) -> Result<Arc<Cell>, PlanFault> {
        let mark = format!("{place:?}");
        if let Some(cell) = self.cells.get(&mark) {
            return Ok(cell.clone());
        }
        if self.known.is_empty() {
            let recorded = self.data.iter().flat_map(|data| &data.spec().settings).map(String::as_str);
            self.known = self.registry.settings().map(|(setting, _)| &*setting.name).chain(recorded).collect();
            let mut seen = HashSet::new();
            self.known.retain(|name| seen.insert(*name));
        }
        let cell = Arc::new(Cell::within(self.registry.limits(), self.problem, place, &self.known)?);
        self.cells.insert(mark, cell.clone());
        Ok(cell)
    }

    /// The numbers that the problems planned so far hold together.
    pub fn number_count(&self) -> u64 {
        self.cells.values().map(|cell| cell.problem.number_count() as u64).sum()
    }

    /// The values of a variable at a place, in increasing order, each with the place there.
    pub(super) fn along(&self, variable: &Variable, place: &Place) -> Result<Vec<(f64, Place)>, PlanFault> {
        let bound = self.grid.bound_with(&variable.name);
        let mut points = Vec::new();
        for part in self.grid.values(place, &bound) {
            let Some(value) = part.get(&variable.name) else { continue };
            let at = number_of(value)
                .ok_or_else(|| PlanFault::IsWord { name: variable.name.clone(), value: value.to_string() })?;
            if variable.in_logarithm && at <= 0.0 {
                return Err(PlanFault::NoLogarithm { name: variable.name.clone(), value: at });
            }
            let mut there = place.clone();
            bound.iter().for_each(|name| drop(there.shift_remove(name)));
            points.push((if variable.in_logarithm { at.ln() } else { at }, with_values(&there, &part)));
        }
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        match points.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            Some(pair) => Err(PlanFault::Repeated { name: variable.name.clone(), value: pair[0].0 }),
            None => Ok(points),
        }
    }
}
