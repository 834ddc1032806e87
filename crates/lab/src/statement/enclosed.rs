//! Intervals of numbers at a cell.

use super::exactly::exactly;
use super::measurements::Measurements;
use super::node::{Curve, Linear, Node};
use crate::functional::{Kind, Points};
use crate::sentence::Operator;
use crate::sentence::{Function, OnMeasured};
use weak_to_strong::evidence::{Enclosure, Interval, combined};

impl Measurements<'_> {
    /// The interval of a number; `None` if it may have no value.
    pub fn enclosed(&self, node: &Node) -> Option<Enclosure> {
        enclosed(node, self)
    }
}

fn enclosed(node: &Node, measured: &Measurements) -> Option<Enclosure> {
    match node {
        Node::Known(value) => Some(exactly(*value)),
        Node::NoValue(_) => None,
        Node::Linear(linear) => of_linear(linear, measured),
        Node::Ratio(numerator, denominator) => of_linear(numerator, measured)?.over(&of_linear(denominator, measured)?),
        Node::Arithmetic(operator, left, right) => {
            joined(*operator, &enclosed(left, measured)?, &enclosed(right, measured)?)
        }
        Node::Apply(function, arguments) => {
            let arguments: Option<Vec<Enclosure>> = arguments.iter().map(|node| enclosed(node, measured)).collect();
            applied(function, &arguments?)
        }
        Node::Found(curve) => found(curve, measured),
        Node::Fitted(curve) => measured.fit(curve).map(|fit| fit.enclosure),
    }
}

fn of_linear(linear: &Linear, measured: &Measurements) -> Option<Enclosure> {
    if linear.weights.is_empty() {
        return Some(exactly(linear.constant));
    }
    let (weights, factor) = linear.normalised();
    measured.linear(&weights)?.scaled(factor)?.shifted(linear.constant)
}

fn joined(operator: Operator, left: &Enclosure, right: &Enclosure) -> Option<Enclosure> {
    match operator {
        Operator::Plus => left.plus(right),
        Operator::Minus => left.minus(right),
        Operator::Times => left.times(right),
        Operator::Over => left.over(right),
        Operator::Power if right.lower.at == right.upper.at => left.power(right.lower.at),
        Operator::Power => left.raised_to(right),
    }
}

fn applied(function: &Function, arguments: &[Enclosure]) -> Option<Enclosure> {
    match function.on_measured {
        OnMeasured::Rising(_) => combined(arguments, |ends| {
            let lower = (function.value)(&[ends[0].lower]);
            let upper = (function.value)(&[ends[0].upper]);
            (!lower.is_nan() && !upper.is_nan()).then_some(Interval { lower, upper })
        }),
        OnMeasured::Absolute => arguments[0].abs(),
        OnMeasured::Least => Enclosure::least_of(arguments),
        OnMeasured::Greatest => Enclosure::greatest_of(arguments),
        OnMeasured::Nothing => None,
    }
}

/// What is known along a variable.
pub struct KnownPoints {
    at: Vec<f64>,
    values: Vec<Enclosure>,
    estimates: Vec<f64>,
    contrasts: Vec<Enclosure>,
    contrast_estimates: Vec<f64>,
}

impl KnownPoints {
    /// Encloses numbers along a variable and their contrasts; `None` if one of them may have no value.
    pub fn of(at: &[f64], values: &[Node], contrasts: &[Node], measured: &Measurements) -> Option<Self> {
        let all = |nodes: &[Node]| nodes.iter().map(|node| enclosed(node, measured)).collect::<Option<Vec<_>>>();
        let estimates = |nodes: &[Node]| nodes.iter().map(|node| measured.estimated(node).value).collect();
        Some(Self {
            at: at.to_vec(),
            values: all(values)?,
            estimates: estimates(values),
            contrasts: all(contrasts)?,
            contrast_estimates: estimates(contrasts),
        })
    }

    /// The points, as functionals and predicates take them.
    pub fn points(&self) -> Points<'_> {
        Points {
            at: &self.at,
            values: &self.values,
            estimates: &self.estimates,
            contrasts: &self.contrasts,
            contrast_estimates: &self.contrast_estimates,
        }
    }
}

fn found(curve: &Curve, measured: &Measurements) -> Option<Enclosure> {
    let Kind::OfPoints { found, .. } = &curve.functional.kind else { return None };
    let known = KnownPoints::of(&curve.at, &curve.values, &curve.contrasts, measured)?;
    Some(found(&known.points()).enclosure)
}

/// How often a curve changes its sign, if its functional counts that.
pub fn sign_changes(node: &Node, measured: &Measurements) -> Option<usize> {
    let Node::Found(curve) = node else { return None };
    let Kind::OfPoints { found, .. } = &curve.functional.kind else { return None };
    let known = KnownPoints::of(&curve.at, &curve.values, &curve.contrasts, measured)?;
    found(&known.points()).changes
}
