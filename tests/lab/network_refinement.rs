//! Refinement and other strategies with a network as source.

use std::path::Path;

use indexmap::IndexMap;
use toml::Table;
use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};
use weak_to_strong::numeric::Estimate;
use weak_to_strong::random::ContentKey;
use weak_to_strong_lab::law::{Law, OfSample, law_experiment};
use weak_to_strong_lab::quantity::observable::{OBSERVABLES, Observed};
use weak_to_strong_lab::quantity::{self, Made, QuantityError};
use weak_to_strong_lab::setting::Settings;
use weak_to_strong_lab::study::{Cell, Job};
use weak_to_strong_transformer::{Trainer, TrainingSpec};

use crate::problems::{built, orthonormal};
use crate::quantities::{drawn, given, settings};

type Words<'a> = &'a [(&'a str, &'a str)];

/// A quantity with numbers and words for its settings.
type Case<'a> = (&'a str, &'a [(&'a str, f64)], Words<'a>);

fn problem(prompts: PromptLaw) -> TransferProblem {
    built(&orthonormal(4, 3, prompts, WeakSpec::biased(0.8, 0.6, 0.5)))
}

fn made(name: &str, problem: &TransferProblem, numbers: &[(&str, f64)], words: Words) -> Result<Made, QuantityError> {
    let quantity = quantity::by_name(name)?;
    quantity.experiment(problem, &[settings(quantity, &given(numbers, words))])
}

/// The estimate of a quantity by this source.
fn estimate(name: &str, problem: &TransferProblem, numbers: &[(&str, f64)], words: Words, source: &str) -> Estimate {
    let words: Vec<_> = words.iter().copied().chain([("source", source)]).collect();
    let experiment = made(name, problem, numbers, &words).expect("an experiment");
    let (inference, moments) = drawn(experiment, ContentKey::of(source), 1, 10_000);
    inference.estimates(&moments)[0]
}

/// Asserts that a network by hand, which answers as the posterior mean, has this number. Fixed seeds, five standard errors: a false alarm has probability
/// 6e-7.
fn assert_agrees(what: &str, network: Estimate, expected: f64, standard_error: f64, most: f64) {
    let error = network.standard_error.hypot(standard_error);
    assert!((network.mean - expected).abs() < 5.0 * error, "{what}: {network:?}, {expected} ± {standard_error}");
    assert!(error < most, "{what}: the standard error {error} tells nothing");
}

/// With infinitely many labels the fit depends on mean answers alone, so that a network by hand and the posterior have the same numbers.
#[test]
fn many_answers_of_the_posterior_mean_are_refinement() {
    let many = [("batch", 3.0), ("labels", f64::INFINITY)];
    let with_penalty = [("batch", 3.0), ("labels", f64::INFINITY), ("penalty", 0.3)];
    let cases: [Case; 8] = [
        ("refined.mse", &many, &[]),
        ("refined.mse", &with_penalty, &[]),
        ("refined.mse", &many, &[("batches", "shared")]),
        ("refined.mse", &with_penalty, &[("batches", "shared"), ("batch_concepts", "mixed")]),
        ("refined.excess_over_naive", &many, &[]),
        ("strategy.mse", &many, &[("strategy", "refine")]),
        ("strategy.mse", &many, &[("strategy", "ask_to_improve")]),
        ("strategy.excess_risk", &many, &[("strategy", "ask_to_improve")]),
    ];
    let unequal = PromptLaw::Anisotropic(vec![2.0, 1.0, 0.5, 0.5]);
    for prompts in [PromptLaw::Cube, unequal] {
        let problem = problem(prompts);
        for (name, numbers, words) in cases {
            let of = |source| estimate(name, &problem, numbers, words, source);
            let (network, posterior) = (of("by_hand"), of("posterior"));
            let what = format!("{name} {words:?}");
            assert_agrees(&what, network, posterior.mean, posterior.standard_error, 0.05);
        }
    }
}

/// Mixed batches of several targets, which one concept a batch would not refine.
#[test]
fn mixed_batches_are_mixed_for_a_network_too() {
    let spec = ProblemSpec::new(3, ConceptSpec::Orthonormal(2)).weak(WeakSpec::biased(0.9, 0.0, 0.5));
    let problem = built(&spec.target_prior(PriorSpec::Probabilities(vec![0.3, 0.7])));
    let numbers = [("batch", 12.0), ("labels", f64::INFINITY)];
    let of = |concepts, source| estimate("refined.mse", &problem, &numbers, &[("batch_concepts", concepts)], source);
    for concepts in ["one", "mixed"] {
        let posterior = of(concepts, "posterior");
        assert_agrees(concepts, of(concepts, "by_hand"), posterior.mean, posterior.standard_error, 0.02);
    }
    assert!(of("mixed", "posterior").mean > 2.0 * of("one", "posterior").mean);
}

/// docs/theory.md, `refined.mse` of a network: least squares on N answers of the posterior mean with noise σ, on Gaussian prompts, from the limits of many
/// labels with fresh batches and with a shared one.
#[test]
fn few_answers_of_the_posterior_mean_by_their_limits() {
    let (dim, labels) = (4.0, 12.0);
    let problem = problem(PromptLaw::Gaussian);
    let of = |labels: f64, words: Words, source| {
        estimate("refined.mse", &problem, &[("batch", 2.0), ("labels", labels)], words, source)
    };
    let fresh = of(f64::INFINITY, &[], "posterior");
    let shared = of(f64::INFINITY, &[("batches", "shared")], "posterior");
    let noise = dim * problem.noise().powi(2) / (labels - dim - 1.0);
    let spread = (dim + 2.0) * (labels - 2.0) / ((labels + 2.0) * (labels - dim - 1.0));
    let expected = (1.0 - spread) * fresh.mean + spread * shared.mean + noise;
    let error = (spread - 1.0).abs() * fresh.standard_error + spread * shared.standard_error;
    assert_agrees("fresh", of(labels, &[], "by_hand"), expected, error, 0.02);
    assert_agrees("plain", of(labels, &[("sampler", "plain")], "by_hand"), expected, error, 0.02);
    let own = of(labels, &[("batches", "shared")], "by_hand");
    assert_agrees("shared", own, shared.mean + noise, shared.standard_error, 0.02);
    // Algorithm 1 re-samples the concept, too.
    assert!(of(labels, &[], "posterior").mean > expected + 5.0 * error);
}

/// By hand: without examples the answer is β_Pᵀx, so that β̂ = β_P + noise, |b|² = 2/3, and with an infinite penalty β̂ = β_P.
#[test]
fn without_examples_answers_are_the_source() {
    let problem = problem(PromptLaw::Gaussian);
    let of = |penalty| {
        let numbers = [("batch", 0.0), ("labels", 12.0), ("penalty", penalty)];
        estimate("refined.mse", &problem, &numbers, &[], "by_hand")
    };
    assert_agrees("least squares", of(0.0), 2.0 / 3.0 + 4.0 * 0.25 / 7.0, 0.0, 0.001);
    assert!((of(f64::INFINITY).mean - 2.0 / 3.0).abs() < 1e-9);
    for batches in ["fresh", "shared"] {
        let numbers = [("batch", 0.0), ("labels", f64::INFINITY), ("penalty", f64::INFINITY)];
        let words = [("batches", batches), ("source", "by_hand")];
        let experiment = made("refined.mse", &problem, &numbers, &words).expect("an experiment");
        let (inference, moments) = drawn(experiment, ContentKey::of("source"), 1, 1_000);
        assert!((inference.estimates(&moments)[0].mean - 2.0 / 3.0).abs() < 1e-9, "{batches}");
    }
}

/// With bounded prompts, intervals hold the posterior's number and no negative one, where observations may be negative. Fixed seed: an interval misses with
/// probability 1e-3.
#[test]
fn intervals_of_small_errors_begin_at_zero() {
    let problem = built(&orthonormal(4, 3, PromptLaw::Cube, WeakSpec::biased(1.0, 0.0, 0.3)));
    for batches in ["fresh", "shared"] {
        let numbers = [("batch", 24.0), ("labels", f64::INFINITY)];
        let experiment =
            made("refined.mse", &problem, &numbers, &[("batches", batches), ("source", "by_hand")]).expect("a network");
        let (inference, moments) = drawn(experiment, ContentKey::of("near 0"), 1, 2_000);
        let interval = inference.enclosures(&moments, 1e-3)[0].interval();
        let (lower, upper) = (interval.lower, interval.upper);
        assert!(lower == 0.0 && upper > 0.0 && upper < 3.0, "{batches}: {lower}, {upper}");
    }
}

/// Which other strategies and penalties there are changes no draw.
#[test]
fn strategies_and_penalties_do_not_disturb_each_other() {
    let problem = problem(PromptLaw::Cube);
    let means = |name: &str, path: &[(&str, f64)]| {
        let quantity = quantity::by_name(name).expect("a quantity");
        let of = |(strategy, penalty): &(&str, f64)| {
            let numbers = [("batch", 3.0), ("labels", f64::INFINITY), ("penalty", *penalty)];
            settings(quantity, &given(&numbers, &[("source", "by_hand"), ("strategy", strategy)]))
        };
        let path: Vec<Settings> = path.iter().map(of).collect();
        let experiment = quantity.experiment(&problem, &path).expect("an experiment");
        let (inference, moments) = drawn(experiment, ContentKey::of("paths"), 1, 64);
        inference.estimates(&moments).iter().map(|one| one.mean.to_bits()).collect::<Vec<_>>()
    };
    let (refine, improve) = (("refine", 0.0), ("ask_to_improve", 0.0));
    let both = means("strategy.mse", &[improve, refine, refine]);
    assert_eq!(both, [means("strategy.mse", &[improve]), [means("strategy.mse", &[refine])[0]; 2].to_vec()].concat());
    let penalties = means("refined.mse", &[("refine", 0.5), ("refine", 0.0)]);
    assert_eq!(penalties[1..], means("refined.mse", &[("refine", 0.0)]));
}

/// What needs a posterior over concepts says so, and what can be measured of a network.
#[test]
fn a_network_has_no_posterior() {
    let numbers = [("batch", 3.0), ("labels", f64::INFINITY)];
    let refused = |name: &str, words: Words| {
        let words: Vec<_> = words.iter().copied().chain([("source", "by_hand")]).collect();
        made(name, &problem(PromptLaw::Cube), &numbers, &words).err().map(|error| error.to_string()).unwrap_or_default()
    };
    for (name, instead) in [
        ("refined.misalignment", "answer.distance"),
        ("refined.misalignment_squared", "answer.distance"),
        ("refined.prior_distance", "refined.mse"),
        ("refined.deconvolved_distance", "refined.mse"),
        ("strategy.misalignment", "strategy.mse"),
        ("inferred.excess_misalignment", "strategy.mse"),
    ] {
        let said = refused(name, &[]);
        let parts = [name, "source = by_hand is a network", "no posterior", "write source = posterior", instead];
        assert!(parts.iter().all(|part| said.contains(part)), "{said}");
    }
    for name in ["strategy.mse", "strategy.excess_risk"] {
        let said = refused(name, &[("strategy", "infer_and_respond")]);
        assert!(said.contains("a network names none; write strategy = refine or ask_to_improve"), "{said}");
    }
}

/// The squared error of one sample: its mean is the quantity, as it is drawn plainly. Fixed seeds, five standard errors: a false alarm has probability 6e-7.
#[test]
fn the_squared_error_of_a_sample_is_an_observable() {
    let problem = problem(PromptLaw::Cube);
    let observable = OBSERVABLES.by_name("refined.squared_error").expect("an observable");
    let of = |labels: f64, words: Words| {
        let numbers = [("batch", 2.0), ("labels", labels), ("penalty", 0.1)];
        let settings = Settings::select(&observable.settings, &given(&numbers, words)).expect("settings");
        law_experiment(
            &[Observed { observable: observable.clone(), settings }],
            &problem,
            &[Law::Mean(OfSample::At(0))],
        )
    };
    let (inference, moments) =
        drawn(of(8.0, &[("source", "by_hand")]).expect("a sample"), ContentKey::of("one"), 1, 20_000);
    let (found, [quantity, own]) = (inference.estimates(&moments)[0], {
        let numbers = [("batch", 2.0), ("labels", 8.0), ("penalty", 0.1)];
        ["automatic", "plain"]
            .map(|sampler| estimate("refined.mse", &problem, &numbers, &[("sampler", sampler)], "by_hand"))
    });
    assert_agrees("automatic", found, quantity.mean, quantity.standard_error, 0.02);
    assert_agrees("plain", found, own.mean, own.standard_error, 0.02);
    let said = of(f64::INFINITY, &[("source", "by_hand"), ("batches", "shared")]).err().expect("refused").to_string();
    assert!(said.contains("answer all prompts behind a batch") && said.contains("refined.mse"), "{said}");
}

/// Writes a network whose training began with this seed.
fn write_network(problem: &TransferProblem, seed: u64, path: &Path) {
    let spec = TrainingSpec { width: 8, heads: 2, layers: 1, hidden: 8, examples: 4, seed, ..TrainingSpec::default() };
    Trainer::new(&spec, problem).expect("a trainer").file().write(path).expect("a file");
}

/// Other weights under the same name are another cell of a store, but draw the same batches.
#[test]
fn a_cell_is_kept_under_the_digest_of_the_weights() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("network.safetensors");
    let source = format!("transformer:{}", path.display());
    let problem = problem(PromptLaw::Cube);
    let table = Table::try_from(problem.description()).expect("TOML");
    let cell = Cell::new(&table, &IndexMap::new(), &[]).expect("a cell");
    let cases: [(&str, f64); 4] = [
        ("refined.mse", 8.0),
        ("refined.mse", f64::INFINITY),
        ("refined.excess_over_naive", 8.0),
        ("strategy.mse", 8.0),
    ];
    for (name, labels) in cases {
        for batches in ["fresh", "shared"] {
            let job = |seed| {
                write_network(&problem, seed, &path);
                let quantity = quantity::by_name(name).expect("a quantity");
                let words = [("source", &*source), ("batches", batches)];
                let settings = settings(quantity, &given(&[("batch", 2.0), ("labels", labels)], &words));
                Job::of_cells(quantity, &cell, vec![settings]).expect("a job")
            };
            let [one, same, other] = [1, 1, 2].map(job);
            assert_eq!(one.record_key(1), same.record_key(1), "{name}, {labels}, {batches}");
            assert_ne!(one.record_key(1), other.record_key(1), "{name}, {labels}, {batches}");
            assert_eq!(one.key, other.key);
        }
    }
    let said = made("refined.mse", &problem, &[("batch", 9.0), ("labels", 8.0)], &[("source", &source)]).err();
    let said = said.expect("too many").to_string();
    assert!(said.ends_with("batch = 9, but the network reads at most 4 examples; write batch = 4"), "{said}");
}
