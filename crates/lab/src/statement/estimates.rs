//! Estimates of numbers at a cell, with their derivatives by what is measured.

use std::collections::BTreeMap;

use super::exactly::exactly;
use super::node::{AtomId, Curve, Linear, Node, value_of};
use crate::functional::{Kind, Points};
use crate::sentence::Operator;
use crate::sentence::{Function, OnMeasured};
use weak_to_strong::evidence::Enclosure;

/// An estimate, and its derivatives with respect to what is measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Dual {
    /// The estimate; NaN if there is none.
    pub value: f64,
    /// Its derivative with respect to each atom; an atom that is not here has none.
    pub slopes: BTreeMap<AtomId, f64>,
}

impl Dual {
    /// A number that does not depend on what is measured.
    pub fn known(value: f64) -> Self {
        Self { value, slopes: BTreeMap::new() }
    }

    fn joined(operator: Operator, left: &Self, right: &Self) -> Self {
        let (a, b) = (left.value, right.value);
        let (by_left, by_right) = match operator {
            Operator::Plus => (1.0, 1.0),
            Operator::Minus => (1.0, -1.0),
            Operator::Times => (b, a),
            Operator::Over => (1.0 / b, -a / (b * b)),
            Operator::Power => (b * a.powf(b - 1.0), if right.slopes.is_empty() { 0.0 } else { a.powf(b) * a.ln() }),
        };
        let mut slopes = BTreeMap::new();
        for (side, by) in [(left, by_left), (right, by_right)] {
            for (atom, slope) in &side.slopes {
                *slopes.entry(*atom).or_insert(0.0) += by * slope;
            }
        }
        Self { value: value_of(operator, a, b), slopes }
    }

    fn applied(function: &Function, arguments: &[Self]) -> Self {
        let values: Vec<f64> = arguments.iter().map(|argument| argument.value).collect();
        let value = (function.value)(&values);
        let attained = || arguments.iter().find(|argument| argument.value == value).map(|one| one.slopes.clone());
        let scaled = |by: f64| arguments[0].slopes.iter().map(|(atom, slope)| (*atom, by * slope)).collect();
        let slopes = match function.on_measured {
            OnMeasured::Rising(slope) => scaled(slope(values[0])),
            OnMeasured::Absolute => scaled(values[0].signum()),
            OnMeasured::Least | OnMeasured::Greatest => attained().unwrap_or_default(),
            OnMeasured::Nothing => BTreeMap::new(),
        };
        Self { value, slopes }
    }

    fn of_linear(linear: &Linear, atoms: &dyn Fn(AtomId) -> f64) -> Self {
        let value = linear.weights.iter().fold(linear.constant, |sum, (atom, weight)| sum + weight * atoms(*atom));
        Self { value, slopes: linear.weights.iter().copied().collect() }
    }
}

/// The estimate of a number, from the estimates of what is measured and of fits.
pub fn estimated(node: &Node, atoms: &dyn Fn(AtomId) -> f64, fits: &dyn Fn(&super::node::FittedCurve) -> f64) -> Dual {
    let of = |node: &Node| estimated(node, atoms, fits);
    match node {
        Node::Known(value) => Dual::known(*value),
        Node::NoValue(_) => Dual::known(f64::NAN),
        Node::Linear(linear) => Dual::of_linear(linear, atoms),
        Node::Ratio(numerator, denominator) => {
            let [above, below] = [numerator, denominator].map(|linear| Dual::of_linear(linear, atoms));
            Dual::joined(Operator::Over, &above, &below)
        }
        Node::Arithmetic(operator, left, right) => Dual::joined(*operator, &of(left), &of(right)),
        Node::Apply(function, arguments) => Dual::applied(function, &arguments.iter().map(of).collect::<Vec<_>>()),
        Node::Found(curve) => found(curve, &of),
        Node::Fitted(curve) => Dual::known(fits(curve)),
    }
}

/// The estimate of a functional. A least or greatest number varies as the number does that is the least or greatest.
fn found(curve: &Curve, of: &dyn Fn(&Node) -> Dual) -> Dual {
    let values: Vec<Dual> = curve.values.iter().map(of).collect();
    let value = found_estimate(curve, &values.iter().map(|dual| dual.value).collect::<Vec<_>>(), of);
    let is_a_value = curve.functional.place.is_none();
    let same = values.into_iter().find(|dual| is_a_value && dual.value == value);
    same.unwrap_or_else(|| Dual::known(value))
}

/// The estimate of a functional from the estimates along the variable.
fn found_estimate(curve: &Curve, estimates: &[f64], of: &dyn Fn(&Node) -> Dual) -> f64 {
    let Kind::OfPoints { found, .. } = &curve.functional.kind else { return f64::NAN };
    let values: Vec<Enclosure> = estimates.iter().map(|value| exactly(*value)).collect();
    let contrast_estimates: Vec<f64> = curve.contrasts.iter().map(|node| of(node).value).collect();
    let contrasts: Vec<Enclosure> = contrast_estimates.iter().map(|value| exactly(*value)).collect();
    let points = Points {
        at: &curve.at,
        values: &values,
        estimates,
        contrasts: &contrasts,
        contrast_estimates: &contrast_estimates,
    };
    found(&points).estimate
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (a − 2b)/b at a = 3, b = 4 has the derivatives 1/b and −a/b².
    #[test]
    fn derivatives_follow_the_rules_of_calculus() {
        let numerator = Linear::atom(0).plus(-2.0, &Linear::atom(1));
        let ratio = Node::Ratio(numerator, Linear::atom(1));
        let dual = estimated(&ratio, &|atom| [3.0, 4.0][atom], &|_| f64::NAN);
        assert!((dual.value + 1.25).abs() < 1e-15);
        assert!((dual.slopes[&0] - 0.25).abs() < 1e-15 && (dual.slopes[&1] + 3.0 / 16.0).abs() < 1e-15);
        let power = Node::joined(Operator::Power, &Node::Linear(Linear::atom(0)), &Node::Known(2.0));
        assert_eq!(estimated(&power, &|_| 3.0, &|_| f64::NAN).slopes[&0], 6.0);
    }
}
