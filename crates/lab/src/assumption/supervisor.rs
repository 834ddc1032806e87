//! Assumptions about the weak supervisor, and about the label noise that the source believes in.

use std::sync::LazyLock;

use weak_to_strong::model::{RegressionProblem, TransferProblem};

use super::concepts::ROUNDING;
use super::values::{number, word};
use super::{Assumption, AssumptionDrop, DropValues, Spread, Test};
use crate::setting::BATCH;

/// The weak version of every concept of the target is that concept itself.
pub static UNBIASED_SUPERVISOR: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "unbiased_supervisor".into(),
    meaning: "the weak version of every target concept is that concept itself".into(),
    tests: vec![Test::new::<TransferProblem>(|problem, _| {
        target_concepts(problem).all(|target| {
            let difference = problem.weak_concepts().column(target) - problem.concepts().column(target);
            difference.amax() <= ROUNDING
        })
    })],
    implied_by: Vec::new(),
    measured_by: None,
    drops: Vec::new(),
});

/// The weak version of every concept of the target is strictly nearer to that concept than to any other concept in the source's prior, in
/// the metric of the prompt's covariance.
pub static WEAK_NEAREST_TARGET: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "weak_nearest_target".into(),
    meaning: "the weak version of every target concept is nearer to it than to any other concept of the source".into(),
    tests: vec![Test::new::<TransferProblem>(|problem, _| {
        target_concepts(problem).all(|target| weak_nearest_target(problem, target))
    })],
    implied_by: Vec::new(),
    measured_by: None,
    drops: vec![AssumptionDrop {
        name: "weak concepts that turn away".into(),
        strength: "−weak.cosine".into(),
        range: (-1.0, 0.5),
        spread: Spread::Even,
        settings: Vec::new(),
        values: DropValues::new::<TransferProblem>(|_, at| vec![number("weak.cosine", -at.strength)]),
    }],
});

/// The weak supervisor's label noise is normal.
pub static GAUSSIAN_NOISE: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "gaussian_noise".into(),
    meaning: "the weak supervisor's label noise is normal".into(),
    tests: vec![
        Test::new::<TransferProblem>(|problem, _| problem.weak_degrees_of_freedom() == f64::INFINITY),
        Test::new::<RegressionProblem>(|_, _| true),
    ],
    implied_by: Vec::new(),
    measured_by: None,
    drops: vec![AssumptionDrop {
        name: "heavy-tailed weak noise (Student t)".into(),
        strength: "1 ÷ degrees of freedom".into(),
        range: (0.0, 0.4),
        spread: Spread::Even,
        settings: vec![BATCH],
        // Batches are large, so that an outlier has an effect that the sum of all other examples hardly ever has.
        values: DropValues::new::<TransferProblem>(|_, at| {
            let tails = number("weak.degrees_of_freedom", 1.0 / at.strength);
            vec![tails, number(&BATCH.name, 64.0), word("prompts", "gaussian")]
        }),
    }],
});

/// The source's posterior uses the true label noise σ.
pub static NOISE_KNOWN: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "noise_known".into(),
    meaning: "the source's posterior uses the true label noise σ".into(),
    tests: vec![Test::new::<TransferProblem>(|problem, _| problem.believed_noise() == problem.noise())],
    implied_by: Vec::new(),
    measured_by: None,
    drops: vec![AssumptionDrop {
        name: "a source that takes its noise for larger".into(),
        strength: "believed noise ÷ noise".into(),
        range: (1.0, 4.0),
        spread: Spread::Even,
        settings: Vec::new(),
        values: DropValues::new::<TransferProblem>(|problem, at| {
            vec![number("believed_noise", at.strength * problem.noise())]
        }),
    }],
});

/// The concepts to which the target's prior gives positive probability.
fn target_concepts(problem: &TransferProblem) -> impl Iterator<Item = usize> {
    problem.target_prior().probabilities().iter().enumerate().filter(|(_, p)| **p > 0.0).map(|(concept, _)| concept)
}

fn weak_nearest_target(problem: &TransferProblem, target: usize) -> bool {
    let variances = problem.prompts().variances(problem.dim());
    let weak = problem.weak_concepts().column(target);
    let distance = |k: usize| (weak - problem.concepts().column(k)).map(|x| x * x).dot(&variances);
    let to_target = distance(target);
    let supported = |k: &usize| *k != target && problem.source_prior().probabilities()[*k] > 0.0;
    (0..problem.concept_count()).filter(supported).all(|k| distance(k) > to_target)
}
