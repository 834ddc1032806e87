//! Risks and 0-1 errors of linear teachers and students.

use std::sync::LazyLock;

use super::values::least_squares_power;
use super::{MadeSample, MakeSample, Observable, Observed, Values};
use crate::quantity::QuantityError;
use crate::quantity::linear::{Number, Samples, student_path, teacher_path, teacher_zero_one_path, zero_one_path};
use crate::setting::{PSEUDO_LABELS, STUDENT_PROMPTS, TEACHER_LABELS};
use crate::unit::Unit;
use weak_to_strong::model::LinearProblem;

pub(super) static OBSERVABLES: LazyLock<Vec<Observable>> =
    LazyLock::new(|| NUMBERS.iter().map(|(name, number)| observable(name, *number)).collect());

const NUMBERS: [(&str, Number); 5] = [
    ("teacher.risk", Number::TeacherRisk),
    ("student.risk", Number::StudentRisk),
    ("student.misfit", Number::Misfit),
    ("teacher.zero_one_error", Number::TeacherError),
    ("student.zero_one_error", Number::StudentError),
];

fn observable(name: &'static str, number: Number) -> Observable {
    let (symbol, meaning, path) = match number {
        Number::TeacherRisk => ("‖t − β‖²", "risk of the linear teacher on one sample of noisy labels", teacher_path()),
        Number::StudentRisk => ("‖s − β‖²", "risk of the linear student on one sample of labels", student_path()),
        Number::Misfit => {
            ("‖s − t‖²", "squared distance of the linear student's predictions from its teacher's", student_path())
        }
        Number::TeacherError => {
            ("P(sign t(x) ≠ sign βᵀx)", "0-1 error of the linear teacher on one sample", teacher_zero_one_path())
        }
        Number::StudentError => {
            ("P(sign s(x) ≠ sign βᵀx)", "0-1 error of the linear student on one sample", zero_one_path())
        }
    };
    let of_sample = if number.is_of_student() {
        vec![TEACHER_LABELS, PSEUDO_LABELS, STUDENT_PROMPTS]
    } else {
        vec![TEACHER_LABELS, STUDENT_PROMPTS]
    };
    Observable {
        name: name.into(),
        version: 1,
        symbol: symbol.into(),
        meaning: meaning.into(),
        unit: if number.is_zero_one_error() { Unit::Probability } else { Unit::ExcessRisk },
        settings: [of_sample, path.clone()].concat(),
        path,
        sample: "the prompts and labels of teacher and student".into(),
        experiment: MakeSample::new::<LinearProblem>(sample),
    }
}

fn number(observed: &Observed) -> Number {
    NUMBERS
        .iter()
        .find(|(name, _)| *name == &*observed.observable.name)
        .map_or(Number::TeacherRisk, |(_, number)| *number)
}

fn sample(problem: &LinearProblem, observed: &[Observed]) -> Result<MadeSample, QuantityError> {
    let numbers: Vec<_> =
        observed.iter().map(|one| (one.observable.name.clone(), number(one), one.settings.clone())).collect();
    let samples = Samples::new(problem, &numbers)?;
    let values =
        numbers.iter().enumerate().map(|(cell, (_, number, _))| values(*number, &samples.interpolations(cell)));
    let values = values.collect();
    Ok(MadeSample::new(Box::new(samples), values))
}

fn values(number: Number, interpolations: &[(f64, usize)]) -> Values {
    if number.is_zero_one_error() {
        return Values::UNIT;
    }
    let powers = interpolations.iter().map(|(labels, rank)| least_squares_power(*labels, *rank));
    powers.fold(Values::SQUARE, Values::without_moments_from)
}
