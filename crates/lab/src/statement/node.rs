//! Numbers at one cell, as far as they are planned: what is computed is computed, and what is measured is named.

use std::sync::Arc;

use super::grid::Place;
use super::no_value::NoValue;
use super::resolution::Resolution;
use crate::functional::Functional;
use crate::sentence::Operator;
use crate::sentence::{Function, OnMeasured};

/// The place of an atom in the list of all that a claim measures.
pub type AtomId = usize;

/// A number at one cell.
#[derive(Clone, Debug)]
pub enum Node {
    /// It is computed.
    Known(f64),
    /// It does not exist.
    NoValue(Arc<NoValue>),
    /// A linear form of what is measured.
    Linear(Linear),
    /// A ratio of two linear forms.
    Ratio(Linear, Linear),
    /// Two numbers joined by an operator.
    Arithmetic(Operator, Box<Self>, Box<Self>),
    /// A function of numbers.
    Apply(&'static Function, Vec<Self>),
    /// A number taken from several along a variable.
    Found(Arc<Curve>),
    /// A number of a curve that is fitted along a variable.
    Fitted(Arc<FittedCurve>),
}

/// constant + Σ coefficient·atom
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    /// The constant.
    pub constant: f64,
    /// Atoms in increasing order, each once, with coefficients that are not 0.
    pub weights: Vec<(AtomId, f64)>,
}

/// Numbers along a variable.
#[derive(Clone, Debug)]
pub struct Curve {
    /// What is taken.
    pub functional: &'static Functional,
    /// The values of the variable, in increasing order.
    pub at: Vec<f64>,
    /// The places of the points.
    pub places: Vec<Place>,
    /// The number at each of them.
    pub values: Vec<Node>,
    /// The contrasts of these numbers that the functional needs.
    pub contrasts: Vec<Node>,
}

/// A curve that is fitted along a variable.
#[derive(Clone, Debug)]
pub struct FittedCurve {
    /// What is taken.
    pub functional: &'static Functional,
    /// The values of the variable, in increasing order.
    pub at: Vec<f64>,
    /// The places of the points.
    pub places: Vec<Place>,
    /// The number at each of them.
    pub values: Vec<Node>,
    /// The parameters that are given.
    pub parameters: Vec<(&'static str, f64)>,
    /// How far two forms of the curve may disagree.
    pub resolution: Resolution,
}

impl Linear {
    /// A constant.
    pub fn known(constant: f64) -> Self {
        Self { constant, weights: Vec::new() }
    }

    /// One atom.
    pub fn atom(atom: AtomId) -> Self {
        Self { constant: 0.0, weights: vec![(atom, 1.0)] }
    }

    /// factor·self
    pub fn times(&self, factor: f64) -> Self {
        let weights = self.weights.iter().map(|(atom, weight)| (*atom, factor * weight));
        Self { constant: factor * self.constant, weights: weights.filter(|(_, weight)| *weight != 0.0).collect() }
    }

    /// self + factor·other
    pub fn plus(&self, factor: f64, other: &Self) -> Self {
        let mut weights = self.weights.clone();
        for (atom, weight) in &other.weights {
            match weights.binary_search_by_key(atom, |(own, _)| *own) {
                Ok(place) => weights[place].1 += factor * weight,
                Err(place) => weights.insert(place, (*atom, factor * weight)),
            }
        }
        weights.retain(|(_, weight)| *weight != 0.0);
        Self { constant: self.constant + factor * other.constant, weights }
    }

    /// The form without constant and with a first coefficient of 1, and that coefficient.
    pub fn normalised(&self) -> (Vec<(AtomId, f64)>, f64) {
        let leading = self.weights.first().map_or(1.0, |(_, weight)| *weight);
        let weights = self.weights.iter().map(|(atom, weight)| (*atom, weight / leading)).collect();
        (weights, leading)
    }

    fn into_node(self) -> Node {
        if self.weights.is_empty() { Node::known(self.constant) } else { Node::Linear(self) }
    }
}

impl Node {
    /// A number that is computed. NaN is no value.
    pub fn known(value: f64) -> Self {
        if value.is_nan() {
            return Self::NoValue(Arc::new(NoValue::Arithmetic));
        }
        Self::Known(value)
    }

    /// The number as a linear form, if it is one with finite coefficients.
    pub fn as_linear(&self) -> Option<Linear> {
        match self {
            Self::Known(value) => value.is_finite().then(|| Linear::known(*value)),
            Self::Linear(linear) => Some(linear.clone()),
            Self::NoValue(_)
            | Self::Ratio(..)
            | Self::Arithmetic(..)
            | Self::Apply(..)
            | Self::Found(_)
            | Self::Fitted(_) => None,
        }
    }

    /// The value, if it is computed.
    pub fn as_known(&self) -> Option<f64> {
        if let Self::Known(value) = self { Some(*value) } else { None }
    }

    /// Why there is no value.
    pub fn no_value(&self) -> Option<&Arc<NoValue>> {
        if let Self::NoValue(reason) = self { Some(reason) } else { None }
    }

    /// Whether it is a place on the grid of a variable.
    pub fn is_place(&self) -> bool {
        matches!(self, Self::Found(curve) if curve.functional.is_place())
    }

    /// −self
    pub fn negative(&self) -> Self {
        Self::joined(Operator::Times, &Self::Known(-1.0), self)
    }

    /// self − other
    pub fn minus(&self, other: &Self) -> Self {
        Self::joined(Operator::Minus, self, other)
    }

    /// factor·self
    pub fn times(&self, factor: f64) -> Self {
        Self::joined(Operator::Times, &Self::Known(factor), self)
    }

    /// Two numbers joined by an operator. Linear forms and their ratios stay such.
    pub fn joined(operator: Operator, left: &Self, right: &Self) -> Self {
        if let Some(reason) = left.no_value().or(right.no_value()) {
            return Self::NoValue(reason.clone());
        }
        if let (Self::Known(left), Self::Known(right)) = (left, right) {
            if operator == Operator::Over && *right == 0.0 {
                return Self::NoValue(Arc::new(NoValue::Arithmetic));
            }
            return Self::known(value_of(operator, *left, *right));
        }
        let joined = match operator {
            Operator::Plus => sum(left, 1.0, right),
            Operator::Minus => sum(left, -1.0, right),
            Operator::Times => left
                .as_known()
                .and_then(|factor| right.scaled(factor))
                .or_else(|| right.as_known().and_then(|factor| left.scaled(factor))),
            Operator::Over => quotient(left, right),
            Operator::Power => None,
        };
        joined.unwrap_or_else(|| Self::Arithmetic(operator, Box::new(left.clone()), Box::new(right.clone())))
    }

    fn scaled(&self, factor: f64) -> Option<Self> {
        if !factor.is_finite() {
            return None;
        }
        match self {
            Self::Linear(linear) => Some(linear.times(factor).into_node()),
            Self::Ratio(numerator, denominator) if factor != 0.0 => {
                Some(Self::Ratio(numerator.times(factor), denominator.clone()))
            }
            Self::Known(_)
            | Self::NoValue(_)
            | Self::Ratio(..)
            | Self::Arithmetic(..)
            | Self::Apply(..)
            | Self::Found(_)
            | Self::Fitted(_) => None,
        }
    }

    /// A function of numbers.
    pub fn applied(function: &'static Function, arguments: Vec<Self>) -> Self {
        if let Some(reason) = arguments.iter().find_map(Self::no_value) {
            return Self::NoValue(reason.clone());
        }
        let known: Option<Vec<f64>> = arguments.iter().map(Self::as_known).collect();
        if let Some(known) = known {
            return Self::known((function.value)(&known));
        }
        if matches!(function.on_measured, OnMeasured::Nothing) {
            return Self::NoValue(Arc::new(NoValue::OnlyComputed(function.name)));
        }
        Self::Apply(function, arguments)
    }

    /// Calls a function on all linear forms in it.
    pub fn each_linear(&self, f: &mut dyn FnMut(&Linear)) {
        match self {
            Self::Known(_) | Self::NoValue(_) => {}
            Self::Linear(linear) => f(linear),
            Self::Ratio(numerator, denominator) => [numerator, denominator].into_iter().for_each(f),
            Self::Arithmetic(_, left, right) => [left, right].into_iter().for_each(|node| node.each_linear(f)),
            Self::Apply(_, arguments) => arguments.iter().for_each(|node| node.each_linear(f)),
            Self::Found(curve) => {
                curve.values.iter().chain(&curve.contrasts).for_each(|node| node.each_linear(f));
            }
            Self::Fitted(curve) => curve.values.iter().for_each(|node| node.each_linear(f)),
        }
    }

    /// The same number, if the atoms have other places in the list.
    pub fn with_atoms(&self, place: &[AtomId]) -> Self {
        let of_linear = |linear: &Linear| {
            let mut weights: Vec<_> = linear.weights.iter().map(|(atom, weight)| (place[*atom], *weight)).collect();
            weights.sort_by_key(|(atom, _)| *atom);
            Linear { constant: linear.constant, weights }
        };
        let all = |nodes: &[Self]| nodes.iter().map(|node| node.with_atoms(place)).collect();
        match self {
            Self::Known(_) | Self::NoValue(_) => self.clone(),
            Self::Linear(linear) => Self::Linear(of_linear(linear)),
            Self::Ratio(numerator, denominator) => Self::Ratio(of_linear(numerator), of_linear(denominator)),
            Self::Arithmetic(operator, left, right) => {
                Self::Arithmetic(*operator, Box::new(left.with_atoms(place)), Box::new(right.with_atoms(place)))
            }
            Self::Apply(function, arguments) => Self::Apply(function, all(arguments)),
            Self::Found(curve) => Self::Found(Arc::new(Curve {
                values: all(&curve.values),
                contrasts: all(&curve.contrasts),
                ..Curve::clone(curve)
            })),
            Self::Fitted(curve) => {
                Self::Fitted(Arc::new(FittedCurve { values: all(&curve.values), ..FittedCurve::clone(curve) }))
            }
        }
    }
}

/// What an operator makes of two numbers.
pub fn value_of(operator: Operator, left: f64, right: f64) -> f64 {
    match operator {
        Operator::Plus => left + right,
        Operator::Minus => left - right,
        Operator::Times => left * right,
        Operator::Over => left / right,
        Operator::Power => left.powf(right),
    }
}

/// left + factor·right, if it is a linear form or a ratio of such.
fn sum(left: &Node, factor: f64, right: &Node) -> Option<Node> {
    if let (Some(left), Some(right)) = (left.as_linear(), right.as_linear()) {
        return Some(left.plus(factor, &right).into_node());
    }
    match (left, right) {
        (Node::Ratio(numerator, denominator), Node::Known(known)) if known.is_finite() => {
            Some(Node::Ratio(numerator.plus(factor * known, denominator), denominator.clone()))
        }
        (Node::Known(known), Node::Ratio(numerator, denominator)) if known.is_finite() => {
            Some(Node::Ratio(numerator.times(factor).plus(*known, denominator), denominator.clone()))
        }
        _ => None,
    }
}

fn quotient(left: &Node, right: &Node) -> Option<Node> {
    if let Some(divisor) = right.as_known() {
        return if divisor == 0.0 { None } else { left.scaled(1.0 / divisor) };
    }
    Some(Node::Ratio(left.as_linear()?, right.as_linear()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn atom(id: AtomId) -> Node {
        Node::Linear(Linear::atom(id))
    }

    #[test]
    fn linear_forms_and_their_ratios_stay_such() {
        let difference = atom(0).minus(&atom(1)).times(2.0);
        let Node::Linear(linear) = &difference else { panic!("{difference:?}") };
        assert_eq!(linear.weights, [(0, 2.0), (1, -2.0)]);
        assert!(matches!(atom(0).minus(&atom(0)), Node::Known(0.0)));
        // 1 − A/B = (B − A)/B
        let ratio = Node::joined(Operator::Over, &atom(0), &atom(1));
        let Node::Ratio(numerator, denominator) = Node::Known(1.0).minus(&ratio) else { panic!("a ratio") };
        assert_eq!((numerator.weights, denominator.weights), (vec![(0, -1.0), (1, 1.0)], vec![(1, 1.0)]));
        assert!(matches!(Node::joined(Operator::Times, &atom(0), &atom(1)), Node::Arithmetic(..)));
    }

    #[test]
    fn what_is_not_a_number_has_no_value() {
        let infinite = Node::Known(f64::INFINITY);
        assert!(infinite.minus(&infinite).no_value().is_some());
        assert!(Node::joined(Operator::Plus, &infinite.minus(&infinite), &atom(0)).no_value().is_some());
    }
}
