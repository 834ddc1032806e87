//! Problems for which a formula is not defined.

use crate::formulas::value;
use crate::problems::{built, standard_problem, standard_spec};
use weak_to_strong::model::{PriorSpec, PromptLaw};
use weak_to_strong::theory::RateError;
use weak_to_strong_lab::formula::FormulaError;

#[test]
fn rates_need_one_supported_target() {
    let unsupported = built(
        &standard_spec(PromptLaw::Gaussian)
            .source_prior(PriorSpec::Probabilities(vec![0.0, 0.3, 0.7, 0.0, 0.0, 0.0, 0.0, 0.0])),
    );
    let spread = built(&standard_spec(PromptLaw::Gaussian).target_prior(PriorSpec::Uniform));
    let settings = [("batch", 3.0), ("labels", 100.0)];
    for formula in [
        "misalignment_exponent",
        "misalignment_squared_exponent",
        "chernoff_bound",
        "misalignment_squared_bound",
        "misalignment_floor",
        "refinement_bound",
        "refinement_crossover",
    ] {
        let unnamed = value(formula, &unsupported, &settings);
        assert_eq!(unnamed, Err(FormulaError::Rate(RateError::TargetUnsupported { target: 0 })), "{formula}");
        assert_eq!(value(formula, &spread, &settings), Err(FormulaError::Rate(RateError::SeveralTargets)), "{formula}");
    }
}

#[test]
fn formulas_that_need_isotropy_say_so() {
    let variances = (1..=32).map(f64::from).collect();
    let problem = standard_problem(PromptLaw::Anisotropic(variances));
    for formula in ["finite_sample_bound", "ridge_risk", "refinement_bound", "refinement_crossover"] {
        let found = value(formula, &problem, &[("samples", 64.0), ("batch", 4.0), ("labels", 100.0)]);
        let unmet = matches!(&found, Err(FormulaError::Needs { assumption, .. }) if assumption == "isotropic");
        assert!(unmet, "{formula}: {found:?}");
    }
}
