//! What a source answers behind a sequence of labelled examples.

use std::sync::LazyLock;

use super::{MadeSample, MakeSample, Observable, Observed, Values};
use crate::quantity::QuantityError;
use crate::quantity::answer::{Answers, Asked};
use crate::setting::{BATCH, CONSTRUCTION, LABELLED_BY, SOURCE, Settings};
use crate::unit::Unit;
use weak_to_strong::model::TransferProblem;

pub(super) static OBSERVABLES: LazyLock<Vec<Observable>> = LazyLock::new(|| {
    let distance = Observable {
        name: "answer.squared_distance".into(),
        version: 1,
        symbol: "(f(D, X) − f*(D, X))²".into(),
        meaning: "squared distance of the source's answer to a prompt behind labelled examples from the posterior mean"
            .into(),
        unit: Unit::ExcessRisk,
        settings: vec![BATCH, LABELLED_BY, SOURCE, CONSTRUCTION],
        path: vec![BATCH, SOURCE, CONSTRUCTION],
        sample: "a sequence of labelled examples and a prompt".into(),
        experiment: MakeSample::new::<TransferProblem>(sample),
    };
    let error = Observable {
        name: "answer.squared_error".into(),
        symbol: "(f(D, X) − β_QᵀX)²".into(),
        meaning: "squared error of the source's answer to a prompt behind labelled examples, label noise apart".into(),
        ..distance.clone()
    };
    vec![distance, error]
});

fn sample(problem: &TransferProblem, observed: &[Observed]) -> Result<MadeSample, QuantityError> {
    let asked = |observed: &Observed| match &*observed.observable.name {
        "answer.squared_distance" => Asked::Distance,
        _ => Asked::Error,
    };
    let all: Vec<(Asked, &Settings)> = observed.iter().map(|one| (asked(one), &one.settings)).collect();
    let answers = Answers::new(&observed[0].observable.name, problem, &all)?;
    let values = vec![Values::ranging(answers.range()); observed.len()];
    Ok(MadeSample::new(Box::new(answers), values))
}
