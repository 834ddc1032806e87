//! Answers in context, by the posterior mean or by a transformer.

mod answers;
mod answers_fit;
mod fits;
mod greatest;
mod queries;
mod rivals;
mod source;

use std::sync::LazyLock;

pub(super) use answers::{Answers, Asked};
pub(super) use answers_fit::{AnswersFit, SquaredLength};
pub(super) use fits::{Fits, SharedFits};
pub(super) use greatest::greatest_error;
pub(super) use queries::{Before, Queries, asks_network};

use super::{MadeExperiment, MakeExperiment, Quantity, QuantityError};
use crate::name::Name;
use crate::setting::{BATCH, CONSTRUCTION, LABELLED_BY, RIVAL, SOURCE, Settings};
use crate::unit::Unit;
use weak_to_strong::learn::InContextPredictor;
use weak_to_strong::model::TransferProblem;

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    let distance = Quantity {
        name: "answer.distance".into(),
        version: 1,
        symbol: "E(f(D, X) − f*(D, X))²".into(),
        meaning: "mean squared distance of the source's answer to a prompt behind labelled examples from the posterior mean; prompts that are \
            bounded bound the answers, too"
            .into(),
        unit: Unit::ExcessRisk,
        settings: vec![BATCH, LABELLED_BY, SOURCE, CONSTRUCTION],
        path: vec![BATCH, SOURCE, CONSTRUCTION],
        experiment: MakeExperiment::new::<TransferProblem>(|problem, path| mean_squares("answer.distance", problem, path, Asked::Distance)),
    };
    let excess_risk = Quantity {
        name: "answer.excess_risk".into(),
        symbol: "E(f(D, X) − β_QᵀX)²".into(),
        meaning:
            "excess risk of the source's answer to a prompt behind labelled examples, over the concept behind them"
                .into(),
        experiment: MakeExperiment::new::<TransferProblem>(|problem, path| {
            mean_squares("answer.excess_risk", problem, path, Asked::Error)
        }),
        ..distance.clone()
    };
    let excess_over = Quantity {
        name: "answer.excess_over".into(),
        symbol: "source − rival".into(),
        meaning: "how far the source's excess risk exceeds a rival's on the same examples and prompts; an answer of the rival is cut at the least and \
            the greatest of the concepts' answers to the prompt"
            .into(),
        unit: Unit::ExcessRiskDifference,
        settings: vec![BATCH, LABELLED_BY, RIVAL, SOURCE, CONSTRUCTION],
        path: vec![BATCH, RIVAL, SOURCE, CONSTRUCTION],
        experiment: MakeExperiment::new::<TransferProblem>(|problem, path| {
            let asked = |settings: &Settings| Asked::ExcessOver(InContextPredictor::named(settings.word(&RIVAL)));
            Ok(answers("answer.excess_over", problem, path, asked)?.mean_excesses())
        }),
        ..distance.clone()
    };
    let mse = Quantity {
        name: "answer.mse".into(),
        symbol: "‖β̂ − β_Q‖²".into(),
        meaning: "squared error of fine-tuning on many answers of the source, each behind a fresh batch of weak-labelled examples".into(),
        unit: Unit::MeanSquaredError,
        settings: vec![BATCH, SOURCE, CONSTRUCTION],
        experiment: MakeExperiment::new::<TransferProblem>(|problem, path| {
            Ok(answers("answer.mse", problem, path, |_| Asked::Fit)?.squared_errors_of_fits())
        }),
        ..distance.clone()
    };
    vec![distance, excess_risk, excess_over, mse]
});

fn mean_squares(quantity: &'static str, problem: &TransferProblem, path: &[Settings], asked: Asked) -> MadeExperiment {
    Ok(answers(quantity, problem, path, |_| asked)?.mean_squares())
}

fn answers(
    quantity: &'static str,
    problem: &TransferProblem,
    path: &[Settings],
    asked: impl Fn(&Settings) -> Asked,
) -> Result<Answers, QuantityError> {
    let asked: Vec<(Asked, &Settings)> = path.iter().map(|settings| (asked(settings), settings)).collect();
    Answers::new(&Name::from(quantity), problem, &asked)
}
