//! A linear problem as the theory takes it: levels of what each learner sees, and powers of the truth.

use super::FormulaError;
use crate::setting::{
    MIXING, NORM, PSEUDO_LABELS, STUDENT_PENALTY, STUDENT_PROMPTS, STUDENT_TIME, Setting, Settings, TEACHER_LABELS,
    TEACHER_PENALTY, TEACHER_TIME,
};
use weak_to_strong::model::{Features, LinearProblem};
use weak_to_strong::theory::{LinearFit, PredictorMoments, SpectrumLevel, spectrum_levels};

/// Coordinates along the eigenvectors of Σ.
pub(super) struct Coordinates<'a> {
    problem: &'a LinearProblem,
}

impl<'a> Coordinates<'a> {
    pub(super) fn of(problem: &'a LinearProblem) -> Self {
        Self { problem }
    }

    /// The truth, by λ_iβ_i².
    pub(super) fn truth(&self) -> PredictorMoments {
        let powers = self.problem.eigenvalues().iter().zip(self.problem.truth());
        PredictorMoments::truth(&powers.map(|(eigenvalue, truth)| eigenvalue * truth * truth).collect::<Vec<_>>())
    }

    /// The risk in the norm of the settings.
    pub(super) fn risk(&self, predictor: &PredictorMoments, settings: &Settings) -> f64 {
        if settings.is(&NORM, "covariance") {
            return predictor.risk();
        }
        // Where nothing varies nothing is learned, and the truth is missed.
        let coordinates = self.problem.eigenvalues().iter().zip(self.problem.truth());
        let blind: f64 =
            coordinates.filter(|(eigenvalue, _)| **eigenvalue == 0.0).map(|(_, truth)| truth * truth).sum();
        predictor.identity_mse(&spectrum_levels(self.problem.eigenvalues())) + blind
    }

    /// The student without a penalty.
    pub(super) fn ridgeless_student(
        &self,
        formula: &'static str,
        settings: &Settings,
    ) -> Result<LinearFit, FormulaError> {
        let seen = self.seen(formula, self.problem.student())?;
        Ok(LinearFit::ridge(&seen, settings.number(&PSEUDO_LABELS), 0.0))
    }

    /// The variances of what a learner sees along each coordinate.
    fn seen(&self, formula: &'static str, features: &Features) -> Result<Vec<SpectrumLevel>, FormulaError> {
        if !self.problem.prompts().is_gaussian() {
            return no_value(formula, "it is for normal prompts; write prompts = \"gaussian\"");
        }
        match features {
            Features::First(count) => {
                let mut levels = spectrum_levels(self.problem.eigenvalues());
                levels[*count..].iter_mut().for_each(|level| level.eigenvalue = 0.0);
                Ok(levels)
            }
            Features::Scaled(own) => Ok(spectrum_levels(own)),
            Features::Projection(_) | Features::Relu(_) => no_value(
                formula,
                "it is for learners that see coordinates; write { first = … } or { spectrum = … } in place of { projection = … } or { relu = … }",
            ),
        }
    }
}

/// The teacher as a fit of its labels.
pub(super) fn fit_of_teacher(
    formula: &'static str,
    problem: &LinearProblem,
    settings: &Settings,
) -> Result<LinearFit, FormulaError> {
    let seen = Coordinates::of(problem).seen(formula, problem.teacher())?;
    fit(formula, &seen, settings, [&TEACHER_LABELS, &TEACHER_PENALTY, &TEACHER_TIME])
}

/// The student as a fit of its labels.
pub(super) fn fit_of_student(
    formula: &'static str,
    problem: &LinearProblem,
    settings: &Settings,
) -> Result<LinearFit, FormulaError> {
    let seen = Coordinates::of(problem).seen(formula, problem.student())?;
    fit(formula, &seen, settings, [&PSEUDO_LABELS, &STUDENT_PENALTY, &STUDENT_TIME])
}

/// The student's labels (1 − ξ)y + ξŷ, and their noise.
pub(super) fn mixed_labels(
    formula: &'static str,
    problem: &LinearProblem,
    settings: &Settings,
) -> Result<(PredictorMoments, f64), FormulaError> {
    if !settings.is(&STUDENT_PROMPTS, "fresh") {
        return no_value(formula, "the equivalent is for fresh prompts; write student_prompts = \"fresh\"");
    }
    let teacher = fit_of_teacher(formula, problem, settings)?;
    let predictions = Coordinates::of(problem).truth().fitted_by(&teacher, problem.noise());
    let share = settings.number(&MIXING);
    Ok((predictions.mixed_with_truth(share), (1.0 - share) * problem.noise()))
}

/// The risk of the student on noisy labels of the truth times gains that are chosen for the ridgeless student.
pub(super) fn designed(
    formula: &'static str,
    problem: &LinearProblem,
    settings: &Settings,
    gains: fn(&LinearFit) -> Vec<f64>,
) -> Result<f64, FormulaError> {
    let coordinates = Coordinates::of(problem);
    let labels = coordinates.truth().scaled(&gains(&coordinates.ridgeless_student(formula, settings)?));
    let student = fit_of_student(formula, problem, settings)?;
    Ok(coordinates.risk(&labels.fitted_by(&student, problem.noise()), settings))
}

/// Ridge regression, or gradient flow on the population.
fn fit(
    formula: &'static str,
    levels: &[SpectrumLevel],
    settings: &Settings,
    [labels, penalty, time]: [&Setting; 3],
) -> Result<LinearFit, FormulaError> {
    let (labels, penalty, time) = (settings.number(labels), settings.number(penalty), settings.number(time));
    if time == f64::INFINITY {
        Ok(LinearFit::ridge(levels, labels, penalty))
    } else if labels == f64::INFINITY && penalty == 0.0 {
        Ok(LinearFit::population_flow(levels, time))
    } else {
        no_value(formula, "early stopping has a closed form on infinitely many labels without a penalty only")
    }
}

fn no_value<T>(formula: &'static str, reason: &str) -> Result<T, FormulaError> {
    Err(FormulaError::NoValue { formula: formula.into(), reason: reason.to_owned() })
}
