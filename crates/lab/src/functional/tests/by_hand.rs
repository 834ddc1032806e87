//! Functionals and predicates on curves whose answers follow by hand.

use weak_to_strong::evidence::{Enclosure, End, Interval, TailDoubt, Warrant};

use super::known::{Known, functional};
use crate::functional::{FUNCTIONALS, PREDICATES};
use crate::verdict::Verdict;

fn found(name: &str, radius: f64, values: &[f64]) -> (f64, f64, f64) {
    let found = Known::within(radius, values, name).found(name);
    (found.enclosure.lower.at, found.estimate, found.enclosure.upper.at)
}

fn verdict(name: &str, radius: f64, values: &[f64]) -> Verdict {
    Known::within(radius, values, name).judged(name, 0.01, 0.0).verdict
}

#[test]
fn names_stand_once_and_examples_use_them() {
    let functionals = FUNCTIONALS.iter().map(|functional| (functional.name, functional.meaning, functional.example));
    let predicates = PREDICATES.iter().map(|predicate| (predicate.name, predicate.meaning, predicate.example));
    let mut names = std::collections::HashSet::new();
    for (name, meaning, example) in functionals.chain(predicates) {
        assert!(names.insert(name) && !meaning.is_empty(), "{name}");
        assert!(example.contains(&format!("{name}(")) && example.contains(" over "), "{example}");
    }
}

#[test]
fn extremes_are_found_with_their_places() {
    let curve = [5.0, 2.0, 3.0, 2.0625, 9.0];
    assert_eq!(found("min", 0.125, &curve), (1.875, 2.0, 2.125));
    assert_eq!(found("max", 0.125, &curve), (8.875, 9.0, 9.125));
    // 2 and 2.0625 do not beat each other; the others are beaten.
    assert_eq!(found("argmin", 0.125, &curve), (2.0, 2.0, 4.0));
    assert_eq!(found("argmin", 0.03125, &curve), (2.0, 2.0, 2.0));
    assert_eq!(found("argmax", 0.125, &curve), (5.0, 5.0, 5.0));
    assert_eq!(found("argmax", 100.0, &curve), (1.0, 5.0, 5.0));
    // Ties stay, however precisely they are known.
    assert_eq!(found("argmin", 0.0, &[4.0, 1.0, 2.0, 1.0]), (2.0, 2.0, 4.0));
    assert_eq!(found("argmin", 0.0, &[7.0]), (1.0, 1.0, 1.0));
}

/// Intervals that miss may beat all points. Then the place may be anywhere.
#[test]
fn a_circle_of_beaten_points_proves_nothing() {
    let mut known = Known::within(0.0, &[1.0, 2.0, 3.0], "argmin");
    // 2 beats 1, 3 beats 2, and 1 beats 3.
    let negative =
        |difference: f64| Enclosure::of(Interval { lower: difference, upper: difference }, Warrant::FiniteSample);
    known.contrasts = [-1.0, 1.0, -1.0].map(negative).to_vec();
    let place = known.found("argmin").enclosure;
    assert_eq!(place.interval(), Interval { lower: 1.0, upper: 3.0 });
}

#[test]
fn a_place_has_the_warrant_of_the_contrasts_that_prove_it() {
    let mut known = Known::within(0.5, &[5.0, 2.0, 8.0], "argmin");
    let asymptotic = |contrast: &mut Enclosure| *contrast = Enclosure::of(contrast.interval(), Warrant::Asymptotic);
    // The contrasts are those of points 1 and 2, 1 and 3, 2 and 3.
    asymptotic(&mut known.contrasts[0]);
    let place = known.found("argmin").enclosure;
    assert_eq!((place.lower.warrant, place.upper.warrant), (Warrant::Asymptotic, Warrant::FiniteSample));
    // Point 1 beats point 3 too.
    asymptotic(&mut known.contrasts[2]);
    assert_eq!(known.found("argmin").enclosure.upper.warrant, Warrant::FiniteSample);
    // A doubted contrast proves nothing, where the values by themselves do not.
    known.values =
        [0.0; 3].map(|at| Enclosure::of(Interval { lower: at, upper: at + 9.0 }, Warrant::FiniteSample)).to_vec();
    known.contrasts[0].upper.doubt = Some(TailDoubt::HeavyTail);
    assert_eq!(known.found("argmin").enclosure.lower, End::new(1.0, Warrant::Exact));
}

#[test]
fn the_last_crossing_counts() {
    let crossing = |values: &[f64]| {
        let found = Known::within(0.25, values, "crossing").found("crossing");
        (found.enclosure.lower.at, found.enclosure.upper.at, found.estimate, found.changes.expect("a count"))
    };
    let (none, never) = (f64::NEG_INFINITY, f64::INFINITY);
    assert_eq!(crossing(&[2.0, 1.0, -1.0, -2.0]), (2.0, 3.0, 3.0, 1));
    assert_eq!(crossing(&[2.0, 0.1, -0.1, -2.0]), (1.0, 4.0, 3.0, 1));
    assert_eq!(crossing(&[1.0, -1.0, 1.0, -1.0, -1.0]), (3.0, 4.0, 4.0, 3));
    assert_eq!(crossing(&[1.0, 1.0, 0.5]), (3.0, never, never, 0));
    assert_eq!(crossing(&[-1.0, -1.0]), (none, 1.0, 1.0, 0));
    assert_eq!(crossing(&[0.1, -0.1]), (none, never, 2.0, 0));
    assert_eq!(crossing(&[-1.0, 1.0]), (2.0, never, never, 1));
}

#[test]
fn rising_and_falling_by_hand() {
    assert_eq!(verdict("increasing", 0.5, &[1.0, 2.0, 3.0]), Verdict::Holds);
    assert_eq!(verdict("decreasing", 0.5, &[1.0, 2.0, 3.0]), Verdict::Violated);
    assert_eq!(verdict("decreasing", 0.0, &[3.0, 3.0, 1.0]), Verdict::Holds);
    // A step of −0.5 ± 1 is nothing, and nothing is reversed.
    assert_eq!(verdict("increasing", 1.0, &[1.0, 3.0, 2.5, 9.0]), Verdict::Unresolved);
    // No neighbours are proved to be reversed, but the first point and the last one are.
    let slowly = Known::within(1.0, &[3.0, 2.25, 1.5], "increasing").judged("increasing", 0.01, 0.0);
    assert_eq!((slowly.verdict, slowly.places), (Verdict::Violated, vec![1.0, 3.0]));
    // It is the second of the pairs, of the first point and the last one, whose precision is that of the margin.
    assert!((slowly.margin.value + 1.5 / 4.5).abs() < 1e-12);
    assert_eq!((slowly.margin.contrast, slowly.margin.size), (Some(1), 4.5));
    // A plateau within 1 % of 100.
    assert_eq!(verdict("increasing", 0.4, &[90.0, 100.0, 99.9, 120.0]), Verdict::Tight);
    assert_eq!(verdict("increasing", 0.4, &[9.0, 10.0, 9.9, 12.0]), Verdict::Unresolved);
    let absolute = Known::within(0.4, &[9.0, 10.0, 9.9, 12.0], "increasing").judged("increasing", 0.0, 0.5);
    assert_eq!((absolute.verdict, absolute.warrant), (Verdict::Tight, Some(Warrant::FiniteSample)));
    assert_eq!(verdict("increasing", 0.4, &[1.0]), Verdict::Holds);
}

#[test]
fn bends_by_hand() {
    let squares = [1.0, 4.0, 9.0, 16.0, 25.0];
    assert_eq!(
        (verdict("convex", 0.5, &squares), verdict("concave", 0.5, &squares)),
        (Verdict::Holds, Verdict::Violated)
    );
    assert_eq!(
        (verdict("convex", 0.0, &[1.0, 2.0, 3.0]), verdict("concave", 0.0, &[1.0, 2.0, 3.0])),
        (Verdict::Holds, Verdict::Holds)
    );
    // Neighbours bend by ¾ at most; over the whole grid the middle lies 1.5 above the chord.
    let bent = Known::within(1.0, &[0.0, 1.5, 2.5, 2.75, 2.0], "convex").judged("convex", 0.01, 0.0);
    assert_eq!((bent.verdict, bent.places), (Verdict::Violated, vec![1.0, 3.0, 5.0]));
    assert_eq!(verdict("convex", 0.3, &[100.0, 100.0, 100.0]), Verdict::Tight);
    assert_eq!(verdict("convex", 0.3, &[1.0, 1.0]), Verdict::Holds);
}

/// 1/v bends upwards in v. It is convex on an uneven grid too.
#[test]
fn divided_differences_use_the_distances() {
    let at = [1.0, 2.0, 8.0];
    let contrast = |name| {
        super::known::contrasts_of(name, &at)[0].iter().map(|(place, weight)| weight * at[*place].recip()).sum::<f64>()
    };
    // The chord at 2 is 6/7·1 + 1/7·1/8.
    assert!((contrast("convex") - (6.0 / 7.0 + 1.0 / 56.0 - 0.5)).abs() < 1e-12);
    assert!((contrast("concave") + contrast("convex")).abs() < 1e-12);
    let line: f64 =
        super::known::contrasts_of("convex", &at)[0].iter().map(|(place, weight)| weight * at[*place]).sum();
    assert!(line.abs() < 1e-12);
}

#[test]
fn turns_by_hand() {
    assert_eq!(verdict("valley", 0.5, &[5.0, 3.0, 1.0, 4.0]), Verdict::Holds);
    assert_eq!(verdict("peak", 0.5, &[5.0, 3.0, 1.0, 4.0]), Verdict::Violated);
    assert_eq!(verdict("peak", 0.5, &[1.0, 3.0, 5.0, 4.0]), Verdict::Holds);
    // Monotone curves count, and so do curves of two points.
    for curve in [[1.0, 2.0, 3.0], [3.0, 2.0, 1.0], [2.0, 2.0, 2.0]] {
        assert_eq!((verdict("valley", 0.0, &curve), verdict("peak", 0.0, &curve)), (Verdict::Holds, Verdict::Holds));
    }
    assert_eq!(verdict("valley", 9.0, &[1.0, 2.0]), Verdict::Holds);
    // One step may do either; two may not.
    assert_eq!(verdict("valley", 0.5, &[5.0, 3.0, 3.2, 6.0]), Verdict::Holds);
    assert_eq!(verdict("valley", 0.5, &[5.0, 3.0, 3.2, 3.1, 6.0]), Verdict::Unresolved);
    let bump = Known::within(0.5, &[5.0, 3.0, 4.0, 2.0, 6.0], "valley").judged("valley", 0.01, 0.0);
    assert_eq!((bump.verdict, bump.places), (Verdict::Violated, vec![2.0, 3.0, 4.0]));
    let valley = Known::within(0.5, &[5.0, 3.0, 1.0, 4.0], "valley").judged("valley", 0.01, 0.0);
    assert_eq!((valley.places, valley.warrant), (vec![3.0], Some(Warrant::FiniteSample)));
    // The least of 2/8, 2/4 and 3/5, without the step at which the curve turns at best.
    assert!(
        (valley.margin.value - 0.25).abs() < 1e-12 && bump.margin.value < 0.0,
        "{:?} {:?}",
        valley.margin,
        bump.margin
    );
}

#[test]
fn doubted_ends_decide_no_predicate() {
    for name in ["increasing", "convex", "valley"] {
        let mut known = Known::within(0.1, &[1.0, 2.0, 4.0, 8.0], name);
        assert_eq!(known.judged(name, 0.01, 0.0).verdict, Verdict::Holds, "{name}");
        known.contrasts.iter_mut().for_each(|contrast| contrast.lower.doubt = Some(TailDoubt::HeavyTail));
        assert_eq!(known.judged(name, 0.01, 0.0).verdict, Verdict::Unresolved, "{name}");
    }
}

#[test]
fn parameters_have_defaults() {
    let given = |name: &str, power: Option<f64>| {
        functional(name).parameter_values(|name| power.filter(|_| name == "log_power"))
    };
    assert_eq!((given("decay_rate", None), given("decay_rate", Some(0.5))), (vec![None], vec![Some(0.5)]));
    assert_eq!((given("exponent", None), given("limit", None)), (vec![Some(0.0)], vec![]));
    assert!(functional("crossing").is_place() && !functional("min").is_place() && functional("limit").fit().is_some());
}
