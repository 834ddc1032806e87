//! The table of the quantities.

use std::sync::LazyLock;

use super::cell::Cell;
use super::experiment::Linear;
use super::joint::Joint;
use super::pair::Pair;
use super::plan::{Observed, Plan};
use super::signs::{Signs, check_angles};
use super::thresholds::check;
use crate::quantity::{MadeExperiment, MakeExperiment, Quantity, QuantityError};
use crate::setting::{
    LABEL_FORM, MIXING, NORM, PREDICTION_FORM, PSEUDO_LABELS, STUDENT_PENALTY, STUDENT_PROMPTS, STUDENT_TIME, Setting,
    Settings, TEACHER_LABELS, TEACHER_PENALTY, TEACHER_TIME, WEAK_LABELS,
};
use crate::unit::Unit;
use weak_to_strong::model::{Features, LinearProblem};

pub(in crate::quantity) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    let teacher = Quantity {
        name: "teacher.risk".into(),
        version: 1,
        symbol: "E‖t − β‖²".into(),
        meaning: "risk of the linear teacher on noisy labels, or of a student on true labels".into(),
        unit: Unit::ExcessRisk,
        settings: [vec![TEACHER_LABELS], teacher_path()].concat(),
        path: teacher_path(),
        experiment: of(Observed::TeacherRisk),
    };
    vec![
        Quantity {
            name: "student.risk".into(),
            symbol: "E‖s − β‖²".into(),
            meaning: "risk of the linear student on the teacher's predictions, or on labels mixed with them".into(),
            settings: on_labels(student_path()),
            path: student_path(),
            experiment: of(Observed::StudentRisk),
            ..teacher.clone()
        },
        Quantity {
            name: "student.misfit".into(),
            symbol: "E‖s − t‖²".into(),
            meaning: "squared distance of the linear student's predictions from its teacher's".into(),
            settings: on_labels(student_path()),
            path: student_path(),
            experiment: of(Observed::Misfit),
            ..teacher.clone()
        },
        Quantity {
            name: "teacher.zero_one_error".into(),
            symbol: "P(sign t(x) ≠ sign βᵀx)".into(),
            meaning: "0-1 error of the linear teacher, which is fitted to signs or to real labels".into(),
            unit: Unit::Probability,
            settings: [vec![TEACHER_LABELS], teacher_zero_one_path()].concat(),
            path: teacher_zero_one_path(),
            experiment: zero_one_error("teacher.zero_one_error", false),
            ..teacher.clone()
        },
        Quantity {
            name: "student.zero_one_error".into(),
            symbol: "P(sign s(x) ≠ sign βᵀx)".into(),
            meaning:
                "0-1 error of the linear student, on its teacher's predictions, their signs, or labels mixed with them"
                    .into(),
            unit: Unit::Probability,
            settings: on_labels(zero_one_path()),
            path: zero_one_path(),
            experiment: zero_one_error("student.zero_one_error", true),
            ..teacher.clone()
        },
        Quantity {
            name: "student.designed_risk".into(),
            symbol: "E‖s − β‖²".into(),
            meaning: "risk of the linear student on noisy labels of a predictor that is designed for it".into(),
            settings: vec![PSEUDO_LABELS, STUDENT_PENALTY, STUDENT_TIME, WEAK_LABELS, NORM],
            path: vec![STUDENT_PENALTY, STUDENT_TIME, WEAK_LABELS, NORM],
            experiment: of(Observed::DesignedRisk),
            ..teacher.clone()
        },
        teacher,
    ]
});

/// The settings of a teacher along its path.
pub(in crate::quantity) fn teacher_path() -> Vec<Setting> {
    vec![TEACHER_PENALTY, TEACHER_TIME, NORM]
}

/// The settings of a student with this path.
fn on_labels(path: Vec<Setting>) -> Vec<Setting> {
    [vec![TEACHER_LABELS, PSEUDO_LABELS, STUDENT_PROMPTS], path].concat()
}

/// The settings of a teacher's 0-1 error along its path.
pub(in crate::quantity) fn teacher_zero_one_path() -> Vec<Setting> {
    vec![TEACHER_PENALTY, TEACHER_TIME, LABEL_FORM]
}

/// The settings of a student's 0-1 error along its path.
pub(in crate::quantity) fn zero_one_path() -> Vec<Setting> {
    let forms = vec![LABEL_FORM, PREDICTION_FORM];
    [vec![TEACHER_PENALTY, TEACHER_TIME, STUDENT_PENALTY, STUDENT_TIME, MIXING], forms].concat()
}

/// The settings of a student along its path.
pub(in crate::quantity) fn student_path() -> Vec<Setting> {
    vec![TEACHER_PENALTY, TEACHER_TIME, STUDENT_PENALTY, STUDENT_TIME, MIXING, NORM]
}

fn of(observed: Observed) -> MakeExperiment {
    MakeExperiment::new::<LinearProblem>(move |problem, path| made(problem, path, observed))
}

fn made(problem: &LinearProblem, path: &[Settings], observed: Observed) -> MadeExperiment {
    let plan = Plan::new(problem, observed, &path[0]);
    let is_on_coordinates = matches!(plan.student, Features::First(_));
    let [teacher, student] = plan.sides();
    if path[0].is(&STUDENT_PROMPTS, "same") && teacher.labels != student.labels {
        return Err(QuantityError::OtherPrompts);
    }
    if observed == Observed::DesignedRisk && !is_on_coordinates {
        return Err(QuantityError::NotDesigned);
    }
    if observed != Observed::DesignedRisk {
        teacher.check_held("teacher", &TEACHER_LABELS, plan.teacher_dim())?;
    }
    if observed != Observed::TeacherRisk {
        student.check_held("student", &PSEUDO_LABELS, plan.student_dim())?;
    }
    let cells: Vec<Cell> = path.iter().map(Cell::new).collect();
    cells.iter().try_for_each(|cell| check(&plan, cell))?;
    Ok(if plan.same_prompts && !plan.is_one_fit() { Joint::made(plan, cells) } else { Linear::made(plan, cells) })
}

/// The 0-1 error of the teacher, or of its student.
fn zero_one_error(name: &'static str, of_student: bool) -> MakeExperiment {
    MakeExperiment::new::<LinearProblem>(move |problem, path| {
        check_angles(&name.into(), problem)?;
        Ok(Signs::made(Pair::of(&name.into(), problem, of_student, path)?))
    })
}
