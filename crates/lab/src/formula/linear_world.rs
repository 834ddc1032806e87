//! A linear problem as the theory takes it: levels of what each learner sees, and powers of the truth.

use super::FormulaError;
use crate::setting::{
    MIXING, NORM, PSEUDO_LABELS, STUDENT_PENALTY, STUDENT_PROMPTS, STUDENT_TIME, Setting, Settings, TEACHER_LABELS,
    TEACHER_PENALTY, TEACHER_TIME,
};
use weak_to_strong::model::{Features, LinearProblem};
use weak_to_strong::theory::{LinearFit, PredictorMoments, SpectrumLevel, random_features_teacher, spectrum_levels};

/// Coordinates along the eigenvectors of Σ.
pub(super) struct Coordinates<'a> {
    problem: &'a LinearProblem,
}

impl<'a> Coordinates<'a> {
    pub(super) fn of(problem: &'a LinearProblem) -> Self {
        Self { problem }
    }

    pub(super) fn truth(&self) -> PredictorMoments {
        PredictorMoments::truth(&self.powers())
    }

    /// λ_iβ_i².
    fn powers(&self) -> Vec<f64> {
        let coordinates = self.problem.eigenvalues().iter().zip(self.problem.truth());
        coordinates.map(|(eigenvalue, truth)| eigenvalue * truth * truth).collect()
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
            Features::Turned(_) | Features::Projection(_) | Features::Relu(_) => no_value(
                formula,
                "it is for learners that see coordinates; write { first = … } or { spectrum = … }; a teacher may see a { projection = … } of the population",
            ),
        }
    }
}

/// The predictions of the teacher.
pub(super) fn predictions(
    formula: &'static str,
    problem: &LinearProblem,
    settings: &Settings,
) -> Result<PredictorMoments, FormulaError> {
    let coordinates = Coordinates::of(problem);
    let [labels, penalty, time] = [&TEACHER_LABELS, &TEACHER_PENALTY, &TEACHER_TIME];
    let Features::Projection(width) = problem.teacher() else {
        let teacher = fit(formula, &coordinates.seen(formula, problem.teacher())?, settings, [labels, penalty, time])?;
        return Ok(coordinates.truth().fitted_by(&teacher, problem.noise()));
    };
    let [labels, penalty, time] = [labels, penalty, time].map(|setting| settings.number(setting));
    if labels.is_finite() || penalty != 0.0 || time.is_finite() {
        return no_value(
            formula,
            "for a teacher that sees a projection it is for the population; write teacher_labels = inf, teacher_penalty = 0 and teacher_time = inf",
        );
    }
    Ok(random_features_teacher(&spectrum_levels(problem.eigenvalues()), &coordinates.powers(), *width as f64))
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
    let predictions = predictions(formula, problem, settings)?;
    let share = settings.number(&MIXING);
    let noise = ((1.0 - share) * problem.noise()).hypot(problem.pseudo_noise());
    Ok((predictions.mixed_with_truth(share), noise))
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
    let noise = problem.noise().hypot(problem.pseudo_noise());
    Ok(coordinates.risk(&labels.fitted_by(&student, noise), settings))
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
    } else if labels == f64::INFINITY {
        Ok(LinearFit::population_flow(levels, penalty, time))
    } else {
        no_value(formula, "early stopping has a closed form on infinitely many labels only; write inf for their number")
    }
}

fn no_value<T>(formula: &'static str, reason: &str) -> Result<T, FormulaError> {
    Err(FormulaError::NoValue { formula: formula.into(), reason: reason.to_owned() })
}

#[cfg(test)]
mod tests {
    use crate::formula::by_name;
    use crate::setting::SettingValue;
    use weak_to_strong::model::{LearnerSpec, LinearProblem, LinearSpec, PromptLaw, SpectrumSpec, TruthSpec};

    fn equivalent(eigenvalues: &[f64], width: usize, labels: f64, norm: &str) -> Result<f64, String> {
        let problem = LinearProblem::new(&LinearSpec {
            spectrum: SpectrumSpec::List(eigenvalues.to_vec()),
            prompts: PromptLaw::Gaussian,
            truth: TruthSpec::List(vec![1.0; eigenvalues.len()]),
            noise: 0.5,
            pseudo_noise: 0.0,
            teacher: LearnerSpec::Projection(width),
            student: LearnerSpec::All,
        })
        .expect("a problem");
        let formula = by_name("teacher_equivalent").expect("a formula");
        let given = [
            ("teacher_labels".to_owned(), SettingValue::Number(labels)),
            ("norm".to_owned(), SettingValue::Word(norm.to_owned())),
        ];
        formula.value(&problem, &given.into_iter().collect()).map_err(|error| error.to_string())
    }

    /// Noise of true labels, and noise that is added to them, are one noise for a student of true labels.
    #[test]
    fn noise_of_the_student_is_noise_of_its_labels() {
        let risk = |noise: f64, pseudo_noise: f64, name: &str, mixing: f64| {
            let problem = LinearProblem::new(&LinearSpec {
                spectrum: SpectrumSpec::List(vec![2.0, 1.0, 0.5]),
                prompts: PromptLaw::Gaussian,
                truth: TruthSpec::List(vec![1.0; 3]),
                noise,
                pseudo_noise,
                teacher: LearnerSpec::All,
                student: LearnerSpec::All,
            })
            .expect("a problem");
            let formula = by_name(name).expect("a formula");
            let numbers = [
                ("teacher_labels", f64::INFINITY),
                ("pseudo_labels", 9.0),
                ("mixing", mixing),
                ("student_penalty", 0.1),
            ];
            let known = |(setting, _): &(&str, f64)| formula.settings.iter().any(|one| one.name == *setting);
            let given = numbers.into_iter().filter(known);
            let given = given.map(|(name, number)| (name.to_owned(), SettingValue::Number(number))).collect();
            formula.value(&problem, &given).expect("a number")
        };
        for (name, mixing) in [("student_equivalent", 0.0), ("true_label_equivalent", 1.0)] {
            let (one, both) = (risk(0.5, 0.0, name, mixing), risk(0.3, 0.4, name, mixing));
            assert!((one - both).abs() < 1e-14 && one > 1.01 * risk(0.3, 0.0, name, mixing), "{name}: {one} {both}");
        }
        // A teacher on the population is the truth.
        let taught = risk(9.0, 0.5, "student_equivalent", 1.0) - risk(0.5, 0.0, "student_equivalent", 0.0);
        assert!(taught.abs() < 1e-14, "{taught}");
    }

    /// A projection on M of d equal coordinates keeps M/d of the truth, and one on as many as vary keeps all.
    #[test]
    fn a_teacher_in_a_projection_is_computed_by_hand() {
        let near = |found: Result<f64, String>, expected: f64| {
            let found = found.expect("a number");
            assert!((found - expected).abs() < 1e-13, "{found} {expected}");
        };
        near(equivalent(&[2.0; 8], 2, f64::INFINITY, "covariance"), 16.0 * 0.75);
        near(equivalent(&[2.0; 8], 2, f64::INFINITY, "identity"), 8.0 * 0.75);
        near(equivalent(&[2.0, 1.0, 0.0], 2, f64::INFINITY, "covariance"), 0.0);
        near(equivalent(&[2.0, 1.0, 0.0], 2, f64::INFINITY, "identity"), 1.0);
        assert!(equivalent(&[2.0; 8], 2, 100.0, "covariance").expect_err("refused").contains("teacher_labels = inf"));
    }
}
