//! Assumptions about the examples in front of a prompt.

use std::sync::LazyLock;

use weak_to_strong::model::TransferProblem;

use super::values::{main_concept, prior, word};
use super::{Assumption, AssumptionDrop, DropValues, Spread, Test};
use crate::setting::BATCH_CONCEPTS;

/// All examples of a batch have the same concept.
pub static ONE_CONCEPT_BATCHES: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "one_concept_batches".into(),
    meaning: "the examples of a batch share their concept".into(),
    tests: vec![Test::new::<TransferProblem>(|problem, settings| {
        problem.target_concept().is_some() || settings.is(&BATCH_CONCEPTS, "one")
    })],
    implied_by: Vec::new(),
    measured_by: None,
    drops: vec![AssumptionDrop {
        name: "batches that mix concepts".into(),
        strength: "share of other concepts".into(),
        range: (0.0, 0.5),
        spread: Spread::Even,
        settings: vec![BATCH_CONCEPTS],
        values: DropValues::new::<TransferProblem>(|problem, at| {
            let concept = main_concept(problem);
            vec![prior("target_prior", concept, 1.0 - at.strength), word(&BATCH_CONCEPTS.name, "mixed")]
        }),
    }],
});
