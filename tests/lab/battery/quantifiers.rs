//! Claims with `exists`, `eventually`, `when` and `most`.

use super::case::Case;
use super::case::Truth::{Edge, False, Out, True};
use super::sentence::{Sentence, sentence};

pub fn cases() -> Vec<Case> {
    [exists(), eventually(), when(), most()].concat()
}

/// A height that differs at one place.
fn but_at(place: u32, usual: f64, there: f64) -> String {
    format!("{usual} + ({there} - {usual}) * exp(-99 * (place - {place})^2)")
}

/// Whether something holds at one of 61 points.
fn exists() -> Vec<Case> {
    let places: Vec<u32> = (1..=61).collect();
    let of = |id, law: &str, height: &str, relation: &str| {
        sentence(id, &format!("place = {places:?}"), &format!("{law}[height = {height}] {relation}"))
            .key("exists = ['place']")
            .replicates(1 << 14)
    };
    let witness = but_at(40, 1.1, 1.0);
    vec![
        of("one-witness", "level.uniform", &witness, "<= 1.03").decided(True),
        of("one-witness-edge", "level.uniform", &witness, "<= 1").within(1e-4).undecided(True),
        of("one-witness-equal", "level.uniform", &witness, "== 1").within(0.03).decided(True),
        of("no-witness", "level.uniform", "1.1", "<= 1").decided(False),
        // One of 61 intervals is enough for a false witness.
        of("no-witness-near", "level.uniform", "1.003", "<= 1").within(0.002).undecided(False),
        of("no-witness-normal", "level.normal", "1.003", "<= 1").within(0.002).undecided(False),
        of("no-witness-exponential", "level.exponential", "1.01", "<= 1").within(0.005).undecided(False),
    ]
}

fn eventually() -> Vec<Case> {
    let of = |id, height: &str, relation: &str| {
        sentence(id, "place = [1, 2, 3, 4, 5, 6, 7, 8]", &format!("level.uniform[height = {height}] {relation}"))
            .key("eventually = 'place'")
    };
    vec![
        of("from-the-third-last", "1.2 - 0.3 * min(1, max(0, place - 5))", "<= 1").decided(True),
        of("false-at-the-last", &but_at(8, 0.9, 1.1), "<= 1").decided(False),
        of("false-at-the-third-last", &but_at(6, 0.9, 1.1), "<= 1").decided(False),
        of("false-before", &but_at(4, 0.9, 1.1), "<= 1").decided(True),
        of("eventually-edge", "1.2 - 0.2 * min(1, max(0, place - 5))", "<= 1").within(1e-4).undecided(True),
        of("false-at-the-last-near", &but_at(8, 0.9, 1.003), "<= 1").within(0.002).undecided(False),
    ]
}

/// A sentence with a measured condition.
fn when() -> Vec<Case> {
    let of = |id, height: f64, condition: &str| {
        let condition = condition.replace('C', "level.uniform[place = 9]");
        sentence(id, "place = [1]", &format!("level.uniform[height = {height}] <= 1"))
            .key(&format!("when = '{condition}'"))
    };
    vec![
        of("condition", 0.9, "C >= 0.9").decided(True),
        of("condition-false-sentence", 1.1, "C >= 0.9").decided(False),
        of("condition-out", 1.1, "C >= 1.1").decided(Out),
        of("condition-out-everywhere", 0.9, "C >= 0.9 and not C >= 0.8").decided(Out),
        // The condition is true, and cannot be proved.
        of("condition-edge", 1.1, "C <= 1").undecided(False),
        of("condition-edge-above", 1.1, "C >= 1").undecided(False),
        of("condition-edge-true", 0.9, "C >= 1").decided(True),
        of("condition-edge-equal", 1.1, "C == 1").undecided(False),
        // The condition is false, and that cannot be proved: `violated` is wrong.
        of("condition-edge-not", 1.1, "not C <= 1").undecided(Out),
        of("condition-edge-or", 1.1, "C >= 1.1 or not C >= 1").undecided(Out),
    ]
}

/// Problems in two to five dimensions, with equal probability: the sentence is true in three quarters of them.
const DIMENSIONS: &str = r#"
[problem]
dim = 2
prompts = "gaussian"
concepts = { orthonormal = 2 }
source_prior = "uniform"
target = 0
noise = 1.0
weak = { cosine = 0.8, noise = 1.0 }
[domain]
dim = [2, 5]
"#;

fn most() -> Vec<Case> {
    let of = |id, states: &str, share: f64, draws: u32| -> Sentence {
        sentence(id, "place = [1]", states)
            .key(&format!("most = {{ share = {share}, draws = {draws} }}"))
            .table(DIMENSIONS)
            .replicates(1 << 12)
    };
    let clear = "level.uniform[height = 0.2 * dim] <= 0.9";
    vec![
        of("share-of-problems-edge", clear, 0.75, 200).undecided(Edge),
        of("share-of-problems", clear, 0.5, 200).decided(True),
        of("share-of-problems-off", clear, 0.95, 200).decided(False),
        // True in all, but exactly at the edge in three quarters: those may be tight or unresolved.
        of("share-of-problems-tight", "level.uniform[height = min(1, 0.4 * dim)] <= 1", 0.9, 60).undecided(True),
    ]
}
