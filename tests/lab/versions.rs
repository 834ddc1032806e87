//! Numbers change with a new version only: a store would otherwise mix old ones with new ones.
//!
//! `tests/versions.json` holds, for every quantity, observable and sampler, with their versions, the moments of one block, and for every formula, with
//! its version, a value. Where a number changes on purpose, raise the version next to its code (`Quantity::version`, `Observable::version`, `SAMPLERS`,
//! `Formula::version`), and put the new table in place.

use crate::root::ROOT;
use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use toml::{Table, Value};
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::random::ContentKey;
use weak_to_strong_lab::formula;
use weak_to_strong_lab::law::{Law, OfSample, law_experiment, sample_key};
use weak_to_strong_lab::quantity::observable::{OBSERVABLES, Observed};
use weak_to_strong_lab::quantity::{self, QUANTITIES, Quantity, SAMPLERS, sampler_version};
use weak_to_strong_lab::setting::{Setting, SettingValue, Settings};
use weak_to_strong_lab::study::{BLOCK, Cell, Job, Session, run};

/// Numbers agree up to rounding, which differs between kinds of processors.
const TOLERANCE: f64 = 1e-9;

/// Problems of all families, by name.
const PROBLEMS: &str = r#"
[personas]
dim = 6
prompts = "gaussian"
concepts = { persona = { count = 3, content = 1.0, style = 0.5 } }
source_prior = [0.5, 0.25, 0.25]
target = 0
noise = 0.5
weak = { content = 0.25, style = 0.5, off_hull = 0.3, noise = 0.4 }

[cube]
dim = 6
prompts = "cube"
concepts = { orthonormal = 3 }
source_prior = "uniform"
target = 1
noise = 0.5
weak = { cosine = 0.8, off_hull = 0.3, noise = 0.4 }

[orthonormal]
dim = 6
prompts = "gaussian"
concepts = { orthonormal = 3 }
source_prior = "uniform"
target = 0
noise = 0.5
weak = { cosine = 0.8, off_hull = 0.3, noise = 0.4 }

[unbiased]
dim = 6
prompts = "gaussian"
concepts = { orthonormal = 2 }
source_prior = "uniform"
target = 0
noise = 0.5
weak = { cosine = 1.0, noise = 0.5 }

[several_targets]
dim = 6
prompts = "rademacher"
concepts = { orthonormal = 2 }
source_prior = "uniform"
target_prior = [0.3, 0.7]
noise = 0.5
weak = { cosine = 1.0, noise = 0.5 }

[cycle]
hidden_markov = { cyclic = { concepts = 3, states = 4, regularity = 0.9, noise = 0.2, delimiter = 0.1 } }

[subspaces]
regression = { subspaces = { signal = 1.0, noise = 0.5, teacher_dim = 8, student_dim = 8, overlap = 2.0 } }

[projection]
regression = { projection = { dim = 6, error = 0.25, emphasis = 1e8 } }

[spectrum]
regression = { spectrum = { power = 1, dim = 60 }, truth = { power = 1.5 }, noise = 0.5, student = { first = 50 } }

[turned]
regression = { spectrum = { power = 1, dim = 60 }, truth = { power = 1.5 }, noise = 0.5, teacher = { projection = 40 }, student = { first = 20, shared = 5, angle = 0.5 } }

[flat_spectrum]
regression = { spectrum = { levels = [[2.0, 60]] }, truth = { length = 1.0 }, noise = 0.5, student = { first = 50 } }

[units]
regression = { spectrum = { power = 1, dim = 20 }, truth = { power = 1.5 }, noise = 0.5, teacher = { relu = 12 }, student = { projection = 30 } }

[logistic_segment]
logistic = { inputs = [0, 1], weak = { probabilities = [0.05, 0.9] }, student = { segment = { from = { probabilities = [0.05, 0.05] }, to = { probabilities = [0.95, 0.2] }, truth = 0.25 } } }

[logistic_line]
logistic = { inputs = "normal", weak = { logit = { constant = -2.0, slope = 0.5, square = 2.0 } }, student = { line = { constant = 0.0, slope = 1.0 } } }

[hard_labels]
bilevel = { teacher = { dim = 60, favoured = 2.0 }, student = { dim = 600, favoured = 20.0 } }
"#;

/// A value of every numeric setting.
const NUMBERS: &str = r#"
samples = 40
penalty = 0.1
batch = 6
labels = 40
step = 0.1
steps = 12
weight = 0.25
stages = 2
examples = 3
example_length = 3
teacher_labels = 24
teacher_penalty = 0.0
pseudo_labels = 40
student_penalty = 0.0
"#;

/// A batch after which misalignment is rare, so that samplers tilt.
const LARGE_BATCH: f64 = 200.0;

/// Numbers that take other ways through the code.
const OTHER_NUMBERS: [(&str, f64); 7] = [
    ("batch", LARGE_BATCH),
    ("labels", f64::INFINITY),
    ("penalty", 0.0),
    ("teacher_labels", f64::INFINITY),
    ("teacher_penalty", 0.1),
    ("student_penalty", 0.2),
    ("pseudo_labels", f64::INFINITY),
];

type Numbers = BTreeMap<String, Vec<f64>>;

#[test]
fn numbers_change_with_a_new_version_only() {
    let path = format!("{ROOT}/tests/versions.json");
    let committed: Numbers =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap_or_else(|_| "{}".to_owned())).expect("a table");
    let now = numbers();
    let complaints = complaints(&committed, &now);
    if !complaints.is_empty() {
        let fresh = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("versions.json");
        let line = |(name, numbers)| format!("  {}: {}", serde_json::json!(name), serde_json::json!(numbers));
        let text = format!("{{\n{}\n}}\n", now.iter().map(line).collect::<Vec<_>>().join(",\n"));
        std::fs::write(&fresh, text).expect("a file");
        panic!("{}\nthe table as it would be now: {}", complaints.join("\n"), fresh.display());
    }
}

#[test]
fn a_changed_number_is_noticed() {
    let table = |entries: &[(&str, f64)]| entries.iter().map(|(name, x)| ((*name).to_owned(), vec![*x])).collect();
    let committed: Numbers = table(&[("a, version 1", 1.0), ("b, version 1", 2.0)]);
    assert!(complaints(&committed, &committed)[..].is_empty());
    let changed = complaints(&committed, &table(&[("a, version 1", 1.0 + 1e-8), ("b, version 1", 2.0)]));
    assert!(changed.len() == 1 && changed[0].contains("a, version 1") && changed[0].contains("raise"), "{changed:?}");
    let raised = complaints(&committed, &table(&[("a, version 2", 1.5), ("b, version 1", 2.0)]));
    assert_eq!(raised.len(), 2, "an entry to add and one to remove: {raised:?}");
}

#[test]
fn everything_has_a_version_and_is_covered() {
    let (mut samplers, mut quantities) = (BTreeSet::new(), BTreeSet::new());
    for_each_job(|name, job| {
        samplers.insert(job.experiment.sampler());
        quantities.insert(before_comma(&name));
    });
    assert_eq!(samplers, SAMPLERS.iter().map(|(name, _)| *name).collect());
    assert!(samplers.iter().all(|name| sampler_version(name) > 0));
    let mut observables = BTreeSet::new();
    for_each_observable(|name, job| {
        assert!(samplers.contains(job.experiment.sampler()), "{name}");
        observables.insert(before_comma(&name));
    });
    let all = OBSERVABLES.iter().map(|observable| format!("observable {}", observable.name));
    assert_eq!(observables, all.collect());
    assert_eq!(quantities, quantity::all().map(|quantity| quantity.name.to_string()).collect());
    let formulas: BTreeSet<String> = formula_values().keys().map(|name| before_comma(name)).collect();
    assert_eq!(formulas, formula::all().map(|formula| formula.name.to_string()).collect());
}

fn before_comma(name: &str) -> String {
    name.split(',').next().unwrap_or_default().to_owned()
}

fn complaints(committed: &Numbers, now: &Numbers) -> Vec<String> {
    let mut complaints = Vec::new();
    for (name, numbers) in now {
        match committed.get(name) {
            None => complaints.push(format!("{name}: is new; put it into tests/versions.json")),
            Some(before) if !agree(before, numbers) => complaints.push(format!(
                "{name}: was {before:?} and is {numbers:?}; raise the version of what was changed, or undo the change"
            )),
            Some(_) => {}
        }
    }
    let gone = committed.keys().filter(|name| !now.contains_key(*name));
    complaints.extend(gone.map(|name| format!("{name}: is gone; take it out of tests/versions.json")));
    complaints
}

fn agree(before: &[f64], now: &[f64]) -> bool {
    let scale = before.iter().fold(0.0_f64, |scale, x| scale.max(x.abs()));
    before.len() == now.len() && before.iter().zip(now).all(|(a, b)| (a - b).abs() <= TOLERANCE * scale)
}

fn numbers() -> Numbers {
    let mut numbers = formula_values();
    let mut measure = |name: String, job: Job| {
        let mut totals = [JointMoments::new(job.experiment.width())];
        let [total] = match run(&[job], &mut totals, &[BLOCK], 1, &Session::alone()) {
            Ok(()) => totals,
            Err(error) => panic!("{name}: {error}"),
        };
        numbers.insert(name, vec![total.mean()[0], total.covariance(0, 0)]);
    };
    for_each_job(&mut measure);
    for_each_observable(&mut measure);
    numbers
}

/// All quantities on all problems of their family, in all variants of their settings.
fn for_each_job(mut act: impl FnMut(String, Job)) {
    for (problem, cell) in problems() {
        for quantity in quantity::all().filter(|quantity| QUANTITIES.require_family(quantity, &cell.problem).is_ok()) {
            for (what, given) in variants(&quantity.settings)
                .into_iter()
                .filter(|(what, _)| what != BY_HAND || !quantity.name.starts_with("answer."))
            {
                let settings = Settings::select(&quantity.settings, &given).expect("settings in their domains");
                for (path, settings) in paths(quantity, settings) {
                    // A quantity that is not defined there has no numbers.
                    if let Ok(job) = Job::of_cells(quantity, &cell, settings) {
                        act(name(quantity, &job, &format!("{problem}{what}{path}")), job);
                    }
                }
            }
        }
    }
}

/// Variants of observables that are 0 up to rounding, or that magnify rounding, so that they differ between kinds of processors.
const ROUNDED: [&str; 3] = [", teacher_labels = inf", ", predictor = least_squares", BY_HAND];

/// The answers of a network by hand are as far from the posterior mean as rounding takes them.
const BY_HAND: &str = ", source = by_hand";

/// All observables on all problems of their family, in all variants of their settings.
fn for_each_observable(mut act: impl FnMut(String, Job)) {
    for (problem, cell) in problems() {
        for observable in OBSERVABLES.iter().filter(|one| OBSERVABLES.require_family(one, &cell.problem).is_ok()) {
            let variants = variants(&observable.settings).into_iter();
            for (what, given) in variants.filter(|(what, _)| !ROUNDED.contains(&what.as_str())) {
                let settings = Settings::select(&observable.settings, &given).expect("settings in their domains");
                let sample = [Observed { observable: observable.clone(), settings }];
                // An observable that is not defined there has no numbers.
                if let Ok(made) = law_experiment(&sample, &cell.problem, &[Law::Mean(OfSample::At(0))]) {
                    let sampler = made.experiment.sampler();
                    let name = format!(
                        "observable {}, version {} | {sampler}, version {} | {problem}{what}",
                        observable.name,
                        observable.version,
                        sampler_version(sampler)
                    );
                    act(name, Job::new(made, ContentKey::of(&sample_key(&sample).expect("one sample"))));
                }
            }
        }
    }
}

fn name(quantity: &Quantity, job: &Job, place: &str) -> String {
    let sampler = job.experiment.sampler();
    format!(
        "{}, version {} | {sampler}, version {} | {place}",
        quantity.name,
        quantity.version,
        sampler_version(sampler)
    )
}

/// The settings alone, and, where batches share replicates, with a batch after which misalignment is rare.
fn paths(quantity: &Quantity, settings: Settings) -> Vec<(&'static str, Vec<Settings>)> {
    let mut paths = vec![("", vec![settings.clone()])];
    if quantity.path.iter().any(|setting| setting.name == "batch") {
        let mut given: IndexMap<String, SettingValue> =
            settings.iter().map(|(name, value)| (name.to_owned(), value.clone())).collect();
        given.insert("batch".to_owned(), SettingValue::Number(LARGE_BATCH));
        let larger = Settings::select(&quantity.settings, &given).expect("settings in their domains");
        paths.push((", and batch = 200", vec![settings, larger]));
    }
    paths
}

fn formula_values() -> Numbers {
    let mut values = Numbers::new();
    for (problem, cell) in problems() {
        for formula in formula::all() {
            for (what, given) in variants(&formula.settings) {
                if let Ok(value) = formula.value(&cell.problem, &given)
                    && value.is_finite()
                {
                    let name = format!("{}, version {} | {problem}{what}", formula.name, formula.version);
                    values.insert(name, vec![value]);
                }
            }
        }
    }
    values
}

fn problems() -> Vec<(String, Cell)> {
    let problems: Table = PROBLEMS.parse().expect("TOML");
    let cell = |(name, problem): (String, Value)| {
        let cell = Cell::new(problem.as_table().expect("a table"), &IndexMap::new(), &[]);
        (name.clone(), cell.unwrap_or_else(|error| panic!("{name}: {error}")))
    };
    problems.into_iter().map(cell).collect()
}

/// All settings: with [`NUMBERS`], with every word that one of them can be, and with other numbers.
fn variants(settings: &[Setting]) -> Vec<(String, IndexMap<String, SettingValue>)> {
    let numbers: Table = NUMBERS.parse().expect("TOML");
    let number = |value: &Value| value.as_float().or(value.as_integer().map(|i| i as f64)).expect("a number");
    let mut plain: IndexMap<String, SettingValue> =
        numbers.iter().map(|(name, value)| (name.clone(), SettingValue::Number(number(value)))).collect();
    // A word that must be given is the first, unless it is the one that varies.
    for setting in settings.iter().filter(|setting| setting.default.is_none()) {
        if let Some(first) = setting.domain.words().first() {
            plain.insert(setting.name.to_string(), SettingValue::Word(first.to_string()));
        }
    }
    let mut variants = vec![(String::new(), plain.clone())];
    let mut vary = |setting: &Setting, value: SettingValue| {
        let mut given = plain.clone();
        let what = format!(", {} = {value}", setting.name);
        given.insert(setting.name.to_string(), value);
        variants.push((what, given));
    };
    for setting in settings {
        for word in setting.domain.words() {
            vary(setting, SettingValue::Word(word.to_string()));
        }
        for (_, other) in OTHER_NUMBERS.iter().filter(|(name, _)| *name == setting.name) {
            vary(setting, SettingValue::Number(*other));
        }
    }
    variants
}
