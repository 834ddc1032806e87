//! Assumptions about concepts, and about the priors and biases that follow from them.

use std::sync::LazyLock;

use nalgebra::DMatrix;
use weak_to_strong::model::TransferProblem;

use super::values::{main_concept, number, persona, prior};
use super::{Assumption, AssumptionDrop, DropAt, DropValues, Dropped, Spread, Test};

/// Rounding allowance for quantities that are sums of at most a few thousand products of size one.
pub(super) const ROUNDING: f64 = 1e-12;

/// The concepts are orthonormal.
pub static ORTHONORMAL: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "orthonormal".into(),
    meaning: "the concepts are orthonormal".into(),
    tests: vec![Test::new::<TransferProblem>(|problem, _| is_orthonormal(problem.concepts()))],
    implied_by: Vec::new(),
    measured_by: None,
    drops: vec![
        AssumptionDrop {
            name: "longer concepts".into(),
            strength: "length of every concept".into(),
            range: (1.0, 3.0),
            spread: Spread::Even,
            settings: Vec::new(),
            values: DropValues::new(longer_concepts),
        },
        AssumptionDrop {
            name: "nearly parallel concepts".into(),
            strength: "cosine between concepts".into(),
            range: (0.0, 0.99),
            spread: Spread::Even,
            settings: Vec::new(),
            values: DropValues::new::<TransferProblem>(|problem, at| {
                let cosine = at.strength;
                vec![persona(problem, cosine.sqrt(), (1.0 - cosine).sqrt())]
            }),
        },
    ],
});

/// c = (β_Q′ − β_Q)ᵀ(β_P − β_Q) ≥ 0.
pub static CROSS_BIAS_NONNEGATIVE: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "cross_bias_nonnegative".into(),
    meaning: "the bias vectors of source and weak supervisor have inner product c ≥ 0".into(),
    tests: vec![Test::new::<TransferProblem>(|problem, _| problem.squared_biases().cross >= -ROUNDING)],
    implied_by: Vec::new(),
    measured_by: Some("cross_bias".into()),
    drops: vec![AssumptionDrop {
        name: "weak concept longer than the true one".into(),
        strength: "weak.cosine".into(),
        range: (1.0, 2.0),
        spread: Spread::Even,
        settings: Vec::new(),
        values: DropValues::new::<TransferProblem>(|_, at| vec![number("weak.cosine", at.strength)]),
    }],
});

/// The target's prior gives probability 1 to one concept.
pub static SINGLE_TARGET: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "single_target".into(),
    meaning: "the target prior π sits on one concept k*".into(),
    tests: vec![Test::new::<TransferProblem>(|problem, _| problem.target_concept().is_some())],
    implied_by: Vec::new(),
    measured_by: None,
    drops: Vec::new(),
});

/// The source's prior gives positive probability to every concept that the target's prior has.
pub static TARGET_SUPPORTED: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "target_supported".into(),
    meaning: "the source prior gives positive probability to every concept of the target".into(),
    tests: vec![Test::new::<TransferProblem>(|problem, _| {
        let (source, target) = (problem.source_prior().probabilities(), problem.target_prior().probabilities());
        source.iter().zip(target).all(|(source, target)| *source > 0.0 || *target == 0.0)
    })],
    implied_by: Vec::new(),
    measured_by: None,
    drops: vec![AssumptionDrop {
        name: "a concept that the source hardly knows".into(),
        strength: "share of 1/K missing in its prior".into(),
        range: (0.0, 1.0),
        spread: Spread::Even,
        settings: Vec::new(),
        values: DropValues::new(hardly_known_target),
    }],
});

fn is_orthonormal(concepts: &DMatrix<f64>) -> bool {
    let count = concepts.ncols();
    (concepts.tr_mul(concepts) - DMatrix::identity(count, count)).amax() <= ROUNDING
}

/// Concepts of this length, with the weak concepts scaled by the same factor.
fn longer_concepts(problem: &TransferProblem, at: &DropAt) -> Dropped {
    let length = at.strength;
    let mut values = vec![persona(problem, 0.0, length)];
    if let Some(spec) = at.spec.of::<TransferProblem>() {
        values.extend(spec.weak.cosine.map(|cosine| number("weak.cosine", length * length * cosine)));
        values.extend(spec.weak.off_hull.map(|off_hull| number("weak.off_hull", length * off_hull)));
    }
    values
}

/// The source's prior probability of the target's main concept goes to 0.
fn hardly_known_target(problem: &TransferProblem, at: &DropAt) -> Dropped {
    let share = (1.0 - at.strength) / problem.concept_count() as f64;
    vec![prior("source_prior", main_concept(problem), share)]
}
