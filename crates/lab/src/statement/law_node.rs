//! Laws of one sample, at one place.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::json;

use super::atom::{Atom, LawAtom, Source};
use super::call::acts_on_samples;
use super::fault::PlanFault;
use super::grid::Place;
use super::no_value::NoValue;
use super::node::{Linear, Node};
use super::planner::Planner;
use super::side::{LawSide, Side};
use crate::law::{Law, OfSample, Operation, law_key, sample_key};
use crate::quantity::observable::Observed;
use crate::sentence::Function;
use crate::sentence::Operator;
use crate::setting::SettingValue;
use crate::study::Cell;
use weak_to_strong::random::ContentKey;

impl Planner<'_> {
    /// A number of the law of one sample at a place.
    pub(super) fn law_node(&mut self, law: &LawSide, place: &Place) -> Result<Node, PlanFault> {
        let mut sample = Sample { observed: Vec::new(), cell: None, rows: None };
        let law = match law {
            LawSide::Probability(relation, left, right) => {
                let (left, right) = (sample.number(self, left, place)?, sample.number(self, right, place)?);
                match (left, right) {
                    (Ok(left), Ok(right)) => Law::Probability { relation: *relation, left, right, counted: false },
                    (Err(reason), _) | (_, Err(reason)) => return Ok(Node::NoValue(reason)),
                }
            }
            LawSide::Mean(of) => match sample.number(self, of, place)? {
                Ok(of) => Law::Mean(of),
                Err(reason) => return Ok(Node::NoValue(reason)),
            },
            LawSide::Variance(of) => match sample.number(self, of, place)? {
                Ok(of) => Law::Variance(of),
                Err(reason) => return Ok(Node::NoValue(reason)),
            },
            LawSide::DistanceFromUniform(of) => match sample.number(self, of, place)? {
                Ok(of) => Law::DistanceFromUniform(of),
                Err(reason) => return Ok(Node::NoValue(reason)),
            },
            LawSide::Quantile(of, level) => {
                let level = match self.computed(level, place)? {
                    Ok(level) => level,
                    Err(reason) => return Ok(Node::NoValue(reason)),
                };
                match sample.number(self, of, place)? {
                    Ok(of) => Law::Quantile(of, level),
                    Err(reason) => return Ok(Node::NoValue(reason)),
                }
            }
        };
        sample.node(self, law)
    }
}

/// The observables of one sample.
struct Sample {
    observed: Vec<Observed>,
    cell: Option<Arc<Cell>>,
    /// The settings of the rows of a data file, if it is one of them.
    rows: Option<IndexMap<String, SettingValue>>,
}

type OrNone = Result<OfSample, Arc<NoValue>>;

impl Sample {
    fn node(self, planner: &mut Planner, law: Law) -> Result<Node, PlanFault> {
        if let Some(settings) = self.rows {
            return planner.recorded_node(settings, law);
        }
        let Some(cell) = self.cell else { return Ok(Node::NoValue(Arc::new(NoValue::Arithmetic))) };
        let of = sample_key(&self.observed)?;
        let key = ContentKey::of(&json!({ "sample": of, "problem": cell.spec }).to_string());
        let mark = law_key(&self.observed, std::slice::from_ref(&law));
        let (source, point) = (Source::Law(Arc::new(LawAtom { observed: self.observed, law })), cell.point.clone());
        let atom = Atom { source, point, cell: Some(cell), key, mark };
        Ok(Node::Linear(Linear::atom(planner.atoms.place(atom))))
    }

    /// A number of the sample.
    fn number(&mut self, planner: &mut Planner, side: &Side, place: &Place) -> Result<OrNone, PlanFault> {
        if !side.is_measured() {
            return Ok(planner.computed(side, place)?.map(OfSample::Number));
        }
        match side {
            Side::Observed(observable, _) => {
                let Some((cell, settings)) = planner.sample_of(side, place)? else {
                    return Ok(Err(Arc::new(NoValue::Arithmetic)));
                };
                self.observe(Observed { observable: (**observable).clone(), settings }, cell)
            }
            Side::Recorded(name, overrides) => {
                let Some((settings, at)) = planner.recorded_place(name, overrides, place)? else {
                    return Ok(Err(Arc::new(NoValue::Arithmetic)));
                };
                if self.cell.is_some() || self.rows.as_ref().is_some_and(|rows| *rows != settings) {
                    return Err(PlanFault::OtherProblem { name: name.clone().into() });
                }
                self.rows = Some(settings);
                Ok(Ok(OfSample::At(at)))
            }
            Side::Negative(of) => Ok(self.number(planner, of, place)?.map(|of| apply(Operation::Negative, vec![of]))),
            Side::Arithmetic(operator, left, right) => {
                let (left, right) = (self.number(planner, left, place)?, self.number(planner, right, place)?);
                Ok(left.and_then(|left| Ok(apply(operation(*operator), vec![left, right?]))))
            }
            Side::Apply(function, arguments) => {
                let operation = of_function(function)?;
                let arguments = arguments.iter().map(|side| self.number(planner, side, place));
                let arguments = arguments.collect::<Result<Vec<OrNone>, PlanFault>>()?;
                Ok(arguments.into_iter().collect::<Result<Vec<_>, _>>().map(|parts| apply(operation, parts)))
            }
            Side::Along(along) if acts_on_samples(along.functional) => {
                let operation = if along.functional.name == "min" { Operation::Min } else { Operation::Max };
                let points = planner.along(&along.over, place)?;
                let numbers = points.iter().map(|(_, place)| self.number(planner, &along.of, place));
                let numbers = numbers.collect::<Result<Vec<OrNone>, PlanFault>>()?;
                Ok(numbers.into_iter().collect::<Result<Vec<_>, _>>().map(|parts| apply(operation, parts)))
            }
            Side::Measured(..)
            | Side::Along(_)
            | Side::Law(_)
            | Side::Number(_)
            | Side::Variable { .. }
            | Side::Unknown
            | Side::Formula(..)
            | Side::Zero(_) => Ok(Err(Arc::new(NoValue::Arithmetic))),
        }
    }

    fn observe(&mut self, observed: Observed, cell: Arc<Cell>) -> Result<OrNone, PlanFault> {
        let problem = |cell: &Cell| json!(cell.spec).to_string();
        if self.rows.is_some() || self.cell.as_ref().is_some_and(|known| problem(known) != problem(&cell)) {
            return Err(PlanFault::OtherProblem { name: observed.observable.name.clone() });
        }
        self.cell = Some(cell);
        let is_same =
            |known: &Observed| known.observable.name == observed.observable.name && known.settings == observed.settings;
        let place = self.observed.iter().position(is_same);
        Ok(Ok(OfSample::At(place.unwrap_or_else(|| {
            self.observed.push(observed);
            self.observed.len() - 1
        }))))
    }
}

fn apply(operation: Operation, parts: Vec<OfSample>) -> OfSample {
    OfSample::Apply(operation, parts)
}

fn operation(operator: Operator) -> Operation {
    match operator {
        Operator::Plus => Operation::Plus,
        Operator::Minus => Operation::Minus,
        Operator::Times => Operation::Times,
        Operator::Over => Operation::Over,
        Operator::Power => Operation::Power,
    }
}

fn of_function(function: &Function) -> Result<Operation, PlanFault> {
    match function.name {
        "exp" => Ok(Operation::Exp),
        "ln" | "log" => Ok(Operation::Ln),
        "sqrt" => Ok(Operation::SquareRoot),
        "abs" => Ok(Operation::Absolute),
        "min" => Ok(Operation::Min),
        "max" => Ok(Operation::Max),
        other => Err(PlanFault::NotOfSample { function: other.to_owned() }),
    }
}
