//! From a claim file to cells that can be measured.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use indexmap::IndexMap;
use rayon::prelude::*;

use super::domain::SearchDomain;
use super::validate::{check_facet, check_heat_map, check_numbers, check_scale, check_sides, check_swept};
use super::{ClaimError, ClaimFault, ClaimFile, Expression, Registry, Relation, RightSide};
use crate::assumption::Assumption;
use crate::catalogue::Catalogue;
use crate::family::AsProblem;
use crate::formula::Formula;
use crate::name::Name;
use crate::quantity::Quantity;
use crate::setting::{Setting, SettingValue, Settings};
use crate::study::{Cell, sweep_points};
use weak_to_strong::evidence::Interval;

/// Replicates per cell where a claim names no number.
const DEFAULT_REPLICATES: u64 = 10_000;

/// The right-hand side of a distance.
const NO_DISTANCE: &str = "0";

/// A claim that has been read and found to make sense: every name is known and every problem exists.
#[derive(Clone, Debug)]
pub struct Claim {
    /// As it was typed.
    pub file: ClaimFile,
    /// How commands refer to it: the path of its file, or the id of an embedded claim.
    pub origin: String,
    pub(super) quantity: Quantity,
    pub(super) relation: Relation,
    pub(super) expressions: Expressions,
    pub(super) assumes: Vec<Assumption>,
    /// Assumptions that it does without, on purpose.
    pub(super) dropped: Vec<Name>,
    pub(super) cells: Vec<PlannedCell>,
    /// Where a counterexample may be sought.
    pub(super) domain: SearchDomain,
    /// What its names mean.
    pub(super) registry: Registry,
}

/// The expressions of a claim file.
#[derive(Clone, Debug)]
pub(super) struct Expressions {
    /// The right-hand side.
    pub(super) expected: Expression,
    /// The right-hand sides of the false neighbours.
    pub(super) false_neighbours: Vec<Expression>,
    /// The power of the variable in a decay.
    log_power: Option<Expression>,
    /// The figure's reference lines and contours.
    references: Vec<Expression>,
    marks: Vec<Expression>,
    /// What the figure multiplies all values by.
    scale: Option<Expression>,
    /// The thresholds of `claim.from`, by variable.
    from: Vec<(String, Expression)>,
    /// The words of `claim.only`, by variable.
    only: Vec<(String, Vec<String>)>,
}

/// A cell with the settings that its quantity takes.
#[derive(Clone, Debug)]
pub(super) struct PlannedCell {
    pub(super) cell: Cell,
    pub(super) settings: Settings,
}

/// The values of all expressions at one cell.
#[derive(Clone, Debug)]
pub(super) struct CellValues {
    /// The right-hand side.
    pub(super) expected: f64,
    /// The right-hand sides of the false neighbours.
    pub(super) false_neighbours: Vec<f64>,
    /// The power of the variable in a decay; 0 for other relations.
    pub(super) log_power: f64,
    /// The figure's reference lines and contours.
    pub(super) references: IndexMap<String, f64>,
    /// The figure's vertical marks.
    pub(super) marks: Vec<(String, f64)>,
    /// What the figure multiplies values here by.
    pub(super) scale: f64,
    /// Whether the cell lies beyond the thresholds of `claim.from` and has the words of `claim.only`, so that it is judged.
    pub(super) judged: bool,
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

    /// Makes sense of a claim file, with the library's names; `origin` names it in messages and commands.
    ///
    /// # Errors
    ///
    /// As [`Claim::read`].
    pub fn new(origin: String, file: ClaimFile) -> Result<Self, ClaimError> {
        Self::with_registry(origin, file, &Registry::built_in())
    }

    /// Makes sense of a claim file whose names are those of a registry; `origin` names it in messages.
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

    /// The same claim without an assumption, and without those that fail wherever it does: it is judged also where they are not met.
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

    /// Whether it has a domain in which a counterexample may be sought.
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

    /// The relative resolution: as given, or that of its functional.
    fn resolution(&self) -> f64 {
        self.file.claim.resolution.unwrap_or(self.relation.functional().resolution)
    }

    /// The absolute resolution where this is expected.
    pub(super) fn resolution_at(&self, expected: f64) -> f64 {
        self.absolute_resolution().max(self.resolution() * expected.abs())
    }

    /// The assumptions that it needs and a cell does not meet.
    pub(super) fn unmet_at(&self, planned: &PlannedCell) -> impl Iterator<Item = &Assumption> {
        let needed = self.assumes.iter().filter(|assumption| !self.dropped.contains(&assumption.name));
        needed.filter(|assumption| !assumption.holds(&planned.cell.problem, &planned.settings))
    }

    /// Whether measured ÷ expected is what an equality is resolved in. Near an expected value of 0 it is the difference.
    pub(super) fn resolves_ratio_to(&self, expected: f64) -> bool {
        let states_mean = !self.relation.has_stated_ends() && !self.relation.is_fitted();
        !states_mean || self.absolute_resolution() <= self.resolution() * expected.abs()
    }

    /// The absolute resolution, whatever the expected value is: as given, or that of its functional.
    pub(super) fn absolute_resolution(&self) -> f64 {
        self.file.claim.absolute_resolution.unwrap_or(self.relation.functional().absolute_resolution)
    }

    /// Refuses a range of its relation that is none: that of a user's own may have its ends the wrong way round.
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
}

impl Expressions {
    fn parse(
        file: &ClaimFile,
        relation: &Relation,
        swept: &[String],
        known: &Catalogue<Formula>,
    ) -> Result<Self, ClaimFault> {
        let swept: Vec<&str> = swept.iter().map(String::as_str).collect();
        let parse = |key: &str, text: &String| {
            let fault =
                |error| ClaimFault::Expression { key: key.to_owned(), text: text.clone(), error: Box::new(error) };
            Expression::parse(text, &swept, known).map_err(fault)
        };
        let parse_all = |key: &str, texts: Option<&Vec<String>>| -> Result<Vec<Expression>, ClaimFault> {
            texts.into_iter().flatten().map(|text| parse(key, text)).collect()
        };
        let threshold = |(name, text): (&String, &String)| -> Result<_, ClaimFault> {
            Ok((name.clone(), parse(&format!("claim.from.{name}"), text)?))
        };
        let log_power = relation.functional().fit().and_then(|fit| fit.log_power);
        let log_power = log_power.map(|default| file.claim.log_power.clone().unwrap_or_else(|| default.to_owned()));
        Ok(Self {
            expected: match &file.claim.expression {
                Some(expression) => parse("claim.expression", expression)?,
                None => parse("claim.expression", &NO_DISTANCE.to_owned())?,
            },
            false_neighbours: parse_all("power.false", file.power.as_ref().map(|power| &power.false_expressions))?,
            log_power: log_power.map(|text| parse("claim.log_power", &text)).transpose()?,
            references: [
                parse_all("figure.references", file.figure.as_ref().map(|figure| &figure.references))?,
                parse_all("figure.contours", file.figure.as_ref().map(|figure| &figure.contours))?,
            ]
            .concat(),
            marks: parse_all("figure.marks", file.figure.as_ref().map(|figure| &figure.marks))?,
            scale: match file.figure.as_ref().and_then(|figure| figure.scaled_by.as_ref()) {
                Some(text) => Some(parse("figure.scaled_by", text)?),
                None => None,
            },
            from: file.claim.from.iter().map(threshold).collect::<Result<_, _>>()?,
            only: file.claim.only.iter().map(|(name, words)| (name.clone(), words.0.clone())).collect(),
        })
    }

    /// Those that the figure names, as they are typed and in symbols.
    pub(super) fn in_symbols(&self, settings: &[Setting]) -> IndexMap<String, String> {
        let named = [&self.expected].into_iter().chain(&self.references).chain(&self.marks).chain(&self.scale);
        named.map(|expression| (expression.text().to_owned(), expression.in_symbols(settings))).collect()
    }

    /// The settings that the formulas in them depend on.
    fn settings(&self) -> impl Iterator<Item = &str> {
        let lists = [&self.false_neighbours, &self.references, &self.marks].into_iter().flatten();
        let formulas = lists.chain(self.judging()).chain(&self.scale).flat_map(Expression::formulas);
        formulas.flat_map(|formula| formula.settings.iter().map(|setting| &*setting.name))
    }

    /// Those that a verdict depends on.
    fn judging(&self) -> impl Iterator<Item = &Expression> {
        [&self.expected].into_iter().chain(&self.log_power).chain(self.from.iter().map(|(_, expression)| expression))
    }

    /// Their values at a cell, without these assumptions; those of false neighbours only for `power`.
    pub(super) fn values_at(&self, cell: &Cell, dropped: &[Name], power: bool) -> Result<CellValues, ClaimFault> {
        let value = |key: &str, expression: &Expression| value_at(key, expression, cell, dropped);
        let labelled = |key: &'static str, expressions: &[Expression]| {
            let label = |expression: &Expression| Ok((expression.text().to_owned(), value(key, expression)?));
            expressions.iter().map(label).collect::<Result<Vec<_>, ClaimFault>>()
        };
        let mut judged = true;
        for (name, threshold) in &self.from {
            let threshold = value(&format!("claim.from.{name}"), threshold)?;
            judged &= matches!(cell.point.get(name), Some(SettingValue::Number(at)) if *at >= threshold);
        }
        for (name, words) in &self.only {
            judged &= matches!(cell.point.get(name), Some(SettingValue::Word(word)) if words.contains(word));
        }
        let false_neighbours = if power { self.false_neighbours.as_slice() } else { &[] };
        Ok(CellValues {
            expected: value("claim.expression", &self.expected)?,
            false_neighbours: false_neighbours.iter().map(|e| value("power.false", e)).collect::<Result<_, _>>()?,
            log_power: self.log_power.as_ref().map_or(Ok(0.0), |e| value("claim.log_power", e))?,
            references: labelled("figure.references", &self.references)?.into_iter().collect(),
            marks: labelled("figure.marks", &self.marks)?,
            scale: self.scale.as_ref().map_or(Ok(1.0), |e| positive_at("figure.scaled_by", e, cell, dropped))?,
            judged,
        })
    }
}

fn planned_cells(
    file: &ClaimFile,
    points: &[IndexMap<String, toml::Value>],
    quantity: &Quantity,
    expressions: &Expressions,
    registry: &Registry,
) -> Result<Vec<PlannedCell>, ClaimFault> {
    let mut known: Vec<&str> = quantity.settings.iter().map(|setting| &*setting.name).collect();
    for name in expressions.settings() {
        if !known.contains(&name) {
            known.push(name);
        }
    }
    let (numbers, most) = (AtomicU64::new(0), registry.limits().numbers);
    let planned = |point: &IndexMap<String, toml::Value>| {
        if numbers.load(Ordering::Relaxed) > most {
            return Err(ClaimFault::TooManyNumbers { most });
        }
        let cell = Cell::within(registry.limits(), &file.problem, point, &known)?;
        registry
            .quantities()
            .require_family(quantity, &cell.problem)
            .map_err(|error| ClaimFault::Quantity(error.into()))?;
        numbers.fetch_add(cell.problem.number_count() as u64, Ordering::Relaxed);
        let settings = Settings::select(&quantity.settings, &cell.point)?;
        Ok(PlannedCell { cell, settings })
    };
    // All first, so that the fault told is that of the first point on any number of threads.
    let cells: Vec<Result<_, ClaimFault>> = points.par_iter().map(planned).collect();
    let cells = cells.into_iter().collect::<Result<_, _>>()?;
    if numbers.into_inner() > most { Err(ClaimFault::TooManyNumbers { most }) } else { Ok(cells) }
}

/// The value of an expression at a cell, which must be positive.
fn positive_at(key: &str, expression: &Expression, cell: &Cell, dropped: &[Name]) -> Result<f64, ClaimFault> {
    match value_at(key, expression, cell, dropped)? {
        value if value > 0.0 => Ok(value),
        value => Err(ClaimFault::NotPositive {
            key: key.to_owned(),
            text: expression.text().to_owned(),
            setting: describe(&cell.point),
            value,
        }),
    }
}

/// The value of an expression at a cell.
fn value_at(key: &str, expression: &Expression, cell: &Cell, dropped: &[Name]) -> Result<f64, ClaimFault> {
    let (key, text, setting) = (key.to_owned(), expression.text().to_owned(), describe(&cell.point));
    match expression.value(&cell.problem, &cell.point, dropped) {
        Ok(value) if value.is_finite() => Ok(value),
        Ok(value) => Err(ClaimFault::NotFinite { key, text, setting, value }),
        Err(error) => Err(ClaimFault::Formula { key, text, setting, error: Box::new(error) }),
    }
}

/// A point in words: `samples = 64, penalty = 0.1`.
pub(super) fn describe(point: &IndexMap<String, SettingValue>) -> String {
    if point.is_empty() {
        return "the only cell".to_owned();
    }
    point.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join(", ")
}
