//! Assumptions about teacher and student.

use std::sync::LazyLock;

use weak_to_strong::model::RegressionProblem;

use super::{Assumption, Test};
use crate::setting::{STUDENT_PENALTY, Settings, TEACHER_LABELS, TEACHER_PENALTY};

/// The truth lies in the teacher's subspace and in the student's subspace.
pub static TRUTH_SHARED: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "truth_shared".into(),
    meaning: "the truth β* is in the teacher's and in the student's subspace".into(),
    tests: vec![Test::new::<RegressionProblem>(|problem, _| problem.holds_truth())],
    implied_by: Vec::new(),
    measured_by: None,
    drops: Vec::new(),
});

/// The teacher's subspace is part of the student's.
pub static STUDENT_SEES_TEACHER: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "student_sees_teacher".into(),
    meaning: "the teacher's subspace is part of the student's".into(),
    tests: vec![Test::new::<RegressionProblem>(|problem, _| problem.student_sees_teacher())],
    implied_by: Vec::new(),
    measured_by: None,
    drops: Vec::new(),
});

/// Teacher and student are fitted without a penalty.
pub static RIDGELESS: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "ridgeless".into(),
    meaning: "teacher and student are fitted without a penalty".into(),
    tests: vec![Test::new::<RegressionProblem>(|_, settings| {
        settings.is(&TEACHER_PENALTY, 0.0) && settings.is(&STUDENT_PENALTY, 0.0)
    })],
    implied_by: Vec::new(),
    measured_by: None,
    drops: Vec::new(),
});

/// The teacher is the projection of the truth on its subspace: it has infinitely many labels and no penalty.
pub static PROJECTION_TEACHER: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "projection_teacher".into(),
    meaning: "the teacher is the projection of the truth on its subspace (teacher_labels = inf, teacher_penalty = 0)"
        .into(),
    tests: vec![Test::new::<RegressionProblem>(|_, settings| {
        settings.number_if_given(&TEACHER_LABELS) == Some(f64::INFINITY) && settings.is(&TEACHER_PENALTY, 0.0)
    })],
    implied_by: Vec::new(),
    measured_by: None,
    drops: Vec::new(),
});

/// The teacher's penalty is below σ²d_w/(nr²).
pub static UNDER_REGULARISED: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "under_regularised".into(),
    meaning: "the teacher's ridge penalty is below ridge_threshold".into(),
    tests: vec![Test::new::<RegressionProblem>(|problem, settings| {
        threshold(problem, settings).is_some_and(|threshold| penalty(settings) < threshold)
    })],
    implied_by: Vec::new(),
    measured_by: Some("ridge_threshold".into()),
    drops: Vec::new(),
});

/// The teacher's penalty is at least σ²d_w/(nr²).
pub static OVER_REGULARISED: LazyLock<Assumption> = LazyLock::new(|| Assumption {
    name: "over_regularised".into(),
    meaning: "the teacher's ridge penalty is ridge_threshold or more".into(),
    tests: vec![Test::new::<RegressionProblem>(|problem, settings| {
        threshold(problem, settings).is_some_and(|threshold| penalty(settings) >= threshold)
    })],
    implied_by: Vec::new(),
    measured_by: Some("ridge_threshold".into()),
    drops: Vec::new(),
});

/// Returns σ²d_w/(nr²), or `None` if the settings do not say how many labels the teacher has.
fn threshold(problem: &RegressionProblem, settings: &Settings) -> Option<f64> {
    settings.number_if_given(&TEACHER_LABELS).map(|labels| problem.ridge_threshold(labels))
}

fn penalty(settings: &Settings) -> f64 {
    settings.number_if_given(&TEACHER_PENALTY).unwrap_or(0.0)
}
