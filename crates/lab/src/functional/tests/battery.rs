//! How often verdicts on simulated curves are false.
//!
//! Each case has an error probability of 5 % for all of its intervals together, and 300 fixed seeds. More than 32 false verdicts have probability below
//! 3e-5 (binomial law), if the error probability is kept.

use weak_to_strong::evidence::End;

use super::known::{Known, Simulated, Spread, functional};
use crate::comparison::Comparison;
use crate::functional::place_verdict;
use crate::verdict::Verdict;

const ERROR: f64 = 0.05;
const SEEDS: u64 = 300;
const MOST_FALSE: usize = 32;
const GRID: [f64; 5] = [1.0, 2.0, 4.0, 8.0, 16.0];

/// What is known of a curve with each seed.
fn all_known(name: &str, means: [f64; 5], spread: Spread) -> Vec<Known> {
    (0..SEEDS).map(|seed| Simulated::new(name, seed, 1200, &GRID, &means, spread).known(name, ERROR)).collect()
}

/// Asserts that few of these verdicts are false, and returns how many decide.
fn decided_of(case: &str, verdicts: &[Verdict], is_true: bool) -> usize {
    let is_false = |verdict: &&Verdict| match verdict {
        Verdict::Violated => is_true,
        Verdict::Holds | Verdict::Tight => !is_true,
        Verdict::NotApplicable | Verdict::Vacuous | Verdict::Undefined | Verdict::Unresolved => false,
    };
    let wrong = verdicts.iter().filter(is_false).count();
    assert!(wrong <= MOST_FALSE, "{case}: {wrong} false verdicts");
    verdicts.iter().filter(|verdict| **verdict != Verdict::Unresolved).count()
}

/// How often a predicate is decided. It is rarely judged falsely.
fn decided(name: &str, means: [f64; 5], spread: Spread, is_true: bool) -> usize {
    let judged = |known: &Known| known.judged(name, 0.01, 0.0).verdict;
    let verdicts: Vec<Verdict> = all_known(name, means, spread).iter().map(judged).collect();
    decided_of(&format!("{name} {means:?}"), &verdicts, is_true)
}

/// How often statements about a place are decided, each with its truth. They are rarely judged falsely.
fn decided_places(name: &str, means: [f64; 5], spread: Spread, statements: &[(Comparison, f64, bool)]) -> Vec<usize> {
    let place = functional(name).place.expect("a place");
    let found: Vec<_> = all_known(name, means, spread).iter().map(|known| known.found(name).enclosure).collect();
    let decided = |(comparison, expected, is_true): &(Comparison, f64, bool)| {
        let judge = |found| place_verdict(place, *comparison, found, *expected, &GRID);
        let verdicts: Vec<Verdict> = found.iter().map(judge).collect();
        decided_of(&format!("{name} {means:?} {comparison:?} {expected}"), &verdicts, *is_true)
    };
    statements.iter().map(decided).collect()
}

const NORMAL: Spread = Spread::Normal(0.2);

/// Curves at the edge of what a predicate allows: a verdict `violated` needs an interval that misses.
#[test]
fn predicates_are_not_violated_at_their_edge() {
    let flat = [0.3; 5];
    for name in ["increasing", "decreasing", "convex", "concave", "valley", "peak"] {
        decided(name, flat, NORMAL, true);
    }
    decided("increasing", flat, Spread::Bernoulli, true);
    let line = [0.25, 0.27, 0.31, 0.39, 0.55];
    decided("convex", line, NORMAL, true);
    decided("concave", line, NORMAL, true);
    decided("valley", [0.5, 0.3, 0.3, 0.3, 0.6], NORMAL, true);
}

/// What is clearly true or false is decided in at least nine tenths of the seeds.
#[test]
fn clear_predicates_are_decided() {
    let enough = 270;
    let rising = [0.1, 0.2, 0.3, 0.4, 0.5];
    assert!(decided("increasing", rising, NORMAL, true) >= enough);
    assert!(decided("decreasing", rising, NORMAL, false) >= enough);
    assert!(decided("valley", [0.9, 0.4, 0.1, 0.4, 0.9], Spread::Bernoulli, true) >= enough);
    assert!(decided("peak", [0.9, 0.4, 0.1, 0.4, 0.9], Spread::Bernoulli, false) >= enough);
    assert!(decided("convex", [0.9, 0.5, 0.3, 0.2, 0.3], NORMAL, true) >= enough);
    assert!(decided("concave", [0.9, 0.5, 0.3, 0.2, 0.3], NORMAL, false) >= enough);
}

/// Dips of 0.015, more than the resolution of 1 % of 0.4 and little against the noise: a verdict `holds` or `tight` needs an interval that misses.
#[test]
fn small_faults_are_not_overlooked() {
    decided("increasing", [0.2, 0.4, 0.385, 0.5, 0.6], NORMAL, false);
    decided("decreasing", [0.6, 0.5, 0.385, 0.4, 0.2], NORMAL, false);
    decided("valley", [0.5, 0.385, 0.4, 0.385, 0.5], NORMAL, false);
    decided("peak", [0.2, 0.4, 0.385, 0.4, 0.2], NORMAL, false);
    decided("convex", [0.4, 0.42, 0.4, 0.5, 0.9], NORMAL, false);
}

/// The sign never changes, changes three times, or is 0 at a point.
#[test]
fn crossings_are_not_misplaced() {
    use Comparison::{AtLeast, AtMost, Equal};
    let crossing = |means, statements: &[_]| decided_places("crossing", means, NORMAL, statements);
    crossing([0.3, 0.2, 0.1, 0.03, 0.01], &[(AtMost, 16.0, false), (AtLeast, 16.0, true)]);
    let thrice = [(Equal, 6.0, true), (AtMost, 2.0, false), (AtMost, 4.0, false), (AtLeast, 16.0, false)];
    crossing([0.1, -0.1, 0.02, -0.1, -0.2], &thrice);
    // At 4 it is 0, not below 0: the crossing lies in (4, 8].
    crossing([0.1, 0.1, 0.0, -0.1, -0.1], &[(AtMost, 4.0, false)]);
    let clear = crossing([0.3, 0.2, 0.1, -0.1, -0.2], &[(Equal, 6.0, true), (AtMost, 4.0, false)]);
    assert!(clear.iter().all(|decided| *decided >= 270), "{clear:?}");
}

/// The signs that are proved change no more often than the true ones.
#[test]
fn changes_of_sign_are_not_invented() {
    let thrice = [0.1, -0.1, 0.02, -0.1, -0.2];
    let changes = |seed| {
        Simulated::new("changes", seed, 1200, &GRID, &thrice, NORMAL).known("crossing", ERROR).found("crossing").changes
    };
    let counts: Vec<usize> = (0..SEEDS).filter_map(changes).collect();
    assert_eq!(counts.len(), SEEDS as usize);
    assert!(counts.iter().filter(|count| **count > 3).count() <= MOST_FALSE && counts.contains(&1));
}

/// Two equal least values, and a third one little above: the interval holds both places.
#[test]
fn ties_are_kept() {
    use Comparison::{AtLeast, AtMost, Equal};
    let tied = [0.5, 0.3, 0.31, 0.3, 0.4];
    let statements = [(AtMost, 4.0, true), (AtLeast, 4.0, true), (Equal, 1.0, false), (AtLeast, 16.0, false)];
    for spread in [NORMAL, Spread::Bernoulli] {
        decided_places("argmin", tied, spread, &statements);
    }
    let clear = [
        decided_places("argmin", [0.5, 0.3, 0.1, 0.3, 0.5], NORMAL, &[(Equal, 4.0, true)])[0],
        decided_places("argmax", [0.1, 0.2, 0.3, 0.2, 0.1], NORMAL, &[(Equal, 16.0, false)])[0],
    ];
    assert!(clear.iter().all(|decided| *decided >= 270), "{clear:?}");
}

/// Both places of a tie lie in the interval, and the least and greatest values lie in theirs.
#[test]
fn extremes_are_covered() {
    let tied = [0.5, 0.3, 0.31, 0.3, 0.5];
    for (name, wanted) in [("argmin", [2.0, 8.0]), ("argmax", [1.0, 16.0]), ("min", [0.3, 0.3]), ("max", [0.5, 0.5])] {
        let misses = |seed: &u64| {
            let known = Simulated::new("extremes", *seed, 1200, &GRID, &tied, NORMAL).known(name, ERROR);
            let interval = known.found(name).enclosure.interval();
            !wanted.iter().all(|number| interval.holds(*number))
        };
        let missed = (0..SEEDS).filter(misses).count();
        assert!(missed <= MOST_FALSE, "{name}: {missed}");
    }
}

/// What this battery can see: intervals of a third of their width.
#[test]
fn intervals_that_are_too_narrow_are_seen() {
    let mut known = all_known("increasing", [0.3; 5], NORMAL);
    let narrowed = |end: End, about: f64| end.moved_to(about + (end.at - about) / 3.0);
    for Known { contrasts, contrast_estimates, .. } in &mut known {
        for (contrast, estimate) in contrasts.iter_mut().zip(contrast_estimates) {
            contrast.lower = narrowed(contrast.lower, *estimate);
            contrast.upper = narrowed(contrast.upper, *estimate);
        }
    }
    let is_violated = |known: &&Known| known.judged("increasing", 0.01, 0.0).verdict == Verdict::Violated;
    let wrong = known.iter().filter(is_violated).count();
    assert!(wrong > MOST_FALSE, "{wrong}");
}
