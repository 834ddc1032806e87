//! Strategies to use weak-labelled examples, when the source is a network.

use nalgebra::DVector;

use super::answer::{AnswersFit, Before, Fits, Queries, SquaredLength};
use super::answer_strategy::Strategy;
use super::{MadeExperiment, QuantityError};
use crate::setting::Settings;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::sample::Composition;

/// Makes the experiment that estimates |W(β̂ − β_Q)|² of least squares on many answers, for each strategy; `weights` is the diagonal of W.
///
/// # Errors
///
/// [`QuantityError`] if a strategy needs a concept, which a network does not name, or if there is no such network.
pub(super) fn network_strategies(
    quantity: &'static str,
    problem: &TransferProblem,
    path: &[Settings],
    weights: &DVector<f64>,
) -> MadeExperiment {
    let (mut queries, mut asked, mut fits) = (Vec::new(), Vec::new(), Vec::new());
    for settings in path {
        let before = before(quantity, settings)?;
        let place = match asked.iter().position(|known| *known == before) {
            Some(place) => place,
            None => {
                queries.push(Queries::new(quantity, problem, settings, before)?);
                asked.push(before);
                asked.len() - 1
            }
        };
        fits.push((place, AnswersFit::weighted(problem, 0.0, weights)));
    }
    Ok(Fits::new(queries, fits).made(|| SquaredLength))
}

/// What a network reads before a query.
fn before(quantity: &'static str, settings: &Settings) -> Result<Before, QuantityError> {
    match Strategy::of(settings) {
        Strategy::Refine => Ok(Before::FreshBatch(Composition::OneConcept)),
        Strategy::AskToImprove => Ok(Before::OwnLabel),
        Strategy::InferAndRespond => {
            let reason = "strategy = infer_and_respond answers under the most probable concept, and a network names none; write strategy = refine or \
                ask_to_improve, or source = posterior";
            Err(QuantityError::NotDefined { quantity: quantity.into(), reason: reason.to_owned() })
        }
    }
}
