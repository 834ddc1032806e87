//! Squared errors of a teacher and its student.

use std::sync::LazyLock;

use super::plain_settings::plain_settings;
use super::values::least_squares_power;
use super::{MadeSample, MakeSample, Observable, Observed, Values};
use crate::inference::Range;
use crate::quantity::QuantityError;
use crate::quantity::regression::{Learner, TeacherAndStudent};
use crate::setting::{PSEUDO_LABELS, STUDENT_PENALTY, Settings, TEACHER_LABELS, TEACHER_PENALTY};
use crate::unit::Unit;
use weak_to_strong::model::RegressionProblem;

pub(super) static OBSERVABLES: LazyLock<Vec<Observable>> = LazyLock::new(|| {
    let teacher = Observable {
        name: "teacher.squared_error".into(),
        version: 1,
        symbol: "‖t − β*‖²".into(),
        meaning: "squared error of the teacher, ridge regression on noisy labels within its subspace".into(),
        unit: Unit::MeanSquaredError,
        settings: vec![TEACHER_LABELS, TEACHER_PENALTY],
        path: vec![TEACHER_PENALTY],
        sample: "the labels of teacher and student".into(),
        experiment: MakeSample::new::<RegressionProblem>(sample),
    };
    let student = Observable {
        name: "student.squared_error".into(),
        symbol: "‖s − β*‖²".into(),
        meaning: "squared error of the student, ridge regression on the teacher's predictions within its subspace"
            .into(),
        settings: vec![TEACHER_LABELS, TEACHER_PENALTY, PSEUDO_LABELS, STUDENT_PENALTY],
        path: vec![STUDENT_PENALTY],
        ..teacher.clone()
    };
    vec![teacher, student]
});

fn learner(observed: &Observed) -> Learner {
    match &*observed.observable.name {
        "teacher.squared_error" => Learner::Teacher,
        _ => Learner::Student,
    }
}

fn sample(problem: &RegressionProblem, observed: &[Observed]) -> Result<MadeSample, QuantityError> {
    let learners: Vec<(Learner, Settings)> = observed.iter().map(learner).zip(plain_settings(observed)).collect();
    let values = learners.iter().map(|(learner, settings)| values(problem, *learner, settings)).collect();
    Ok(MadeSample::new(Box::new(TeacherAndStudent::new(problem, learners)), values))
}

fn values(problem: &RegressionProblem, learner: Learner, settings: &Settings) -> Values {
    let power = |labels, penalty, dim: usize| {
        let is_ridgeless = settings.number(penalty) == 0.0;
        if is_ridgeless { least_squares_power(settings.number(labels), dim) } else { f64::INFINITY }
    };
    let (missed, students) = match learner {
        Learner::Teacher => (problem.missed_by(problem.truth_for_teacher()), f64::INFINITY),
        Learner::Student => {
            let own = power(&PSEUDO_LABELS, &STUDENT_PENALTY, problem.student_dim());
            (problem.missed_by(problem.truth_for_student()), own)
        }
    };
    // A squared length plus what the subspace misses is never rounded below the latter.
    let values = Values::ranging(Range::at_least(missed)).without_moments_from(students);
    values.without_moments_from(power(&TEACHER_LABELS, &TEACHER_PENALTY, problem.teacher_dim()))
}
