//! Variables that follow from others, in the sweep and inside brackets. All numbers are computed by hand.

use std::collections::BTreeSet;

use super::{Claim, ClaimFile};
use crate::statement::{Override, Overrides, Place, Side, Statement, free_in_statement, number_in};

fn claim(sweep: &str, states: &str) -> Claim {
    let text = format!(
        "id = \"mine\"\n[problem]\ndim = 4\nprompts = \"gaussian\"\nconcepts = {{ orthonormal = 2 }}\nsource_prior = \"uniform\"\ntarget = 0\nnoise = 0.5\n\
         weak = {{ cosine = 0.8, off_hull = 0.6, noise = 0.5 }}\n[sweep]\n{sweep}\n[claim]\nstates = '{states}'\n"
    );
    let file = ClaimFile::parse("mine", &text).expect("a claim file");
    Claim::new("mine".to_owned(), file).expect("a claim")
}

const SWEEP: &str =
    "penalty = \"1 / samples\"\nsamples = \"2 * dim\"\nlabels = \"batch * dim\"\ndim = [4, 8]\nbatch = [3, 5]";

fn fixed(values: &[(&str, f64)]) -> Overrides {
    values.iter().map(|(name, value)| ((*name).to_owned(), Override::Number(Side::Number(*value)))).collect()
}

/// samples, penalty and labels inside brackets at the first point, where dim = 4 and batch = 3.
fn inside(claim: &Claim, overrides: &Overrides) -> [f64; 3] {
    let place: Place = claim.grid.points()[0].clone();
    let there = claim.planner(&claim.grid).overridden(overrides, &place).expect("values").expect("numbers");
    ["samples", "penalty", "labels"].map(|name| number_in(&there, name).expect(name))
}

#[test]
fn what_follows_follows_from_the_values_in_brackets() {
    let claim = claim(SWEEP, "naive.mse >= 0.01");
    for (values, expected) in [
        (&[][..], [8.0, 1.0 / 8.0, 12.0]),
        (&[("dim", 16.0)], [32.0, 1.0 / 32.0, 48.0]),
        (&[("samples", 10.0)], [10.0, 1.0 / 10.0, 12.0]),
        (&[("dim", 16.0), ("samples", 10.0)], [10.0, 1.0 / 10.0, 48.0]),
        (&[("dim", 16.0), ("penalty", 3.0)], [32.0, 3.0, 48.0]),
        (&[("batch", 7.0)], [8.0, 1.0 / 8.0, 28.0]),
        (&[("noise", 2.0)], [8.0, 1.0 / 8.0, 12.0]),
    ] {
        assert_eq!(inside(&claim, &fixed(values)), expected, "{values:?}");
    }
}

/// A key that is not swept counts too.
#[test]
fn what_follows_from_a_key_follows_from_it_in_brackets() {
    let claim = claim("samples = \"2 * dim\"\npenalty = [1]\nlabels = [1]", "naive.mse >= 0.01");
    assert_eq!(inside(&claim, &fixed(&[("dim", 16.0)])), [32.0, 1.0, 1.0]);
}

/// Three dimensions have 6 samples, so the penalty is dim + 1.
#[test]
fn brackets_in_an_expression_see_what_comes_before_it() {
    let sweep = "dim = [4]\nsamples = \"2 * dim\"\nlabels = [1]\npenalty = \"dim + ridge_risk[dim = 3, penalty = 1] / ridge_risk[dim = 3, samples = 6, penalty = 1]\"";
    let claim = claim(sweep, "naive.mse >= 0.01");
    assert_eq!(inside(&claim, &fixed(&[])), [8.0, 5.0, 1.0]);
    assert_eq!(inside(&claim, &fixed(&[("dim", 6.0)])), [12.0, 7.0, 1.0]);
}

fn free(states: &str) -> Vec<String> {
    let claim = claim(SWEEP, states);
    let free: BTreeSet<String> = free_in_statement(&claim.stated.statement, &claim.grid);
    assert!(matches!(claim.stated.statement, Statement::Compare(..)));
    free.into_iter().collect()
}

/// A sentence is about the variables from whose values in the sweep something follows.
#[test]
fn what_brackets_fix_is_no_variable_of_the_sentence() {
    for (states, expected) in [
        ("naive.mse >= 0.01", &["dim"][..]),
        ("naive.mse[dim = 16] >= 0.01", &[]),
        ("naive.mse[samples = 10] >= 0.01", &["dim"]),
        ("naive.mse[dim = 16, samples = 10, penalty = 1] >= 0.01", &[]),
        ("naive.mse[dim = 2 * dim] >= 0.01", &["dim"]),
        ("naive.mse[dim = 16, samples = batch] >= 0.01", &["batch"]),
        ("refined.mse >= 0.01", &["batch", "dim"]),
        ("refined.mse[dim = 16] >= 0.01", &["batch"]),
        ("naive.mse[dim = 16] >= 0.01 * samples", &["dim"]),
    ] {
        assert_eq!(free(states), expected, "{states}");
    }
}
