//! The table of the quantities.

use std::sync::LazyLock;

use super::cell::Cell;
use super::experiment::Linear;
use super::plan::{Observed, Plan};
use super::thresholds::check;
use crate::quantity::held::check_held;
use crate::quantity::{MadeExperiment, MakeExperiment, Quantity, QuantityError};
use crate::setting::{
    MIXING, NORM, PSEUDO_LABELS, STUDENT_PENALTY, STUDENT_PROMPTS, STUDENT_TIME, Setting, Settings, TEACHER_LABELS,
    TEACHER_PENALTY, TEACHER_TIME, WEAK_LABELS,
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
        settings: vec![TEACHER_LABELS, TEACHER_PENALTY, TEACHER_TIME, NORM],
        path: vec![TEACHER_PENALTY, TEACHER_TIME, NORM],
        experiment: of(Observed::TeacherRisk),
    };
    vec![
        Quantity {
            name: "student.risk".into(),
            symbol: "E‖s − β‖²".into(),
            meaning: "risk of the linear student on the teacher's predictions, or on labels mixed with them".into(),
            settings: student_settings(),
            path: student_path(),
            experiment: of(Observed::StudentRisk),
            ..teacher.clone()
        },
        Quantity {
            name: "student.misfit".into(),
            symbol: "E‖s − t‖²".into(),
            meaning: "squared distance of the linear student's predictions from its teacher's".into(),
            settings: student_settings(),
            path: student_path(),
            experiment: of(Observed::Misfit),
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

fn student_settings() -> Vec<Setting> {
    let mut settings = vec![TEACHER_LABELS, PSEUDO_LABELS, STUDENT_PROMPTS];
    settings.extend(student_path());
    settings
}

fn student_path() -> Vec<Setting> {
    vec![TEACHER_PENALTY, TEACHER_TIME, STUDENT_PENALTY, STUDENT_TIME, MIXING, NORM]
}

fn of(observed: Observed) -> MakeExperiment {
    MakeExperiment::new::<LinearProblem>(move |problem, path| made(problem, path, observed))
}

fn made(problem: &LinearProblem, path: &[Settings], observed: Observed) -> MadeExperiment {
    let plan = Plan::new(problem, observed, &path[0]);
    let is_on_coordinates = matches!(plan.student, Features::First(_));
    let sees_the_same = is_on_coordinates && plan.teacher == plan.student;
    if plan.same_prompts && !(sees_the_same && plan.teacher_labels == plan.student_labels) {
        return Err(QuantityError::OtherPrompts);
    }
    if observed == Observed::DesignedRisk && !is_on_coordinates {
        return Err(QuantityError::NotDesigned);
    }
    check_held(&TEACHER_LABELS, plan.teacher_labels, plan.teacher_dim())?;
    check_held(&PSEUDO_LABELS, plan.student_labels, plan.student_dim())?;
    let cells: Vec<Cell> = path.iter().map(Cell::new).collect();
    cells.iter().try_for_each(|cell| check(&plan, cell))?;
    Ok(Linear::made(plan, cells))
}
