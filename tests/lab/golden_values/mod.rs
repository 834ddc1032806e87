//! Formulas against values that were computed elsewhere, cases by hand, and limits.
//!
//! The long decimals come from an independent program; none was taken from this crate.

#![expect(clippy::excessive_precision, reason = "the values stand as they were computed, to 18 digits")]

mod by_hand;
mod computed_elsewhere;
mod limits;
mod refusals;

use crate::formulas::value;
use crate::problems::{built, standard_spec};
use weak_to_strong::model::{ConceptSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};

/// For closed forms, minimised over one variable at most: some hundred roundings.
const CLOSED_FORM: f64 = 1e-9;
/// For averages over prompts by quadrature, whose own tolerance is 1e-11 for each example of a batch of up to 16.
const QUADRATURE: f64 = 1e-8;

/// The isotropic laws whose likelihood ratios have all exponential moments near 0.
const LIGHT_TAILS: [PromptLaw; 4] = [PromptLaw::Gaussian, PromptLaw::Cube, PromptLaw::Rademacher, PromptLaw::Sphere];

/// Two orthonormal concepts, Gaussian prompts, σ = ½, and a weak concept that is the target's own.
fn unbiased_pair_spec(weak_noise: f64) -> ProblemSpec {
    standard_spec(PromptLaw::Gaussian)
        .concepts(ConceptSpec::Orthonormal(2))
        .weak(WeakSpec::biased(1.0, 0.0, weak_noise))
}

fn unbiased_pair(weak_noise: f64) -> TransferProblem {
    built(&unbiased_pair_spec(weak_noise))
}

/// The formula has this value within a relative tolerance.
#[track_caller]
fn close(formula: &str, problem: &TransferProblem, settings: &[(&str, f64)], expected: f64, tolerance: f64) {
    let found = value(formula, problem, settings).expect("a value");
    let law = problem.prompts();
    assert!(
        (found - expected).abs() <= tolerance * expected.abs(),
        "{formula} at {settings:?} for {law:?} is {found}, not {expected}"
    );
}
