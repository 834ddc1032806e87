//! Posteriors are probabilities that follow the evidence, and estimators have no axes.

use super::drawn::{COUNT, DIM, drawn_problem, rotation, vector};
use nalgebra::{DMatrix, DVector};
use proptest::prelude::*;
use weak_to_strong::learn::FineTuning;
use weak_to_strong::model::{ConceptPosterior, PromptLaw};
use weak_to_strong::sample::SampleMoments;

proptest! {
    /// Posterior probabilities sum to one, misalignment is what is left of the target's, and a constant added to all residual
    /// squares, which is the part of the labels that no concept explains, changes nothing.
    #[test]
    fn posteriors_are_probabilities(
        drawn in drawn_problem(),
        residuals in prop::collection::vec(0.0..50.0f64, COUNT),
        unexplained in 0.0..1000.0f64,
    ) {
        let problem = drawn.problem(&PromptLaw::Gaussian);
        let posterior = ConceptPosterior::new(&problem, &residuals);
        let probabilities = posterior.probabilities();
        // Rounding of logarithms up to 50/(2·0.4²) ≈ 160, times ε, for three terms.
        prop_assert!((probabilities.sum() - 1.0).abs() < 1e-12);
        prop_assert!(probabilities.iter().all(|p| (0.0..=1.0 + 1e-12).contains(p)));
        prop_assert!((posterior.misalignment(drawn.target) - (1.0 - probabilities[drawn.target])).abs() < 1e-12);
        for k in 0..COUNT {
            prop_assert_eq!(probabilities[k] == 0.0, drawn.source_prior[k] == 0.0);
        }
        let shifted: Vec<f64> = residuals.iter().map(|residual| residual + unexplained).collect();
        let same = ConceptPosterior::new(&problem, &shifted).probabilities();
        // Logarithms up to 1050/(2·0.4²) ≈ 3300, times ε.
        prop_assert!((same - probabilities).amax() < 1e-11);
    }

    /// A smaller residual under the target never raises misalignment; a sample read twice squares the odds.
    #[test]
    fn posteriors_follow_the_evidence(
        drawn in drawn_problem(),
        residuals in prop::collection::vec(0.0..20.0f64, COUNT),
        gain in 0.0..1.0f64,
    ) {
        let problem = drawn.problem(&PromptLaw::Gaussian);
        let target = drawn.target;
        let misalignment = |residuals: &[f64]| ConceptPosterior::new(&problem, residuals).misalignment(target);
        let mut better = residuals.clone();
        better[target] *= gain;
        prop_assert!(misalignment(&better) <= misalignment(&residuals) + 1e-14);

        let log_odds = |residuals: &[f64]| {
            let probabilities = ConceptPosterior::new(&problem, residuals).probabilities();
            let prior = problem.source_prior().probabilities();
            let wrong = (0..COUNT).find(|k| *k != target && prior[*k] > 0.0).expect("one is supported");
            (probabilities[target] / probabilities[wrong]).ln() - (prior[target] / prior[wrong]).ln()
        };
        let twice: Vec<f64> = residuals.iter().map(|residual| 2.0 * residual).collect();
        // Logarithms up to 40/(2·0.4²) ≈ 125, times ε, a few times.
        prop_assert!((log_odds(&twice) - 2.0 * log_odds(&residuals)).abs() < 1e-11);
    }

    /// Spectral shrinkage estimators have no axes: a rotated sample gives the rotated estimate. Along the ridge path the loss falls
    /// as the distance to the source grows.
    #[test]
    fn estimators_rotate_with_the_sample(
        prompts in prop::collection::vec(-2.0..2.0f64, 6 * DIM),
        labels in prop::collection::vec(-2.0..2.0f64, 6),
        source in vector(),
        rotation in rotation(),
        penalty in 0.01..5.0f64,
        steps in 0..20usize,
    ) {
        let prompts = DMatrix::from_vec(6, DIM, prompts);
        let labels = DVector::from_vec(labels);
        let fit = FineTuning::new(&SampleMoments::of(&prompts, &labels), &source).expect("a sample");
        let rotated_moments = SampleMoments::of(&(&prompts * rotation.transpose()), &labels);
        let rotated = FineTuning::new(&rotated_moments, &(&rotation * &source)).expect("a sample");
        let ridge = fit.ridge(penalty).expect("η > 0");
        // Condition number below 4·6/0.01 = 2400 in numbers below 10.
        prop_assert!((&rotation * &ridge - rotated.ridge(penalty).expect("η > 0")).amax() < 1e-10);
        let descent = fit.descent(0.05, steps).expect("τ > 0");
        prop_assert!((&rotation * descent - rotated.descent(0.05, steps).expect("τ > 0")).amax() < 1e-10);

        let loss = |estimate: &DVector<f64>| (&labels - &prompts * estimate).norm_squared();
        let further = fit.ridge(0.5 * penalty).expect("η > 0");
        prop_assert!(loss(&further) <= loss(&ridge) + 1e-10);
        prop_assert!(loss(&ridge) <= loss(&source) + 1e-10);
        prop_assert!((&ridge - &source).norm() <= (&further - &source).norm() + 1e-10);
    }
}
