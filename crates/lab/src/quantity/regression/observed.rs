//! Squared errors of teacher and student on one sample.

use super::plain::{Teacher, sampler, towards_zero};
use crate::quantity::{Draw, Experiment, Undefined};
use crate::setting::{PSEUDO_LABELS, STUDENT_PENALTY, Settings, TEACHER_PENALTY};
use weak_to_strong::learn::{FineTuning, FitError};
use weak_to_strong::model::RegressionProblem;
use weak_to_strong::random::Stream;
use weak_to_strong::sample::RegressionSampler;

/// Whose squared error is observed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::quantity) enum Learner {
    Teacher,
    Student,
}

/// Observes the squared errors of teachers on one sample of labels, and of the students of one of them on one sample of prompts.
pub(in crate::quantity) struct TeacherAndStudent {
    teacher: Teacher,
    pseudo_labels: Option<RegressionSampler>,
    learners: Vec<(Learner, f64)>,
}

impl TeacherAndStudent {
    /// Takes learners with their settings. All students have the same teacher.
    pub(in crate::quantity) fn new(problem: &RegressionProblem, learners: Vec<(Learner, Settings)>) -> Self {
        let student = learners.iter().find(|(learner, _)| *learner == Learner::Student).map(|(_, settings)| settings);
        let penalty = |(learner, settings): &(Learner, Settings)| match learner {
            Learner::Teacher => (Learner::Teacher, settings.number(&TEACHER_PENALTY)),
            Learner::Student => (Learner::Student, settings.number(&STUDENT_PENALTY)),
        };
        let of_teacher = student.unwrap_or(&learners[0].1).clone();
        Self {
            teacher: Teacher::new(problem, &[of_teacher]),
            pseudo_labels: student.map(|settings| sampler(problem.student_variances(), &PSEUDO_LABELS, settings)),
            learners: learners.iter().map(penalty).collect(),
        }
    }
}

/// Draws the prompts of the students, and labels them by their teacher.
fn student(
    teacher: &Teacher,
    fit: &FineTuning,
    pseudo_labels: &mut RegressionSampler,
    stream: &mut Stream,
) -> Result<FineTuning, FitError> {
    let fitted = fit.ridge(teacher.penalty)?;
    // The part of the teacher outside the student's subspace is noise for the student. It is independent of the prompt's coordinates in the subspace.
    let seen = teacher.problem.overlap() * &fitted;
    let unseen = (fitted.norm_squared() - seen.norm_squared()).max(0.0).sqrt();
    towards_zero(&pseudo_labels.draw(&seen, unseen, stream))
}

impl Experiment for TeacherAndStudent {
    fn width(&self) -> usize {
        self.learners.len()
    }

    fn start(&self) -> Draw<'_> {
        let (mut teacher, mut pseudo_labels) = (self.teacher.clone(), self.pseudo_labels.clone());
        Draw::new(move |stream, observation| {
            let undefined = |_| Undefined::at(0);
            let of_teacher = teacher.draw(stream).map_err(undefined)?;
            let of_student = match &mut pseudo_labels {
                Some(sampler) => Some(student(&teacher, &of_teacher, sampler, stream).map_err(undefined)?),
                None => None,
            };
            for (place, (observed, (learner, penalty))) in observation.iter_mut().zip(&self.learners).enumerate() {
                let fit = match learner {
                    Learner::Teacher => &of_teacher,
                    Learner::Student => of_student.as_ref().ok_or_else(|| Undefined::at(place))?,
                };
                let fitted = fit.ridge(*penalty).map_err(|_| Undefined::at(place))?;
                *observed = match learner {
                    Learner::Teacher => teacher.squared_error(&fitted),
                    Learner::Student => {
                        let truth = teacher.problem.truth_for_student();
                        (fitted - truth).norm_squared() + teacher.problem.missed_by(truth)
                    }
                };
            }
            Ok(())
        })
    }

    /// The student's, unless it learns in the limit of many labels.
    fn sampler(&self) -> &'static str {
        match self.pseudo_labels.as_ref().map_or("none", RegressionSampler::name) {
            "none" => self.teacher.sampler.name(),
            name => name,
        }
    }
}
