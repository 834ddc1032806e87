//! Cases that can be worked out by hand.

use super::{CLOSED_FORM, QUADRATURE, close, unbiased_pair, unbiased_pair_spec};
use crate::formulas::value;
use crate::problems::{built, standard_problem, standard_spec};
use weak_to_strong::model::{ConceptSpec, PriorSpec, PromptLaw};

#[test]
fn no_examples_leave_the_prior() {
    for law in PromptLaw::ISOTROPIC.iter().cloned() {
        let problem = standard_problem(law);
        // Σₖ min(1, αₖ/αₖ*) = 7 and 7·7; nothing is known of the floor but 0, since every wrong concept has the prior of the right one.
        close("chernoff_bound", &problem, &[("batch", 0.0)], 7.0, CLOSED_FORM);
        close("misalignment_squared_bound", &problem, &[("batch", 0.0)], 49.0, CLOSED_FORM);
        assert_eq!(value("misalignment_floor", &problem, &[("batch", 0.0)]), Ok(0.0));
    }
}

/// The power φ⁰ is 1 at every θ, also where φ is infinite, so θ = 1 counts: (αₖ/αₖ*)^θ alone decides.
#[test]
fn no_examples_leave_the_odds_of_the_prior() {
    for law in PromptLaw::ISOTROPIC {
        let with_prior = |prior: [f64; 2]| {
            let source_prior = PriorSpec::Probabilities(prior.to_vec());
            built(&standard_spec(law.clone()).concepts(ConceptSpec::Orthonormal(2)).source_prior(source_prior))
        };
        // A source that favours the wrong concept nine to one: M = 0.9, above 1 − 1/9.
        let unsure = with_prior([0.1, 0.9]);
        close("misalignment_floor", &unsure, &[("batch", 0.0)], 8.0 / 9.0, CLOSED_FORM);
        close("chernoff_bound", &unsure, &[("batch", 0.0)], 1.0, CLOSED_FORM);
        // The right one: M = 0.1, below 1/9; and M² = 0.01, below 1/81.
        let sure = with_prior([0.9, 0.1]);
        assert_eq!(value("misalignment_floor", &sure, &[("batch", 0.0)]), Ok(0.0));
        close("chernoff_bound", &sure, &[("batch", 0.0)], 1.0 / 9.0, CLOSED_FORM);
        close("misalignment_squared_bound", &sure, &[("batch", 0.0)], 1.0 / 81.0, CLOSED_FORM);
    }
}

#[test]
fn equal_noises_give_powers_of_three() {
    // σ_w = σ = ½, D = 2: φ(½) = (1 + 2)^{−1/2}, so the bound is 3^{−m/2}.
    let problem = unbiased_pair(0.5);
    for batch in [1, 2, 10, 100] {
        let expected = 3f64.powf(-0.5 * f64::from(batch));
        close("chernoff_bound", &problem, &[("batch", f64::from(batch))], expected, CLOSED_FORM);
    }
    close("misalignment_exponent", &problem, &[], 0.5 * 3f64.ln(), CLOSED_FORM);
}

/// Rademacher prompts, σ = σ_w = ½, unbiased: δᵀX is −2, 0, 0 or 2, so φ(½) = ½ + ½·exp(−4·¼/(2·¼)) = ½ + ½e^{−2}.
#[test]
fn signs_by_enumeration() {
    let problem = built(&unbiased_pair_spec(0.5).prompts(PromptLaw::Rademacher));
    let expected = 0.5 + 0.5 * (-2f64).exp();
    close("chernoff_bound", &problem, &[("batch", 1.0)], expected, CLOSED_FORM);
    close("misalignment_exponent", &problem, &[], -expected.ln(), CLOSED_FORM);
}

/// Laplace prompts, σ = σ_w = ½, unbiased: φ(½) = E exp(−½(X₁ − X₂)²), by 30-digit quadrature of the density
/// (1 + √2|s|)exp(−√2|s|)/(2√2) of the difference.
#[test]
fn heavy_tails_with_an_unbiased_supervisor() {
    let problem = built(&unbiased_pair_spec(0.5).prompts(PromptLaw::Laplace));
    let expected: f64 = 0.621_063_921_929_343_946;
    close("chernoff_bound", &problem, &[("batch", 1.0)], expected, QUADRATURE);
    close("chernoff_bound", &problem, &[("batch", 16.0)], expected.powi(16), QUADRATURE);
    close("misalignment_exponent", &problem, &[], -expected.ln(), QUADRATURE);
    close("misalignment_squared_exponent", &problem, &[], -expected.ln(), QUADRATURE);
}

/// Any bias across δ makes φ infinite beside 0: a single prompt far out outweighs all others, and nothing is exponential.
#[test]
fn heavy_tails_with_a_biased_supervisor_have_no_exponent() {
    let problem = standard_problem(PromptLaw::Laplace);
    for batch in [1.0, 1e6] {
        assert_eq!(value("chernoff_bound", &problem, &[("batch", batch)]), Ok(7.0));
        assert_eq!(value("misalignment_floor", &problem, &[("batch", batch)]), Ok(0.0));
    }
    assert_eq!(value("misalignment_exponent", &problem, &[]), Ok(0.0));
}
