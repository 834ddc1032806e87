//! The table of the quantities.

use std::sync::LazyLock;

use super::geometry::Geometry;
use super::integrated::{Cell, Integrated, Observed, Ridge};
use super::plain;
use super::shares::{RidgeShares, mean_inverse_trace};
use super::stretched::Stretched;
use super::surplus::Surplus;
use crate::quantity::{Made, MadeExperiment, MakeExperiment, Quantity, QuantityError};
use crate::setting::{PSEUDO_LABELS, SAMPLER, STUDENT_PENALTY, Settings, TEACHER_LABELS, TEACHER_PENALTY};
use crate::unit::Unit;
use weak_to_strong::model::RegressionProblem;

pub(in crate::quantity) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![
        Quantity {
            name: "teacher.mse".into(),
            version: 2,
            symbol: "E‖t − β*‖²".into(),
            meaning: "MSE of the teacher, ridge regression on noisy labels within its subspace".into(),
            unit: Unit::MeanSquaredError,
            settings: vec![TEACHER_LABELS, TEACHER_PENALTY, SAMPLER],
            path: vec![TEACHER_PENALTY],
            experiment: MakeExperiment::new::<RegressionProblem>(teacher_error),
        },
        Quantity {
            name: "teacher.surplus".into(),
            version: 2,
            symbol: "(E tᵀβ* − E‖t‖²)/E tr S(S + λ_t)⁻²".into(),
            meaning: "by how much the teacher's product with the truth exceeds its own square, in units of its \
                variance from unit noise times n"
                .into(),
            unit: Unit::MeanSquaredErrorDifference,
            settings: vec![TEACHER_LABELS, TEACHER_PENALTY, SAMPLER],
            path: Vec::new(),
            experiment: MakeExperiment::new::<RegressionProblem>(surplus),
        },
        Quantity {
            name: "student.mse".into(),
            version: 2,
            symbol: "E‖s − β*‖²".into(),
            meaning: "MSE of the student, ridge regression on the teacher's predictions within its subspace".into(),
            unit: Unit::MeanSquaredError,
            settings: vec![TEACHER_LABELS, TEACHER_PENALTY, PSEUDO_LABELS, STUDENT_PENALTY, SAMPLER],
            path: vec![STUDENT_PENALTY],
            experiment: MakeExperiment::new::<RegressionProblem>(|problem, path| {
                student(problem, path, Observed::StudentError)
            }),
        },
        Quantity {
            name: "student.gain".into(),
            version: 2,
            symbol: "E‖t − β*‖² − E‖s − β*‖²".into(),
            meaning: "by how much the student's MSE is below its teacher's".into(),
            unit: Unit::MeanSquaredErrorDifference,
            settings: vec![TEACHER_LABELS, TEACHER_PENALTY, PSEUDO_LABELS, STUDENT_PENALTY, SAMPLER],
            path: vec![STUDENT_PENALTY],
            experiment: MakeExperiment::new::<RegressionProblem>(|problem, path| {
                student(problem, path, Observed::Gain)
            }),
        },
        Quantity {
            name: "student.ridge_slope".into(),
            version: 2,
            symbol: "∂E‖s − β*‖²/∂λ_s at 0".into(),
            meaning: "slope of the student's MSE in its ridge penalty at 0; below 0 where a small ridge helps".into(),
            unit: Unit::MeanSquaredErrorDifference,
            settings: vec![TEACHER_LABELS, TEACHER_PENALTY, PSEUDO_LABELS, SAMPLER],
            path: Vec::new(),
            experiment: MakeExperiment::new::<RegressionProblem>(|problem, path| {
                student(problem, path, Observed::RidgeSlope)
            }),
        },
    ]
});

fn teacher_error(problem: &RegressionProblem, path: &[Settings]) -> MadeExperiment {
    if is_plain(path) {
        return Ok(plain::teacher_error(problem, path));
    }
    integrated(problem, path, Observed::TeacherError)
}

fn surplus(problem: &RegressionProblem, path: &[Settings]) -> MadeExperiment {
    if is_plain(path) {
        return Ok(plain::surplus(problem, path));
    }
    Surplus::made(&Geometry::new(problem), teacher(&path[0]), is_direct(path))
}

fn student(problem: &RegressionProblem, path: &[Settings], observed: Observed) -> MadeExperiment {
    let (labels, dim) = (path[0].number(&PSEUDO_LABELS), problem.student_dim());
    if observed == Observed::RidgeSlope && mean_inverse_trace(labels, dim).is_infinite() {
        return Err(QuantityError::NoRegressionSlope { pseudo_labels: labels, dim });
    }
    if is_plain(path) {
        return Ok(plain::student(problem, path, observed));
    }
    if problem.is_isotropic() {
        return integrated(problem, path, observed);
    }
    let Ridge { labels, penalty } = teacher(&path[0]);
    match RidgeShares::known(labels, problem.teacher_dim(), penalty).filter(|shares| shares.variance.is_finite()) {
        Some(shares) => Ok(Stretched::new(problem, &shares, observed, &cells(path), is_direct(path)).made()),
        // Both the teacher's eigenvalues and the student's prompts would have to be drawn, and no range is proved of that.
        None => Ok(plain::student(problem, path, observed)),
    }
}

fn integrated(problem: &RegressionProblem, path: &[Settings], observed: Observed) -> MadeExperiment {
    let made: Option<Made> = Integrated::made(Geometry::new(problem), observed, &cells(path), is_direct(path));
    made.ok_or(QuantityError::InfiniteTeacherAndStudent)
}

fn is_plain(path: &[Settings]) -> bool {
    path[0].word(&SAMPLER) == "plain"
}

fn is_direct(path: &[Settings]) -> bool {
    path[0].word(&SAMPLER) == "direct"
}

fn teacher(settings: &Settings) -> Ridge {
    Ridge { labels: settings.number(&TEACHER_LABELS), penalty: settings.number(&TEACHER_PENALTY) }
}

fn cells(path: &[Settings]) -> Vec<Cell> {
    let cell = |settings: &Settings| {
        let student = Ridge {
            labels: settings.number_if_given(&PSEUDO_LABELS).unwrap_or(f64::INFINITY),
            penalty: settings.number_if_given(&STUDENT_PENALTY).unwrap_or(0.0),
        };
        Cell { teacher: teacher(settings), student }
    };
    path.iter().map(cell).collect()
}
