//! A user's own kinds made at run time: names that are no constants, closures that capture, and assumptions of one's own.

use weak_to_strong::model::{RegressionProblem, TransferProblem};
use weak_to_strong_lab::assumption::{Assumption, CROSS_BIAS_NONNEGATIVE, RIDGELESS, Test};
use weak_to_strong_lab::claim::{
    CheckOptions, Claim, ClaimFile, ClaimOutcome, Registry, RegistryError, Verdict, ablate, check,
};
use weak_to_strong_lab::formula::{self, Evaluate, Formula};
use weak_to_strong_lab::quantity::{self, MakeExperiment, Quantity, QuantityError};
use weak_to_strong_lab::setting::{Domain, Setting};
use weak_to_strong_lab::study::Session;

const CLAIM: &str = r#"
id = "mine"
assumes = ["small_noise"]
[problem]
dim = 4
prompts = "gaussian"
concepts = { orthonormal = 2 }
source_prior = "uniform"
target = 0
noise = 0.5
weak = { cosine = 0.8, off_hull = 0.3, noise = 0.7 }
[sweep]
noise = [0.5]
samples = [16]
[claim]
states = "naive.mse >= segment_bound"
replicates = 256
"#;

fn claim(text: &str, registry: &Registry) -> Result<Claim, String> {
    let file = ClaimFile::parse("mine", text).expect("TOML");
    Claim::with_registry("mine".to_owned(), file, registry).map_err(|error| error.to_string())
}

fn checked(claim: Claim) -> ClaimOutcome {
    check(&[claim], &CheckOptions::default(), &Session::alone()).expect("a check").remove(0)
}

/// The noise is at most this.
fn small_noise(most: f64) -> Assumption {
    Assumption {
        name: "small_noise".into(),
        meaning: format!("the noise is at most {most}").into(),
        tests: vec![Test::new::<TransferProblem>(move |problem, _| problem.noise() <= most)],
        implied_by: Vec::new(),
        measured_by: None,
        drops: CROSS_BIAS_NONNEGATIVE.drops.clone(),
    }
}

fn with_small_noise(most: f64) -> Registry {
    Registry::built_in().with_assumption(small_noise(most)).expect("a new name")
}

#[test]
fn an_own_assumption_is_tested_at_every_cell() {
    let met = checked(claim(CLAIM, &with_small_noise(0.5)).expect("a claim"));
    assert!(met.unmet.is_empty() && met.verdict != Verdict::NotApplicable, "{met:?}");
    let unmet = checked(claim(CLAIM, &with_small_noise(0.4)).expect("a claim"));
    assert_eq!((unmet.verdict, unmet.unmet), (Verdict::NotApplicable, vec!["small_noise".into()]));
}

#[test]
fn an_own_assumption_is_broken_in_its_own_ways() {
    let claim = claim(CLAIM, &with_small_noise(0.5)).expect("a claim");
    let ablations = ablate(&[claim], None, &CheckOptions::default(), &Session::alone());
    let broken: Vec<(&str, &str)> = ablations.iter().map(|drop| (&*drop.assumption, &*drop.broken_by)).collect();
    assert_eq!(broken, [("small_noise", "weak concept longer than the true one")]);
}

#[test]
fn an_assumption_about_other_problems_is_refused() {
    let about_students = Assumption {
        name: "small_students".into(),
        tests: vec![Test::new::<RegressionProblem>(|problem, _| problem.student_dim() < 9)],
        ..small_noise(0.5)
    };
    let registry = with_small_noise(0.5).with_assumption(about_students).expect("a new name");
    for name in ["small_students", "ridgeless"] {
        let message = claim(&CLAIM.replace("small_noise", name), &registry).expect_err(name);
        assert!(message.contains(&format!("assumes: {name} (")), "{message}");
        assert!(message.contains("is not about a transfer problem; take it out, or name one of"), "{message}");
        assert!(message.contains("isotropic, ") && message.ends_with(", small_noise"), "{message}");
    }
    let unknown = claim(&CLAIM.replace("small_noise", "smal_noise"), &registry).expect_err("a typo");
    assert!(unknown.contains("there is no assumption smal_noise") && unknown.contains("small_noise"), "{unknown}");
    let never_met = Formula { name: "own".into(), needs: vec![RIDGELESS.clone()], ..segment_bound() };
    let (formula, needed) = ("own".into(), "ridgeless".into());
    let expected = RegistryError::NeverMet { formula, needed, family: "a transfer problem" };
    assert_eq!(Registry::built_in().with_formula(never_met).err(), Some(expected));
}

#[test]
fn assumptions_that_clash_or_have_no_tests_are_refused() {
    let taken = Assumption { name: "isotropic".into(), ..small_noise(0.5) };
    let untested = Assumption { tests: Vec::new(), ..small_noise(0.5) };
    let unreadable = Assumption { name: "small noise".into(), ..small_noise(0.5) };
    for (assumption, part) in
        [(taken, "it is that of an assumption"), (untested, "has no tests"), (unreadable, "letters, digits")]
    {
        let error = Registry::built_in().with_assumption(assumption).expect_err(part).to_string();
        assert!(error.contains(part), "{error}");
    }
}

fn segment_bound() -> Formula {
    formula::by_name("segment_bound").expect("known").clone()
}

/// The bound with a factor that is known at run time only, under a name that says the factor, and a quantity and a setting likewise.
#[test]
fn own_kinds_may_be_made_at_run_time() {
    let mut registry = with_small_noise(0.5);
    for percent in [50, 200] {
        let factor = f64::from(percent) / 100.0;
        let bound = Formula {
            name: format!("segment_bound_times_{percent}_percent").into(),
            evaluate: Evaluate::new::<TransferProblem>(move |problem, settings| {
                Ok(factor * (segment_bound().evaluate.call(problem, settings).expect("a transfer problem")?))
            }),
            ..segment_bound()
        };
        registry = registry.with_formula(bound).expect("a new name");
    }
    let refused = format!("only {} labels", 3);
    let reason = refused.clone();
    let never = Quantity {
        name: format!("own.{}", "never").into(),
        settings: vec![own_setting()],
        experiment: MakeExperiment::new::<TransferProblem>(move |_, _| {
            Err(QuantityError::NotDefined { quantity: "own.never".into(), reason: reason.clone() })
        }),
        path: Vec::new(),
        ..quantity::by_name("naive.mse").expect("known").clone()
    };
    registry = registry.with_quantity(never).expect("a new name");
    let half = CLAIM.replace("segment_bound", "segment_bound_times_50_percent");
    let cell = checked(claim(&half, &registry).expect("a claim")).cells.remove(0);
    let whole = checked(claim(CLAIM, &registry).expect("a claim")).cells.remove(0);
    assert_eq!(cell.expected, 0.5 * whole.expected);
    let patient = CLAIM.replace("naive.mse", "own.never").replace("samples = [16]", "patience = [\"16\"]");
    let error = check(&[claim(&patient, &registry).expect("a claim")], &CheckOptions::default(), &Session::alone());
    let error = error.expect_err("not defined").to_string();
    assert!(error.contains(&refused), "{error}");
    let message = claim(&patient.replace("\"16\"", "\"lazy\""), &registry).expect_err("a word that it does not take");
    assert!(message.contains("patience = lazy: must be one of: eager, 16"), "{message}");
}

fn own_setting() -> Setting {
    let words: Vec<_> = ["eager".to_owned(), 16.to_string()].into_iter().map(Into::into).collect();
    Setting {
        name: format!("{}ence", "pati").into(),
        symbol: "q".into(),
        axis: None,
        meaning: "how long to wait".into(),
        domain: Domain::Words(words.into()),
        default: None,
    }
}
