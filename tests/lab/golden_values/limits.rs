//! Large batches and samples, no bias, no concept but one, and what grows with the noise.

use super::{CLOSED_FORM, LIGHT_TAILS, close};
use crate::formulas::value;
use crate::problems::{built, standard_problem, standard_spec};
use weak_to_strong::model::{ConceptSpec, PromptLaw, WeakSpec};
use weak_to_strong::theory::RateError;
use weak_to_strong_lab::formula::FormulaError;

#[test]
fn huge_batches_align() {
    for law in LIGHT_TAILS {
        let problem = standard_problem(law);
        for formula in ["chernoff_bound", "misalignment_squared_bound"] {
            let bound = value(formula, &problem, &[("batch", 1e6)]).expect("a bound");
            assert!((0.0..1e-300).contains(&bound), "{formula}: {bound}");
        }
        assert_eq!(value("misalignment_floor", &problem, &[("batch", 1e6)]), Ok(0.0));
    }
    // What is left of the refinement bound is least squares: dσ²/((N − d − 1)v) = 32·0.25/967.
    let settings = [("batch", 1e6), ("labels", 1000.0)];
    close("refinement_bound", &standard_problem(PromptLaw::Gaussian), &settings, 8.0 / 967.0, CLOSED_FORM);
}

/// e_k = 2βᵀu < 0: the posterior turns away from the target.
#[test]
fn a_misleading_supervisor_has_no_exponent_and_a_floor_of_one() {
    for law in LIGHT_TAILS {
        let problem = built(&standard_spec(law).weak(WeakSpec::biased(-0.4, 0.6, 0.5)));
        assert_eq!(value("misalignment_exponent", &problem, &[]), Ok(0.0));
        assert_eq!(value("misalignment_squared_exponent", &problem, &[]), Ok(0.0));
        close("chernoff_bound", &problem, &[("batch", 1000.0)], 7.0, CLOSED_FORM);
        close("misalignment_floor", &problem, &[("batch", 1e5)], 1.0, CLOSED_FORM);
        // No crossover: the bound is empty for every batch.
        let crossover = value("refinement_crossover", &problem, &[("labels", 1000.0)]);
        assert!(crossover.is_err(), "{crossover:?}");
    }
}

#[test]
fn a_weak_concept_at_equal_distance_has_no_exponent() {
    let problem = built(&standard_spec(PromptLaw::Gaussian).weak(WeakSpec::biased(0.0, 0.6, 0.5)));
    assert_eq!(value("misalignment_exponent", &problem, &[]), Ok(0.0));
    assert_eq!(value("misalignment_floor", &problem, &[("batch", 1000.0)]), Ok(0.0));
}

#[test]
fn one_concept_has_no_exponent_and_no_misalignment() {
    let problem = built(&standard_spec(PromptLaw::Gaussian).concepts(ConceptSpec::Orthonormal(1)));
    for formula in ["misalignment_exponent", "misalignment_squared_exponent"] {
        assert_eq!(value(formula, &problem, &[]), Err(FormulaError::Rate(RateError::NoWrongConcept)));
    }
    for formula in ["chernoff_bound", "misalignment_squared_bound", "misalignment_floor"] {
        assert_eq!(value(formula, &problem, &[("batch", 3.0)]), Ok(0.0), "{formula}");
    }
}

#[test]
fn many_samples_tend_to_the_segment_bound() {
    let problem = standard_problem(PromptLaw::Cube);
    close("finite_sample_bound", &problem, &[("samples", 1e12)], 0.345_270_270_270_270_27, 1e-9);
    // s = v/(v + η) at the best mixture of the segment, s = 0.7/0.925.
    let penalty = (1.0 / 3.0) * (0.925 / 0.7 - 1.0);
    let settings = [("samples", 1e12), ("penalty", penalty)];
    close("ridge_risk", &problem, &settings, 0.345_270_270_270_270_27, 1e-9);
    close("ridge_risk", &problem, &[("samples", 256.0), ("penalty", f64::INFINITY)], 0.875, CLOSED_FORM);
}

#[test]
fn noisier_labels_only_make_things_worse() {
    let noises = [0.1, 0.3, 0.5, 1.0, 3.0];
    for law in LIGHT_TAILS {
        let at = |formula: &str, weak_noise: f64, settings: &[(&str, f64)]| {
            let weak = WeakSpec::biased(0.8, 0.6, weak_noise);
            value(formula, &built(&standard_spec(law.clone()).weak(weak)), settings).expect("a value")
        };
        for pair in noises.windows(2) {
            let (quiet, loud) = (pair[0], pair[1]);
            for (formula, settings) in [
                ("finite_sample_bound", vec![("samples", 64.0)]),
                ("ridge_risk", vec![("samples", 64.0), ("penalty", 0.3)]),
                ("chernoff_bound", vec![("batch", 6.0)]),
                ("misalignment_squared_bound", vec![("batch", 6.0)]),
            ] {
                let (below, above) = (at(formula, quiet, &settings), at(formula, loud, &settings));
                assert!(below < above, "{formula} falls from {below} to {above} under {law:?}");
            }
            for formula in ["misalignment_exponent", "misalignment_squared_exponent"] {
                assert!(at(formula, quiet, &[]) > at(formula, loud, &[]), "{formula} under {law:?}");
            }
        }
    }
}
