//! How large answers and their errors can be.

use weak_to_strong::model::TransferProblem;

/// sup |βₖᵀX| over concepts and prompts.
pub(super) fn greatest_answer(problem: &TransferProblem) -> Option<f64> {
    let forms = problem.concepts().column_iter().map(|concept| problem.prompts().greatest_form(&concept.into_owned()));
    forms.collect::<Option<Vec<f64>>>().map(|forms| forms.into_iter().fold(0.0, f64::max))
}

/// A bound on |f − β_QᵀX| for answers f that are no greater than [`greatest_answer`].
pub(in crate::quantity) fn greatest_error(problem: &TransferProblem) -> Option<f64> {
    Some(greatest_answer(problem)? + problem.prompts().greatest_form(&problem.target_mean())?)
}
