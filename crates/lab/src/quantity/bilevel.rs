//! 0-1 errors of a teacher and a student that interpolate signs.
//!
//! Given the fit the error is an angle, so nothing but the fits is drawn.

use std::sync::LazyLock;

use super::{Draw, Experiment, Made, MakeExperiment, Quantity, QuantityError};
use crate::inference::{Inference, Mean};
use crate::setting::{PSEUDO_LABELS, Setting, Settings, TEACHER_LABELS};
use crate::unit::Unit;
use weak_to_strong::model::{BilevelFeatures, BilevelProblem, SignPredictor};
use weak_to_strong::sample::SignInterpolationSampler;

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![
        Quantity {
            name: "teacher.sign_error".into(),
            version: 1,
            symbol: "P(sign t(x) ≠ sign z)".into(),
            meaning: "0-1 error of the teacher, the interpolation of true signs with least norm (teacher.zero_one_error of the bi-level ensemble)".into(),
            unit: Unit::Probability,
            settings: vec![TEACHER_LABELS],
            path: Vec::new(),
            experiment: MakeExperiment::new::<BilevelProblem>(|problem, path| {
                Ok(SignError::made(vec![teacher(problem, &path[0])?]))
            }),
        },
        Quantity {
            name: "student.sign_error".into(),
            version: 1,
            symbol: "P(sign s(x) ≠ sign z)".into(),
            meaning:
                "0-1 error of the student, the interpolation of the signs of its teacher's predictions with least norm"
                    .into(),
            unit: Unit::Probability,
            settings: vec![TEACHER_LABELS, PSEUDO_LABELS],
            path: Vec::new(),
            experiment: MakeExperiment::new::<BilevelProblem>(|problem, path| {
                Ok(SignError::made(vec![teacher(problem, &path[0])?, student(problem, &path[0])?]))
            }),
        },
    ]
});

fn teacher(problem: &BilevelProblem, settings: &Settings) -> Result<SignInterpolationSampler, QuantityError> {
    fit("bilevel.teacher.dim", problem.teacher(), &TEACHER_LABELS, settings)
}

fn student(problem: &BilevelProblem, settings: &Settings) -> Result<SignInterpolationSampler, QuantityError> {
    fit("bilevel.student.dim", problem.student(), &PSEUDO_LABELS, settings)
}

fn fit(
    key: &'static str,
    features: &BilevelFeatures,
    setting: &Setting,
    settings: &Settings,
) -> Result<SignInterpolationSampler, QuantityError> {
    let (labels, most) = (settings.number(setting), features.most_labels());
    if labels > most as f64 {
        let setting = setting.name.clone();
        return Err(QuantityError::TooManyToInterpolate { setting, labels, key: key.into(), dim: features.dim, most });
    }
    Ok(SignInterpolationSampler::new(features, labels as usize))
}

/// The error of the last of some learners. The first is fitted to true signs, and each other one to the signs of the one before.
struct SignError {
    learners: Vec<SignInterpolationSampler>,
}

impl SignError {
    fn made(learners: Vec<SignInterpolationSampler>) -> Made {
        Made::new(Self { learners }, Inference::of([Mean::of(0).in_unit_interval()]))
    }
}

impl Experiment for SignError {
    fn width(&self) -> usize {
        1
    }

    fn sampler(&self) -> &'static str {
        "sign_interpolation"
    }

    fn start(&self) -> Draw<'_> {
        Draw::new(move |stream, observation| {
            let labelled = |labeller, learner: &SignInterpolationSampler| learner.draw(&labeller, stream);
            observation[0] = self.learners.iter().fold(SignPredictor::TRUTH, labelled).error();
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::by_name;
    use crate::setting::SettingValue;
    use weak_to_strong::model::BilevelSpec;

    /// Refuses an experiment with these numbers of labels, in 8 and 12 coordinates.
    fn refused(name: &str, teacher_labels: f64, pseudo_labels: f64) -> Option<String> {
        let features = |dim| BilevelFeatures { dim, favoured: 2.0 };
        let problem = BilevelProblem::new(&BilevelSpec { teacher: features(8), student: features(12) });
        let numbers = [("teacher_labels", teacher_labels), ("pseudo_labels", pseudo_labels)];
        let given = numbers.map(|(name, number)| (name.to_owned(), SettingValue::Number(number))).into_iter().collect();
        let quantity = by_name(name).expect("a quantity");
        let settings = Settings::select(&quantity.settings, &given).expect("settings");
        quantity.experiment(&problem.expect("a problem"), &[settings]).err().map(|error| error.to_string())
    }

    #[test]
    fn more_labels_than_are_interpolated_are_refused_with_key_and_bound() {
        let teacher = refused("teacher.sign_error", 7.0, 1.0).expect("a refusal");
        assert!(teacher.starts_with("teacher_labels = 7 with bilevel.teacher.dim = 8: "), "{teacher}");
        assert!(teacher.ends_with("write teacher_labels = 6 or less, or raise bilevel.teacher.dim"), "{teacher}");
        let student = refused("student.sign_error", 6.0, f64::INFINITY).expect("a refusal");
        assert!(student.starts_with("pseudo_labels = inf with bilevel.student.dim = 12: "), "{student}");
        assert!(refused("student.sign_error", 7.0, 1.0).expect("a refusal").starts_with("teacher_labels = 7"));
        assert_eq!(refused("teacher.sign_error", 6.0, 11.0), None);
        assert_eq!(refused("student.sign_error", 6.0, 10.0), None);
    }
}
