//! The mean of an observable is the quantity that integrates what is known.

use toml::Table;

use super::support::{at, made, moments, observed};
use crate::family::{Problem, read_problem};
use crate::law::Law;
use crate::quantity::observable::{OBSERVABLES, Observed};
use crate::quantity::{Made, by_name};
use crate::setting::{SettingValue, Settings};

const TRANSFER: &str = r#"
dim = 6
prompts = "gaussian"
concepts = { orthonormal = 3 }
source_prior = [0.5, 0.25, 0.25]
target = 0
noise = 0.5
weak = { cosine = 0.8, off_hull = 0.3, noise = 0.4 }
"#;

const REGRESSION: &str =
    "regression = { subspaces = { signal = 1.0, noise = 0.5, teacher_dim = 8, student_dim = 8, overlap = 2.0 } }";

const HIDDEN_MARKOV: &str =
    "hidden_markov = { cyclic = { concepts = 3, states = 4, regularity = 0.9, noise = 0.2, delimiter = 0.1 } }";

const LINEAR: &str = r#"
regression = { spectrum = { power = 1.0, dim = 6 }, truth = { power = 1.5 }, noise = 0.5, teacher = { first = 4 }, student = { first = 5, shared = 4, angle = 0.3 } }
"#;

type Numbers = &'static [(&'static str, f64)];

/// Each observable, its settings, and the quantity that is its mean.
const PAIRS: [(&str, Numbers, &str); 19] = [
    ("naive.squared_error", &[("samples", 20.0), ("penalty", 0.1)], "naive.mse"),
    ("naive.squared_error", &[("samples", 20.0), ("penalty", 0.1), ("oracle_share", 0.5)], "naive.mse"),
    ("descent.squared_error", &[("samples", 20.0), ("step", 0.1), ("steps", 12.0)], "descent.mse"),
    ("oracle.squared_error", &[("samples", 20.0), ("penalty", 0.0)], "oracle.mse"),
    ("hull.squared_error", &[("samples", 20.0)], "hull.mse"),
    ("refined.squared_error", &[("batch", 2.0), ("labels", 20.0), ("penalty", 0.1)], "refined.mse"),
    ("refined.misalignment", &[("batch", 3.0)], "refined.misalignment"),
    ("incontext.squared_error", &[("batch", 3.0)], "incontext.error"),
    ("answer.squared_error", &[("batch", 3.0)], "answer.excess_risk"),
    ("teacher.squared_error", &[("teacher_labels", 24.0), ("teacher_penalty", 0.1)], "teacher.mse"),
    (
        "student.squared_error",
        &[("teacher_labels", 24.0), ("teacher_penalty", 0.1), ("pseudo_labels", 40.0), ("student_penalty", 0.2)],
        "student.mse",
    ),
    ("teacher.risk", TEACHER, "teacher.risk"),
    ("teacher.zero_one_error", TEACHER, "teacher.zero_one_error"),
    ("student.risk", STUDENT, "student.risk"),
    ("student.misfit", STUDENT, "student.misfit"),
    ("student.zero_one_error", STUDENT, "student.zero_one_error"),
    ("hmm.misalignment", &[("examples", 3.0), ("example_length", 3.0)], "hmm.misalignment"),
    ("hmm.accuracy", &[("examples", 3.0), ("example_length", 3.0)], "hmm.accuracy"),
    ("hmm.disagreement", &[("examples", 3.0), ("example_length", 3.0)], "hmm.disagreement"),
];

const TEACHER: Numbers = &[("teacher_labels", 24.0), ("teacher_penalty", 0.1)];

const STUDENT: Numbers = &[
    ("teacher_labels", 24.0),
    ("teacher_penalty", 0.1),
    ("pseudo_labels", 30.0),
    ("student_penalty", 0.05),
    ("mixing", 0.7),
];

/// Observables of learners under any spectrum.
const OF_ANY_SPECTRUM: [&str; 3] = ["risk", "misfit", "zero_one_error"];

/// Observables that have the name of their mean, on personas.
const SCORES: [&str; 3] = ["learned.content", "learned.style", "learned.accuracy"];

const PERSONAS: &str = r#"
dim = 6
prompts = "gaussian"
concepts = { persona = { count = 3, content = 1.0, style = 0.5 } }
source_prior = [0.5, 0.25, 0.25]
target = 0
noise = 0.5
weak = { content = 0.25, style = 0.5, off_hull = 0.3, noise = 0.4 }
"#;

fn problem(name: &str) -> Problem {
    let mut parts = name.split('.');
    let text = match parts.next() {
        Some("teacher" | "student") if parts.next().is_some_and(|part| OF_ANY_SPECTRUM.contains(&part)) => LINEAR,
        Some("learned") if SCORES.contains(&name) => PERSONAS,
        Some("teacher" | "student") => REGRESSION,
        Some("hmm") => HIDDEN_MARKOV,
        Some(_) | None => TRANSFER,
    };
    read_problem(&text.parse::<Table>().expect("TOML"), 64).expect("a problem").problem
}

fn quantity(name: &str, numbers: &[(&str, f64)]) -> Made {
    quantity_with(name, &problem(name), numbers, &[])
}

fn quantity_with(name: &str, problem: &Problem, numbers: &[(&str, f64)], words: &[(&str, &str)]) -> Made {
    let quantity = by_name(name).expect("known");
    let numbers = numbers.iter().map(|(name, x)| ((*name).to_owned(), SettingValue::Number(*x)));
    let words = words.iter().map(|(name, word)| ((*name).to_owned(), SettingValue::Word((*word).to_owned())));
    let settings = Settings::select(&quantity.settings, &numbers.chain(words).collect()).expect("settings");
    quantity.experiment(problem, &[settings]).expect("an experiment")
}

/// The estimate of a mean and its standard error.
fn measured(made: &Made, seed: u64, blocks: u64) -> (f64, f64) {
    let estimate = made.inference.estimates(&moments(made, seed, blocks))[0];
    (estimate.mean, estimate.standard_error)
}

/// Fixed seeds, other ones for either. A difference beyond five standard errors has probability 6e-7, 1e-5 in all. An estimate that is off by half of
/// the mean is seen.
#[test]
fn plain_means_agree_with_integrated_ones() {
    for (name, numbers, mean) in PAIRS {
        let made = made(&[observed(name, numbers, &[])], &problem(name), &[Law::Mean(at(0))]);
        let (plain, plain_error) = measured(&made, 11, 32);
        let (integrated, error) = measured(&quantity(mean, numbers), 12, 32);
        let limit = 5.0 * plain_error.hypot(error);
        assert!((plain - integrated).abs() < limit, "{name}: {plain} {integrated} {limit}");
        assert!(limit < 0.5 * integrated, "{name}: {limit} is too wide for {integrated}");
    }
    let others =
        ["incontext.rank", "incontext.predictive_transform", "learned.squared_error", "answer.squared_distance"];
    let elsewhere: Vec<&str> = others.into_iter().chain(SCORES).collect();
    let covered = |name: &str| PAIRS.iter().any(|(covered, ..)| *covered == name) || elsewhere.contains(&name);
    assert!(OBSERVABLES.iter().all(|observable| covered(&observable.name)));
}

/// As above: scores of personas, and refinement in the limit of many labels after one batch, which is a case of its own.
#[test]
fn scores_and_limits_agree_too() {
    let numbers = [("samples", 20.0), ("batch", 2.0), ("labels", 20.0), ("penalty", 0.1)];
    let many = [("batch", 2.0), ("labels", f64::INFINITY), ("penalty", 0.1)];
    let (refined, bootstrapped) = (&[("learner", "refined")][..], &[("learner", "bootstrapped")][..]);
    let scores = SCORES.map(|name| (name, name, &numbers[..], refined));
    let squared_error = ("learned.squared_error", "learned.mse", &numbers[..], bootstrapped);
    let limit = ("refined.squared_error", "refined.mse", &many[..], &[("batches", "shared")][..]);
    for (name, mean, numbers, words) in scores.into_iter().chain([squared_error, limit]) {
        let made = made(&[observed(name, numbers, words)], &problem(name), &[Law::Mean(at(0))]);
        let (plain, plain_error) = measured(&made, 15, 16);
        let (integrated, error) = measured(&quantity_with(mean, &problem(name), numbers, words), 16, 16);
        let limit = 5.0 * plain_error.hypot(error);
        assert!((plain - integrated).abs() < limit, "{name}: {plain} {integrated} {limit}");
        assert!(limit < 0.5 * integrated, "{name}: {limit} is too wide for {integrated}");
    }
}

/// Each learner of a joint sample has the law that it has alone: means within five standard errors, probability 6e-7 each.
#[test]
fn joint_samples_have_the_laws_of_single_ones() {
    let numbers =
        [("teacher_labels", 24.0), ("teacher_penalty", 0.1), ("pseudo_labels", 40.0), ("student_penalty", 0.2)];
    let teacher = [("teacher_labels", 24.0), ("teacher_penalty", 0.3)];
    let regression = vec![
        (observed("student.squared_error", &numbers, &[]), quantity("student.mse", &numbers)),
        (observed("teacher.squared_error", &teacher, &[]), quantity("teacher.mse", &teacher)),
    ];
    let labelled = PAIRS
        .iter()
        .filter(|(name, ..)| ["naive.squared_error", "descent.squared_error", "hull.squared_error"].contains(name));
    let labelled =
        labelled.map(|(name, numbers, mean)| (observed(name, numbers, &[]), quantity(mean, numbers))).collect();
    for parts in [regression, labelled] {
        let (sample, quantities): (Vec<Observed>, Vec<Made>) = parts.into_iter().unzip();
        let laws: Vec<Law> = (0..sample.len()).map(|place| Law::Mean(at(place))).collect();
        let made = made(&sample, &problem(&sample[0].observable.name), &laws);
        let estimates = made.inference.estimates(&moments(&made, 13, 32));
        for ((estimate, quantity), observed) in estimates.iter().zip(&quantities).zip(&sample) {
            let (mean, error) = measured(quantity, 14, 32);
            let limit = 5.0 * estimate.standard_error.hypot(error);
            assert!((estimate.mean - mean).abs() < limit, "{}: {estimate:?} {mean}", observed.observable.name);
        }
    }
}
