//! The table of the quantities.

use std::sync::LazyLock;

use super::cell::Cell;
use super::experiment::Linear;
use super::plan::{Observed, Plan, Side};
use super::signs::{Sides, SignCell, Signs};
use super::thresholds::check;
use super::world::World;
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
        settings: vec![TEACHER_LABELS, TEACHER_PENALTY, TEACHER_TIME, NORM],
        path: vec![TEACHER_PENALTY, TEACHER_TIME, NORM],
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
            settings: vec![TEACHER_LABELS, TEACHER_PENALTY, TEACHER_TIME, LABEL_FORM],
            path: vec![TEACHER_PENALTY, TEACHER_TIME, LABEL_FORM],
            experiment: zero_one_error("teacher.zero_one_error", |_| None),
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
            experiment: zero_one_error("student.zero_one_error", |problem| Some(problem.student().clone())),
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

/// The settings of a student with this path.
fn on_labels(path: Vec<Setting>) -> Vec<Setting> {
    [vec![TEACHER_LABELS, PSEUDO_LABELS, STUDENT_PROMPTS], path].concat()
}

fn zero_one_path() -> Vec<Setting> {
    let forms = vec![LABEL_FORM, PREDICTION_FORM];
    [vec![TEACHER_PENALTY, TEACHER_TIME, STUDENT_PENALTY, STUDENT_TIME, MIXING], forms].concat()
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
    let [teacher, student] = plan.sides();
    if plan.same_prompts && !student.can_learn_on_prompts_of(&teacher) {
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
    Ok(Linear::made(plan, cells))
}

/// The 0-1 error of the student, or of the teacher if nothing is seen by a student.
fn zero_one_error(name: &'static str, student: fn(&LinearProblem) -> Option<Features>) -> MakeExperiment {
    MakeExperiment::new::<LinearProblem>(move |problem, path| {
        let settings = &path[0];
        let teacher = Side { features: problem.teacher().clone(), labels: settings.number(&TEACHER_LABELS) };
        let labelled = |features| Side { features, labels: settings.number(&PSEUDO_LABELS) };
        let student = student(problem).map(labelled);
        let same_prompts = settings.is(&STUDENT_PROMPTS, "same");
        if !problem.prompts().is_gaussian() {
            return Err(QuantityError::NotGaussian { quantity: name.into() });
        }
        if problem.truth_is_random() {
            return Err(QuantityError::RandomTruth { quantity: name.into() });
        }
        let learners = [("teacher", Some(&teacher), &TEACHER_LABELS), ("student", student.as_ref(), &PSEUDO_LABELS)];
        for (learner, side, labels) in learners {
            let Some(side) = side else { continue };
            if matches!(side.features, Features::Relu(_)) {
                return Err(QuantityError::NoAngle { quantity: name.into() });
            }
            side.check_held(learner, labels, problem.dim())?;
        }
        if same_prompts && !student.as_ref().is_some_and(|student| student.can_learn_on_prompts_of(&teacher)) {
            return Err(QuantityError::OtherPrompts);
        }
        let cells = path.iter().map(SignCell::new).collect();
        Ok(Signs::made(World::new(problem, 0), Sides { teacher, student, same_prompts }, cells))
    })
}
