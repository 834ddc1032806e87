//! Margins of statements by hand.

use std::sync::Arc;

use super::compare::{compared, own};
use super::compared::Compared;
use super::curve::contrast;
use super::forms::Forms;
use super::judge::judged;
use super::judgement::Margin;
use super::measurements::Measurements;
use super::node::{Curve, Linear, Node};
use super::planned::{Planned, PlannedShape};
use super::resolution::Resolution;
use crate::comparison::Comparison::{self, AtLeast, AtMost, Equal};
use crate::functional::{FUNCTIONALS, Kind, PREDICATES};
use crate::own_relation::OwnRelation;
use crate::sentence::Operator;
use weak_to_strong::evidence::{Enclosure, Interval, Warrant};

const ONE_PERCENT: Resolution = Resolution { relative: 0.01, absolute: 0.0 };

fn atom(place: usize) -> Node {
    Node::Linear(Linear::atom(place))
}

/// A number that is estimated by this, with a standard error of half the radius.
fn about(value: f64, radius: f64) -> Enclosure {
    Enclosure::of(Interval { lower: value - radius, upper: value + radius }, Warrant::FiniteSample)
}

fn of(left: &Node, comparison: Comparison, right: &Node, boxes: &[Enclosure]) -> Option<Margin> {
    let sides = Compared::of(comparison, left.clone(), right.clone(), ONE_PERCENT, false);
    let mut forms = Forms::default();
    sides.nodes().into_iter().for_each(|node| forms.admit(node));
    let places: Vec<(usize, usize)> = (0..boxes.len()).map(|place| (0, place)).collect();
    compared(&sides, ONE_PERCENT, &Measurements::in_boxes(&forms, &places, boxes)).margin
}

fn value(left: &Node, comparison: Comparison, right: &Node, boxes: &[Enclosure]) -> f64 {
    of(left, comparison, right, boxes).expect("a margin").value
}

fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-12
}

/// Estimates of 4 and 2: ±2 of 6, and for an equality 1 % of 2 less 2, of 6.
#[test]
fn margins_of_two_sides() {
    let boxes = [about(4.0, 0.5), about(2.0, 0.1)];
    for right in [Node::Known(2.0), atom(1)] {
        assert!(near(value(&atom(0), AtLeast, &right, &boxes), 2.0 / 6.0));
        assert!(near(value(&atom(0), AtMost, &right, &boxes), -2.0 / 6.0));
        assert!(near(value(&atom(0), Equal, &right, &boxes), (0.02 - 2.0) / 6.0));
    }
    // Negative numbers have the sizes of positive ones.
    assert!(near(value(&atom(0).times(-1.0), AtLeast, &Node::Known(2.0), &boxes), -6.0 / 6.0));
    // Within the resolution an equality has a positive margin.
    assert!(near(value(&atom(0), Equal, &Node::Known(4.02), &boxes), (0.0402 - 0.02) / 8.02));
}

/// 4/2 against 1: 1 of 3, also while the denominator is not proved to be positive and there is no verdict.
#[test]
fn margins_of_ratios() {
    let ratio = Node::joined(Operator::Over, &atom(0), &atom(1));
    for radius in [0.1, 3.0] {
        let boxes = [about(4.0, 0.5), about(2.0, radius)];
        assert!(near(value(&ratio, AtLeast, &Node::Known(1.0), &boxes), 1.0 / 3.0));
        assert!(near(value(&ratio, AtMost, &Node::Known(1.0), &boxes), -1.0 / 3.0));
    }
}

#[test]
fn margins_of_infinite_numbers() {
    let infinite = Node::Known(f64::INFINITY);
    let one = Node::Known(1.0);
    assert_eq!([AtLeast, AtMost, Equal].map(|comparison| value(&infinite, comparison, &one, &[])), [1.0, -1.0, -1.0]);
    assert_eq!([AtLeast, AtMost].map(|comparison| value(&infinite, comparison, &infinite, &[])), [0.0, 0.0]);
}

/// A functional of four numbers at 1, 2, 4 and 8.
fn found(name: &str) -> Node {
    let functional = FUNCTIONALS.into_iter().find(|functional| functional.name == name).expect("a functional");
    let Kind::OfPoints { contrasts, .. } = functional.kind else { panic!("{name} is found by a fit") };
    let (at, values): (Vec<f64>, Vec<Node>) = (vec![1.0, 2.0, 4.0, 8.0], (0..4).map(atom).collect());
    let contrasts = contrasts(&at).iter().map(|weights| contrast(&values, weights)).collect();
    Node::Found(Arc::new(Curve { functional, at, places: Vec::new(), values, contrasts }))
}

fn of_found(name: &str, comparison: Comparison, right: f64, values: [f64; 4]) -> f64 {
    value(&found(name), comparison, &Node::Known(right), &values.map(|value| about(value, 0.01)))
}

#[test]
fn margins_of_extrema_and_places() {
    let curve = [3.0, 1.0, 2.0, 5.0];
    assert!(near(of_found("min", AtLeast, 2.0, curve), -1.0 / 3.0));
    assert!(near(of_found("max", AtLeast, 2.0, curve), 3.0 / 7.0));
    // The least value lies at 2.
    assert!(near(of_found("argmin", AtMost, 3.0, curve), 1.0 / 5.0));
    assert!(near(of_found("argmin", AtLeast, 3.0, curve), -1.0 / 5.0));
    // 3 has the neighbours 2 and 4, and 2 is one of them; 5 has 4 and 8.
    assert!(near(of_found("argmin", Equal, 3.0, curve), 0.0));
    assert!(near(of_found("argmin", Equal, 2.0, curve), 1.0 / 4.0));
    assert!(near(of_found("argmin", Equal, 5.0, curve), -2.0 / 7.0));
}

/// What never falls below 0 on the grid falls at its end at the earliest.
#[test]
fn margins_of_crossings() {
    let never = [3.0, 2.0, 1.0, 0.5];
    assert!(near(of_found("crossing", AtMost, 4.0, never), -4.0 / 12.0));
    assert!(near(of_found("crossing", AtMost, 24.0, never), 16.0 / 32.0));
    let always = [-1.0, -2.0, -3.0, -4.0];
    assert!(near(of_found("crossing", AtLeast, 4.0, always), -3.0 / 5.0));
}

/// The margin of a predicate on numbers at 1, 2, 4 and 8.
fn of_shape(name: &str, values: [f64; 4]) -> f64 {
    let predicate = PREDICATES.into_iter().find(|predicate| predicate.name == name).expect("a predicate");
    let (at, nodes): (Vec<f64>, Vec<Node>) = (vec![1.0, 2.0, 4.0, 8.0], (0..4).map(atom).collect());
    let contrasts = (predicate.contrasts)(&at).iter().map(|weights| contrast(&nodes, weights)).collect();
    let shape = PlannedShape { predicate, at, places: Vec::new(), values: nodes, contrasts };
    let planned = Planned::Shape(Box::new(shape));
    let mut forms = Forms::default();
    planned.nodes().into_iter().for_each(|node| forms.admit(node));
    let places: Vec<(usize, usize)> = (0..4).map(|place| (0, place)).collect();
    let boxes: Vec<Enclosure> = values.iter().map(|value| about(*value, 0.0)).collect();
    let measured = Measurements::in_boxes(&forms, &places, &boxes);
    judged(&planned, ONE_PERCENT, &measured).margin.expect("a margin").value
}

/// The least contrast as a share of the values in it.
#[test]
fn margins_of_predicates() {
    assert!(near(of_shape("increasing", [1.0, 3.0, 2.0, 5.0]), -1.0 / 5.0));
    assert!(near(of_shape("decreasing", [5.0, 4.0, 2.0, 1.0]), 1.0 / 9.0));
    // The chord of 1 and 4 at 2 lies at 2; 4 is above it by 2, as a share of 1 + 4 + 4.
    assert!(near(of_shape("convex", [1.0, 4.0, 4.0, 9.0]), (2.0 - 4.0) / 9.0));
    // Falls, rises by 2 of 4, falls by 1 of 5: it may turn at either step at best.
    assert!(near(of_shape("valley", [5.0, 1.0, 3.0, 2.0]), -1.0 / 5.0));
    assert!(near(of_shape("valley", [5.0, 3.0, 1.0, 4.0]), 1.0 / 4.0));
}

/// From half to twice 2: 3 lies within by 1, and 5 beyond by 1.
#[test]
fn margins_of_a_users_own_relation() {
    let factor_two = OwnRelation::new("factor_two", "", |x| Interval { lower: 0.5 * x, upper: 2.0 * x });
    let of = |left: f64| {
        let mut forms = Forms::default();
        forms.admit(&atom(0));
        let boxes = [about(left, 0.1)];
        let measured = Measurements::in_boxes(&forms, &[(0, 0)], &boxes);
        own(&factor_two, &atom(0), &Node::Known(2.0), &measured).margin.expect("a margin").value
    };
    assert!(near(of(3.0), 1.0 / 5.0) && near(of(5.0), -1.0 / 7.0));
}
