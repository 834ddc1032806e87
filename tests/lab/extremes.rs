//! Extreme problems give numbers or clear errors, never NaN: every transfer quantity and formula on hundreds of problems with any prompts, with one dimension or
//! concept, nearly parallel concepts, priors with zeros, noises from 1e-8 to 1e8, penalties from 1e-300 to 1e300 and huge batches.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::some_settings::some_settings;
use indexmap::IndexMap;
use nalgebra::DVector;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use toml::Table;
use weak_to_strong::learn::{FineTuning, in_context_posterior};
use weak_to_strong::model::{ConceptSpec, ProblemSpec, TransferProblem, WeakSpec};
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::random::{ContentKey, open_stream};
use weak_to_strong::sample::{Composition, LabelLaw, MomentSampler};
use weak_to_strong::theory::{AlignmentRate, segment_bound};
use weak_to_strong_lab::formula;
use weak_to_strong_lab::quantity::{self, QUANTITIES, Quantity};
use weak_to_strong_lab::setting::{SettingValue, Settings};
use weak_to_strong_lab::study::{BLOCK, Cell, Job, Session, replay, run};
use weak_to_strong_proptest::problem_specs;

/// Random problems beside the named ones.
const PROBLEMS: usize = 200;

/// Values of numeric settings, one set a pass; a setting that does not allow its value takes the first that it does.
const PASSES: [[f64; 3]; 5] =
    [[1.0, 0.0, 40.0], [0.0, 1.0, 3.0], [1e-300, 40.0, 1.0], [1e300, 200.0, 2.0], [f64::INFINITY, 6.0, 0.5]];

fn specs() -> Vec<ProblemSpec> {
    let mut runner = TestRunner::deterministic();
    let strategy = problem_specs(4);
    let random = (0..PROBLEMS).map(|_| strategy.new_tree(&mut runner).expect("a description").current());
    random.filter(|spec| TransferProblem::new(spec).is_ok()).collect()
}

fn cell_of(spec: &ProblemSpec) -> Cell {
    Cell::new(&Table::try_from(spec).expect("TOML"), &IndexMap::new(), &[]).expect("a problem")
}

#[test]
fn no_formula_gives_nan() {
    let mut faults = Vec::new();
    let (mut values, mut refusals) = (0, 0);
    for spec in specs() {
        let cell = cell_of(&spec);
        for formula in formula::all().filter(|formula| formula.family() == &weak_to_strong_lab::family::TRANSFER) {
            for (pass, wanted) in PASSES.iter().enumerate() {
                let given = some_settings(&formula.settings, wanted, pass);
                match catch_unwind(AssertUnwindSafe(|| formula.value(&cell.problem, &given))) {
                    Ok(Ok(value)) if value.is_nan() => {
                        faults.push(format!("{} at {given:?} of {spec:?} is NaN", formula.name))
                    }
                    Ok(Ok(_)) => values += 1,
                    Ok(Err(_)) => refusals += 1,
                    Err(_) => faults.push(format!("{} at {given:?} of {spec:?} panics", formula.name)),
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults[..faults.len().min(30)].join("\n"));
    assert!(values > refusals / 4, "{values} values and {refusals} refusals");
}

/// None if a replicate is NaN and the run takes it for a number.
fn number_or_error(job: Job) -> Option<()> {
    if replay(&job, 1, 0).iter().all(|x| !x.is_nan()) {
        return Some(());
    }
    let mut totals = [JointMoments::new(job.experiment.width())];
    run(&[job], &mut totals, &[BLOCK], 1, &Session::alone()).is_err().then_some(())
}

/// Settings for a pass. Refinement and what needs a posterior have the posterior in every pass, and a network in those of small batches and few labels.
fn some_sources(quantity: &Quantity, wanted: &[f64], pass: usize) -> Vec<IndexMap<String, SettingValue>> {
    let given = some_settings(&quantity.settings, wanted, pass);
    if quantity.name.starts_with("answer.") || !given.contains_key("source") {
        return vec![given];
    }
    let sources = if pass < 2 { &["posterior", "by_hand"][..] } else { &["posterior"] };
    let with = |source: &&str| {
        let mut given = given.clone();
        given.insert("source".to_owned(), SettingValue::Word((*source).to_owned()));
        given
    };
    sources.iter().map(with).collect()
}

#[test]
fn no_quantity_gives_nan() {
    let mut faults = Vec::new();
    let mut numbers = 0;
    for spec in specs() {
        let cell = cell_of(&spec);
        for quantity in quantity::all().filter(|quantity| QUANTITIES.require_family(quantity, &cell.problem).is_ok()) {
            for given in PASSES.iter().enumerate().flat_map(|(pass, wanted)| some_sources(quantity, wanted, pass)) {
                let Ok(settings) = Settings::select(&quantity.settings, &given) else { continue };
                let drawn = catch_unwind(AssertUnwindSafe(|| {
                    Job::of_cells(quantity, &cell, vec![settings]).map(number_or_error)
                }));
                match drawn {
                    Ok(Ok(None)) => faults.push(format!("{} at {given:?} of {spec:?} gives NaN", quantity.name)),
                    Ok(Ok(Some(()))) => numbers += 1,
                    Ok(Err(_)) => {}
                    Err(_) => faults.push(format!("{} at {given:?} of {spec:?} panics", quantity.name)),
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults[..faults.len().min(30)].join("\n"));
    assert!(numbers > 10_000, "{numbers}");
}

fn spec(dim: usize, concepts: ConceptSpec, noise: f64) -> ProblemSpec {
    ProblemSpec::new(dim, concepts).noise(noise).weak(WeakSpec::biased(0.8, 0.0, noise))
}

/// With one concept source and target are one, and nothing is misaligned, whatever the noise.
#[test]
fn one_concept_is_always_aligned() {
    for noise in [1e-8, 0.5, 1e8] {
        let problem = TransferProblem::new(&spec(1, ConceptSpec::Orthonormal(1), noise)).expect("a problem");
        assert_eq!((problem.squared_biases().source, segment_bound(&problem.squared_biases())), (0.0, 0.0));
        assert_eq!(AlignmentRate::new(&problem).expect("a rate").chernoff_bound(1_000_000).expect("a bound"), 0.0);
    }
}

/// Penalties of any size: 0 is least squares, and what exceeds every eigenvalue is the source.
#[test]
fn penalties_of_any_size() {
    let problem = TransferProblem::new(&spec(2000, ConceptSpec::Orthonormal(2), 0.5)).expect("2,000 dimensions");
    let problem_of_three = TransferProblem::new(&spec(3, ConceptSpec::Orthonormal(2), 0.5)).expect("a problem");
    let mut stream = open_stream(1, &ContentKey::of("extremes"), 0);
    let mut sampler = MomentSampler::new(problem_of_three.prompts(), LabelLaw::weak(&problem_of_three));
    let mut moments = sampler.empty_moments();
    sampler.draw(&mut moments, 50, Composition::OneConcept, &mut stream);
    let source = problem_of_three.source_mean();
    let fit = FineTuning::new(&moments, &source).expect("a sample");
    let least_squares = fit.ridge(0.0).expect("least squares");
    assert!((fit.ridge(1e-300).expect("a tiny penalty") - least_squares).norm() < 1e-12);
    assert!((fit.ridge(1e300).expect("a huge penalty") - &source).norm() < 1e-12);
    assert_eq!(fit.ridge(f64::INFINITY).expect("infinity"), source);
    assert_eq!(problem.source_mean().len(), 2000);
}

/// Concepts at an angle of 1e-9: a batch of a million examples cannot tell them apart at this noise, and the posterior stays the prior.
#[test]
fn what_cannot_be_told_apart_keeps_its_prior() {
    let angle = 1e-9f64;
    let concepts = ConceptSpec::Vectors(vec![vec![1.0, 0.0], vec![angle.cos(), angle.sin()]]);
    let problem = TransferProblem::new(&spec(2, concepts, 0.5)).expect("a problem");
    let mut stream = open_stream(1, &ContentKey::of("an angle"), 0);
    let mut sampler = MomentSampler::new(problem.prompts(), LabelLaw::source(&problem));
    let mut moments = sampler.empty_moments();
    sampler.draw(&mut moments, 1_000_000, Composition::OneConcept, &mut stream);
    let probabilities = in_context_posterior(&problem, &moments, problem.concepts()).probabilities();
    // Evidence m·angle²/σ² is 4e-12; the residual sums of 250,000 are rounded to some 1e-10.
    assert!((probabilities - DVector::from_vec(vec![0.5, 0.5])).amax() < 1e-5);
}
