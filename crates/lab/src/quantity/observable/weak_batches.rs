//! The source's posterior after weak-labelled examples.

use std::sync::LazyLock;

use super::plain_settings::plain_settings;
use super::{MadeSample, MakeSample, Observable, Values};
use crate::quantity::misalignment::misalignment;
use crate::quantity::rare_misalignment::Power;
use crate::setting::BATCH;
use crate::unit::Unit;
use weak_to_strong::model::TransferProblem;

pub(super) static OBSERVABLES: LazyLock<Vec<Observable>> = LazyLock::new(|| {
    vec![Observable {
        name: "refined.misalignment".into(),
        version: 1,
        symbol: "M".into(),
        meaning: "posterior probability of the wrong concepts after the first examples of a sequence".into(),
        unit: Unit::Probability,
        settings: vec![BATCH],
        path: vec![BATCH],
        sample: "a sequence of weak-labelled examples",
        experiment: MakeSample::new::<TransferProblem>(|problem, observed| {
            let path = plain_settings(observed);
            let experiment = misalignment("refined.misalignment", problem, &path, Power::First)?.experiment;
            Ok(MadeSample { experiment, values: vec![Values::UNIT; path.len()] })
        }),
    }]
});
