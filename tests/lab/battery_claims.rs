//! The battery of claims whose truth is known, with a few seeds. `cargo bench -p weak-to-strong-lab --bench battery` runs it with 300.

use std::collections::HashSet;

use weak_to_strong_lab::claim::{CheckOptions, Claim, ClaimFile, Verdict, check};
use weak_to_strong_lab::study::Session;

use super::battery::case::{Case, Truth};
use super::battery::cases::cases;
use super::battery::laws::registry;
use super::battery::sentences;
use super::battery::trial::tally;
use super::battery::truths::{descent_mse, mistake_probability, ridge_mse};

const SEEDS: u64 = 4;

/// With intervals that may miss with probability 0.001 a claim, a wrong verdict in 4 runs of 60 claims has probability below 0.25 if all claims used up
/// their error probability; those of this library use far less. The seeds are fixed.
#[test]
fn no_verdict_is_wrong_and_most_are_decided() {
    none_is_wrong_and_most_are_decided(cases(), SEEDS);
}

/// The same with one seed, for sentences of all forms.
#[test]
fn no_verdict_on_a_sentence_is_wrong_and_most_are_decided() {
    none_is_wrong_and_most_are_decided(sentences(), 1);
}

fn none_is_wrong_and_most_are_decided(cases: Vec<Case>, seeds: u64) {
    let (mut undecided, mut wrong) = (Vec::new(), Vec::new());
    for case in cases {
        let found = tally(&case, seeds, 1e-3);
        if found.wrong > 0 {
            wrong.push((case.id, found));
        }
        if case.must_be_decided && found.right < found.runs {
            undecided.push(case.id);
        }
    }
    assert!(wrong.is_empty() && undecided.is_empty(), "wrong: {wrong:?}\nnot decided: {undecided:?}");
}

#[test]
fn the_battery_has_forty_claims_with_different_names() {
    let all = [cases(), sentences()].concat();
    let names: HashSet<&str> = all.iter().map(|case| case.id).collect();
    assert!(names.len() >= 40 && names.len() == all.len());
}

/// Pairing two samples would change what is true, so such a sentence has no verdict; a condition that is known to be false everywhere leaves nothing to judge.
#[test]
fn sentences_that_say_nothing_are_refused() {
    let known = sentences().into_iter().find(|case| case.id == "share").expect("known");
    let refused = |states: &str, keys: &str| {
        let text =
            known.text.replace("P(draw.uniform <= 0.3) == 0.3", states).replace("absolute_resolution = 0.03", keys);
        refusal(&Case { text, ..known.clone() }).unwrap_or_else(|| panic!("{states} is judged"))
    };
    let two = refused("P(draw.uniform <= stray.uniform) >= 0.5", "");
    assert!(two.contains("a draw and another draw"), "{two}");
    let two_places = refused("P(draw.uniform <= draw.other[place = 2]) >= 0.5", "");
    assert!(two_places.contains("place = 1 and place = 2"), "{two_places}");
    let nowhere = refused("P(draw.uniform <= 0.3) >= 0.5", "when = \"place >= 2\"");
    assert!(nowhere.contains("leaves no cell to be judged"), "{nowhere}");
}

/// The message with which a case is refused.
fn refusal(case: &Case) -> Option<String> {
    let file = ClaimFile::parse(case.id, &case.text).unwrap_or_else(|error| panic!("{}: {error}", case.id));
    let options = CheckOptions { stop_at_violation: true, ..CheckOptions::default() };
    let claim = Claim::with_registry(case.id.to_owned(), file, &registry());
    claim.and_then(|claim| check(&[claim], &options, &Session::alone())).err().map(|error| error.to_string())
}

/// The count sees verdicts that are wrong: here all, since the truth is misstated.
#[test]
fn wrong_verdicts_are_counted() {
    for id in ["pair-off", "place-off", "median-off", "no-witness", "rows-off"] {
        let case = sentences().into_iter().find(|case| case.id == id).expect("known");
        assert_eq!((case.truth, tally(&case, 2, 1e-3).right), (Truth::False, 2), "{id}");
        let found = tally(&Case { truth: Truth::True, ..case }, 2, 1e-3);
        assert_eq!((found.wrong, found.right), (2, 0), "{id}");
    }
}

#[test]
fn truths_judge_verdicts() {
    use Verdict::{Holds, NotApplicable, Tight, Undefined, Unresolved, Violated};
    let judged = |truth: Truth| [Holds, Tight, Violated, Undefined, NotApplicable, Unresolved].map(|v| truth.judges(v));
    let (right, wrong) = (Some(true), Some(false));
    assert_eq!(judged(Truth::True), [right, right, wrong, None, wrong, None]);
    assert_eq!(judged(Truth::False), [wrong, wrong, right, None, wrong, None]);
    assert_eq!(judged(Truth::Edge), [wrong, wrong, wrong, None, wrong, None]);
    assert_eq!(judged(Truth::NoValue), [wrong, wrong, wrong, right, wrong, None]);
    assert_eq!(judged(Truth::Out), [None, None, wrong, None, right, None]);
}

/// E 1/χ²₅ = 1/3, so least squares on 5 labels has the error ¼ + 1/3; an infinite penalty leaves b² = 1; a step of 0 too.
#[test]
fn true_values_by_hand() {
    assert!((ridge_mse(5, 0.0, 1.0) - (0.25 + 1.0 / 3.0)).abs() < 1e-10);
    assert!((ridge_mse(5, 1e12, 1.0) - 1.0).abs() < 1e-9);
    assert!((descent_mse(5, 1e-12, 1, 1.0) - 1.0).abs() < 1e-9);
    // One step of size 1: t = λ, E λ = 1, E λ² = 1 + 2/n: E(1.5λ − 1)² = 2.25·1.4 − 2 and the noise 1/5.
    assert!((descent_mse(5, 1.0, 1, 1.0) - (2.25 * 1.4 - 2.0 + 0.2)).abs() < 1e-9);
    // Two examples: the law of L = aχ²₂ − cχ²₂ is a difference of exponential laws of means 2a and 2c, so P(L < 0) = c/(a + c). With q(s) =
    // (1 + 2as)(1 − 2cs), a − c = 1 and 2ac = 1: a = (1 + √3)/2.
    let (a, c) = (0.5 * (1.0 + 3f64.sqrt()), 0.5 * (3f64.sqrt() - 1.0));
    assert!((mistake_probability(2) - c / (a + c)).abs() < 1e-3, "{}", mistake_probability(2));
}
