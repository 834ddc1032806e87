//! Formulas about logistic problems: the divergences between truth, weak supervisor and student, after Mulgund and Pabbaraju.

use std::sync::LazyLock;

use super::{Evaluate, Formula};
use crate::setting::{STUDENT_LOSS, Setting, Settings};
use crate::unit::Unit;
use weak_to_strong::model::{LogOdds, LogisticProblem};
use weak_to_strong::theory::{cross_entropy_student, kl_divergence, reverse_student};

pub(super) static FORMULAS: LazyLock<Vec<Formula>> = LazyLock::new(|| {
    vec![
        known("kl_truth_weak", "KL(f*‖f_w)", "divergence of the weak supervisor from the truth", |problem| {
            kl_divergence(problem.weights(), problem.truth(), problem.weak())
        }),
        known("kl_weak_truth", "KL(f_w‖f*)", "divergence of the truth from the weak supervisor", |problem| {
            kl_divergence(problem.weights(), problem.weak(), problem.truth())
        }),
        of_student("kl_truth_student", "KL(f*‖f)", "divergence of the student from the truth", |problem, student| {
            kl_divergence(problem.weights(), problem.truth(), student)
        }),
        of_student("kl_student_truth", "KL(f‖f*)", "divergence of the truth from the student", |problem, student| {
            kl_divergence(problem.weights(), student, problem.truth())
        }),
        of_student(
            "kl_student_weak",
            "KL(f‖f_w)",
            "reverse misfit: the divergence of the weak supervisor from the student",
            |problem, student| kl_divergence(problem.weights(), student, problem.weak()),
        ),
        of_student(
            "kl_weak_student",
            "KL(f_w‖f)",
            "misfit: the divergence of the student from the weak supervisor",
            |problem, student| kl_divergence(problem.weights(), problem.weak(), student),
        ),
    ]
});

/// A divergence that has nothing to do with the student.
fn known(
    name: &'static str,
    symbol: &'static str,
    meaning: &'static str,
    value: fn(&LogisticProblem) -> f64,
) -> Formula {
    let evaluate = Evaluate::new::<LogisticProblem>(move |problem, _| Ok(value(problem)));
    divergence(name, symbol, meaning, Vec::new(), evaluate)
}

/// A divergence between the student and something else.
fn of_student(
    name: &'static str,
    symbol: &'static str,
    meaning: &'static str,
    value: fn(&LogisticProblem, &LogOdds) -> f64,
) -> Formula {
    let evaluate =
        Evaluate::new::<LogisticProblem>(move |problem, settings| Ok(value(problem, &student(problem, settings))));
    divergence(name, symbol, meaning, vec![STUDENT_LOSS], evaluate)
}

fn divergence(
    name: &'static str,
    symbol: &'static str,
    meaning: &'static str,
    settings: Vec<Setting>,
    evaluate: Evaluate,
) -> Formula {
    Formula {
        name: name.into(),
        version: 1,
        symbol: symbol.into(),
        meaning: meaning.into(),
        unit: Unit::NatsPerExample,
        source: "Mulgund and Pabbaraju 2025, arXiv 2501.19105 (by quadrature: ours)".into(),
        settings,
        needs: Vec::new(),
        evaluate,
    }
}

fn student(problem: &LogisticProblem, settings: &Settings) -> LogOdds {
    if settings.is(&STUDENT_LOSS, "reverse") { reverse_student(problem) } else { cross_entropy_student(problem) }
}
