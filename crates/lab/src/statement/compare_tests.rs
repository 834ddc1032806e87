//! Verdicts on two sides whose intervals are given.

use super::compare::{compared, own};
use super::compared::Compared;
use super::doubt::Doubt;
use super::forms::Forms;
use super::judgement::Judgement;
use super::measurements::Measurements;
use super::node::{Linear, Node};
use super::resolution::Resolution;
use crate::comparison::Comparison::{self, AtLeast, AtMost, Equal};
use crate::own_relation::OwnRelation;
use crate::sentence::Operator;
use crate::verdict::Verdict::{self, Holds, Tight, Undefined, Unresolved, Vacuous, Violated};
use weak_to_strong::evidence::{Enclosure, End, Interval, TailDoubt, Warrant};

const ONE_PERCENT: Resolution = Resolution { relative: 0.01, absolute: 0.0 };

fn atom(place: usize) -> Node {
    Node::Linear(Linear::atom(place))
}

fn proved((lower, upper): (f64, f64)) -> Enclosure {
    Enclosure::of(Interval { lower, upper }, Warrant::FiniteSample)
}

/// What is found where the numbers lie in these intervals.
fn judged(left: &Node, comparison: Comparison, right: &Node, resolution: Resolution, boxes: &[Enclosure]) -> Judgement {
    let sides = Compared::of(comparison, left.clone(), right.clone(), resolution, false);
    let mut forms = Forms::default();
    sides.nodes().into_iter().for_each(|node| forms.admit(node));
    let places: Vec<(usize, usize)> = (0..boxes.len()).map(|place| (0, place)).collect();
    compared(&sides, resolution, &Measurements::in_boxes(&forms, &places, boxes))
}

fn with_number(comparison: Comparison, left: (f64, f64), right: f64) -> Verdict {
    judged(&atom(0), comparison, &Node::Known(right), ONE_PERCENT, &[proved(left)]).verdict
}

#[test]
fn a_number_is_compared_with_one_that_is_computed() {
    for (left, at_least, at_most, equal) in [
        ((2.0, 3.0), Holds, Unresolved, Unresolved),
        ((2.03, 3.0), Holds, Violated, Violated),
        ((1.0, 1.97), Violated, Holds, Violated),
        ((1.985, 2.015), Tight, Tight, Holds),
        ((1.97, 2.015), Unresolved, Unresolved, Unresolved),
        ((1.985, 2.03), Unresolved, Unresolved, Unresolved),
        // What is known to be on one side is not tight.
        ((2.005, 2.015), Holds, Violated, Holds),
        ((1.985, 1.995), Violated, Holds, Holds),
        ((2.0, 2.0), Holds, Holds, Holds),
        ((f64::NEG_INFINITY, f64::INFINITY), Unresolved, Unresolved, Unresolved),
    ] {
        let found = [AtLeast, AtMost, Equal].map(|comparison| with_number(comparison, left, 2.0));
        assert_eq!(found, [at_least, at_most, equal], "{left:?}");
        // The mirror image.
        let mirrored = (-left.1, -left.0);
        let found = [AtMost, AtLeast, Equal].map(|comparison| with_number(comparison, mirrored, -2.0));
        assert_eq!(found, [at_least, at_most, equal], "{mirrored:?}");
    }
}

fn of_two(comparison: Comparison, left: (f64, f64), right: (f64, f64), resolution: Resolution) -> Verdict {
    judged(&atom(0), comparison, &atom(1), resolution, &[proved(left), proved(right)]).verdict
}

/// The resolution is a share of a measured right side, whose sign must be proved.
#[test]
fn a_measured_right_side_sets_the_resolution() {
    for sign in [1.0, -1.0] {
        let of = |comparison, left: (f64, f64)| {
            let signed = if sign > 0.0 { left } else { (-left.1, -left.0) };
            of_two(comparison, signed, (sign, sign), ONE_PERCENT)
        };
        let (from_below, from_above) = if sign > 0.0 { (AtLeast, AtMost) } else { (AtMost, AtLeast) };
        assert_eq!(of(Equal, (1.002, 1.008)), Holds);
        assert_eq!(of(Equal, (0.992, 0.998)), Holds);
        assert_eq!(of(Equal, (1.002, 1.012)), Unresolved);
        assert_eq!(of(Equal, (1.012, 1.02)), Violated);
        assert_eq!(of(Equal, (0.9, 0.985)), Violated);
        assert_eq!((of(from_below, (0.995, 1.003)), of(from_above, (0.995, 1.003))), (Tight, Tight));
        assert_eq!((of(from_below, (1.002, 1.3)), of(from_above, (1.002, 1.3))), (Holds, Violated));
    }
    let around_0 = (-0.1, 0.1);
    for comparison in [AtLeast, AtMost, Equal] {
        assert_eq!(of_two(comparison, around_0, around_0, ONE_PERCENT), Unresolved);
    }
    // An absolute resolution needs no sign.
    let coarse = Resolution { relative: 0.01, absolute: 0.3 };
    assert_eq!(of_two(Equal, around_0, around_0, coarse), Holds);
    assert_eq!(of_two(AtLeast, around_0, around_0, coarse), Tight);
    assert_eq!(of_two(Equal, (0.5, 0.6), around_0, coarse), Violated);
    // Beyond the share, and within the absolute resolution.
    assert_eq!(of_two(Equal, (1.1, 1.2), (1.0, 1.0), coarse), Holds);
}

fn of_ratio(comparison: Comparison, above: (f64, f64), below: (f64, f64), right: f64) -> Verdict {
    let ratio = Node::joined(Operator::Over, &atom(0), &atom(1));
    judged(&ratio, comparison, &Node::Known(right), ONE_PERCENT, &[proved(above), proved(below)]).verdict
}

/// A/B is compared with c as A with c·B, which needs the sign of B.
#[test]
fn a_ratio_is_inverted() {
    for sign in [1.0, -1.0] {
        let one = (sign, sign);
        let above = |(low, high): (f64, f64)| if sign > 0.0 { (low, high) } else { (-high, -low) };
        let of = |comparison, numerator| of_ratio(comparison, above(numerator), one, 2.0);
        assert_eq!((of(AtLeast, (2.1, 2.3)), of(AtMost, (2.1, 2.3))), (Holds, Violated));
        assert_eq!((of(AtLeast, (1.1, 1.3)), of(AtMost, (1.1, 1.3))), (Violated, Holds));
        assert_eq!((of(AtLeast, (1.985, 2.015)), of(AtMost, (1.985, 2.015))), (Tight, Tight));
        assert_eq!((of(Equal, (1.985, 2.015)), of(Equal, (2.5, 2.6))), (Holds, Violated));
        assert_eq!((of(Equal, (1.0, 1.9)), of(Equal, (1.9, 2.1))), (Violated, Unresolved));
    }
    for comparison in [AtLeast, AtMost, Equal] {
        assert_eq!(of_ratio(comparison, (2.0, 3.0), (-0.1, 0.1), 2.0), Undefined);
        assert_eq!(of_ratio(comparison, (2.0, 3.0), (0.0, 1.0), 2.0), Undefined);
    }
    // 1 − A/B ≥ 0.8 is A ≤ 0.2·B.
    let recovered = Node::Known(1.0).minus(&Node::joined(Operator::Over, &atom(0), &atom(1)));
    let of = |above| judged(&recovered, AtLeast, &Node::Known(0.8), ONE_PERCENT, &[proved(above), proved((5.0, 6.0))]);
    assert_eq!((of((0.5, 0.9)).verdict, of((1.3, 1.4)).verdict), (Holds, Violated));
}

/// What both sides share cancels: A + B ≥ B is A ≥ 0, however little is known of B.
#[test]
fn what_both_sides_share_cancels() {
    let sum = Node::joined(Operator::Plus, &atom(0), &atom(1));
    let anywhere = proved((-100.0, 100.0));
    assert_eq!(judged(&sum, AtLeast, &atom(1), ONE_PERCENT, &[proved((0.1, 0.2)), anywhere]).verdict, Holds);
    assert_eq!(judged(&atom(0), Equal, &atom(0), ONE_PERCENT, &[anywhere]).verdict, Holds);
}

/// A verdict has the weakest warrant of the ends that decide it.
#[test]
fn a_verdict_has_the_warrant_of_what_decides_it() {
    let mixed = |lower: f64, upper: f64| Enclosure {
        lower: End::new(lower, Warrant::FiniteSample),
        upper: End::new(upper, Warrant::Asymptotic),
    };
    let of = |comparison, enclosure| {
        let found = judged(&atom(0), comparison, &Node::Known(2.0), ONE_PERCENT, &[enclosure]);
        (found.verdict, found.warrant)
    };
    assert_eq!(of(AtLeast, mixed(2.1, 3.0)), (Holds, Some(Warrant::FiniteSample)));
    assert_eq!(of(AtMost, mixed(2.1, 3.0)), (Violated, Some(Warrant::FiniteSample)));
    assert_eq!(of(AtMost, mixed(1.0, 1.9)), (Holds, Some(Warrant::Asymptotic)));
    assert_eq!(of(AtLeast, mixed(1.0, 1.9)), (Violated, Some(Warrant::Asymptotic)));
    assert_eq!(of(Equal, mixed(1.99, 2.01)), (Holds, Some(Warrant::Asymptotic)));
    assert_eq!(of(Equal, mixed(2.1, 3.0)), (Violated, Some(Warrant::FiniteSample)));
    assert_eq!(of(AtLeast, mixed(1.99, 2.01)), (Tight, Some(Warrant::Asymptotic)));
    assert_eq!(of(AtLeast, mixed(1.0, 3.0)), (Unresolved, None));
    // The sign of a denominator decides too.
    let ratio = Node::joined(Operator::Over, &atom(0), &atom(1));
    let denominator = mixed(-2.0, -1.0);
    let found = judged(&ratio, AtLeast, &Node::Known(2.0), ONE_PERCENT, &[proved((-9.0, -8.0)), denominator]);
    assert_eq!((found.verdict, found.warrant), (Holds, Some(Warrant::Asymptotic)));
}

/// A doubted end decides nothing, and the doubt is told where nothing is decided.
#[test]
fn a_doubted_end_decides_nothing() {
    let doubted = Enclosure {
        upper: End { doubt: Some(TailDoubt::HeavyTail), ..End::new(1.9, Warrant::Asymptotic) },
        ..proved((1.0, 1.9))
    };
    let of = |comparison, right: f64| {
        let found = judged(&atom(0), comparison, &Node::Known(right), ONE_PERCENT, &[doubted]);
        (found.verdict, found.doubt)
    };
    assert_eq!(of(AtMost, 2.0), (Unresolved, Some(Doubt::HeavyTail)));
    assert_eq!(of(AtLeast, 2.0), (Unresolved, Some(Doubt::HeavyTail)));
    assert_eq!(of(Equal, 2.0), (Unresolved, Some(Doubt::HeavyTail)));
    // The other end is as good as ever.
    assert_eq!(of(AtLeast, 0.9), (Holds, None));
    assert_eq!(of(AtMost, 0.9), (Violated, None));
}

#[test]
fn slack_and_margin_are_of_the_sides() {
    let of =
        |comparison, left, right: f64| judged(&atom(0), comparison, &Node::Known(right), ONE_PERCENT, &[proved(left)]);
    let found = of(AtLeast, (3.0, 5.0), 2.0);
    let slack = found.slack.expect("positive sides");
    assert_eq!((slack.value, slack.interval), (2.0, Interval { lower: 1.5, upper: 2.5 }));
    assert_eq!(found.margin.map(|margin| margin.value), Some(2.0 / 6.0));
    assert_eq!(of(AtMost, (3.0, 5.0), 2.0).margin.map(|margin| margin.value), Some(-2.0 / 6.0));
    assert_eq!(of(Equal, (3.0, 5.0), 2.0).margin.map(|margin| margin.value), Some((0.02 - 2.0) / 6.0));
    assert!(of(AtLeast, (-1.0, 5.0), 2.0).slack.is_none() && of(AtLeast, (3.0, 5.0), -2.0).slack.is_none());
    assert_eq!(of(AtLeast, (-1.0, 1.0), 0.0).margin.map(|margin| margin.value), Some(0.0));
}

/// Numbers that are known to be infinite are equal, and no difference is asked for.
#[test]
fn infinite_numbers_are_compared() {
    let infinite = Node::Known(f64::INFINITY);
    for comparison in [AtLeast, AtMost, Equal] {
        assert_eq!(judged(&infinite, comparison, &infinite, ONE_PERCENT, &[]).verdict, Holds);
    }
    assert_eq!(judged(&infinite, AtLeast, &Node::Known(1.0), ONE_PERCENT, &[]).verdict, Holds);
    assert_eq!(judged(&infinite, AtMost, &Node::Known(1.0), ONE_PERCENT, &[]).verdict, Violated);
    assert_eq!(judged(&infinite, Equal, &Node::Known(1.0), ONE_PERCENT, &[]).verdict, Violated);
    assert_eq!(with_number(AtMost, (1.0, 2.0), f64::INFINITY), Holds);
}

#[test]
fn what_nothing_could_refute_is_vacuous() {
    let sides = Compared::of(AtLeast, atom(0), Node::Known(-1.0), ONE_PERCENT, true);
    let mut forms = Forms::default();
    sides.nodes().into_iter().for_each(|node| forms.admit(node));
    let measured = Measurements::in_boxes(&forms, &[(0, 0)], &[proved((1.0, 2.0))]);
    assert_eq!(compared(&sides, ONE_PERCENT, &measured).verdict, Vacuous);
}

/// From half to twice the right side, and at least the right side.
#[test]
fn a_relation_of_a_user_is_its_range() {
    let factor_two = OwnRelation::new("factor_two", "", |x| Interval { lower: 0.5 * x, upper: 2.0 * x });
    let above = OwnRelation::new("above", "", |x| Interval { lower: x, upper: f64::INFINITY });
    let of = |relation: &OwnRelation, left| {
        let mut forms = Forms::default();
        forms.admit(&atom(0));
        let found = own(relation, &atom(0), &Node::Known(2.0), &Measurements::in_boxes(&forms, &[(0, 0)], &[left]));
        (found.verdict, found.warrant)
    };
    let finite = Some(Warrant::FiniteSample);
    assert_eq!(of(&factor_two, proved((1.0, 4.0))), (Holds, finite));
    assert_eq!(of(&factor_two, proved((0.9, 4.0))), (Unresolved, None));
    assert_eq!(of(&factor_two, proved((0.1, 0.9))), (Violated, finite));
    assert_eq!(of(&factor_two, proved((4.1, 9.0))), (Violated, finite));
    assert_eq!(of(&above, proved((2.0, 9.0))), (Holds, finite));
    // An infinite end of the range is faced by nothing.
    let open = Enclosure { upper: End::new(f64::INFINITY, Warrant::Asymptotic), ..proved((2.0, 9.0)) };
    assert_eq!(of(&above, open), (Holds, finite));
}
