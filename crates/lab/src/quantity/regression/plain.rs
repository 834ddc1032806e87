//! Squared errors of teacher and student as they are, nothing averaged.

use nalgebra::DVector;

use super::geometry::Geometry;
use super::integrated::Observed;
use crate::inference::{FunctionOfMeans, Inference, Mean, OfMeans, Range};
use crate::quantity::{Draw, Experiment, Made, Undefined};
use crate::setting::{PSEUDO_LABELS, SAMPLER, STUDENT_PENALTY, Setting, Settings, TEACHER_LABELS, TEACHER_PENALTY};
use weak_to_strong::learn::{FineTuning, FitError};
use weak_to_strong::model::RegressionProblem;
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::random::Stream;
use weak_to_strong::sample::{RegressionSampler, SampleMoments};

/// Makes the experiment of the teacher's error.
pub(super) fn teacher_error(problem: &RegressionProblem, path: &[Settings]) -> Made {
    let few = is_near(&TEACHER_LABELS, &TEACHER_PENALTY, problem.teacher_dim(), path);
    let range = Range::at_least(Geometry::new(problem).missed_by_teacher);
    Made::new(TeacherError::new(problem, path), means(path.len(), range, few))
}

/// Makes the experiment of the teacher's surplus.
pub(super) fn surplus(problem: &RegressionProblem, path: &[Settings]) -> Made {
    TeacherSurplus(Teacher::new(problem, path)).made()
}

/// Makes the experiment of a number about the student.
pub(super) fn student(problem: &RegressionProblem, path: &[Settings], observed: Observed) -> Made {
    let few = is_near(&TEACHER_LABELS, &TEACHER_PENALTY, problem.teacher_dim(), path)
        || is_near(&PSEUDO_LABELS, &STUDENT_PENALTY, problem.student_dim(), path);
    let (observe, range): (Observe, Range) = match observed {
        Observed::TeacherError | Observed::StudentError => {
            (error, Range::at_least(Geometry::new(problem).missed_by_student))
        }
        Observed::Gain => (gain, Range::UNKNOWN),
        Observed::RidgeSlope => (ridge_slope, Range::UNKNOWN),
    };
    Made::new(StudentError::new(problem, path, observe), means(path.len(), range, few))
}

fn means(width: usize, range: Range, without_variance: bool) -> Inference {
    Inference::of((0..width).map(|at| {
        let mean = Mean::of(at).ranging(range);
        if without_variance { mean.without_variance() } else { mean }
    }))
}

/// Whether least squares is fitted to about as many labels as dimensions, so that its squared error has no finite variance.
fn is_near(labels: &Setting, penalty: &Setting, dim: usize, path: &[Settings]) -> bool {
    let count = path[0].number(labels);
    let ridgeless = path.iter().any(|settings| settings.number_if_given(penalty).unwrap_or(0.0) == 0.0);
    ridgeless && (count - dim as f64).abs() <= 3.0
}

/// A teacher with the sample that it is fitted to.
#[derive(Clone)]
pub(super) struct Teacher {
    pub(super) problem: RegressionProblem,
    pub(super) sampler: RegressionSampler,
    /// The noise of its labels. It has two parts: σ, and the part of the truth outside its subspace, which is independent of the prompt's coordinates
    /// in the subspace.
    noise: f64,
    pub(super) penalty: f64,
}

impl Teacher {
    pub(super) fn new(problem: &RegressionProblem, path: &[Settings]) -> Self {
        let missed = problem.missed_by(problem.truth_for_teacher());
        Self {
            problem: problem.clone(),
            sampler: sampler(&DVector::from_element(problem.teacher_dim(), 1.0), &TEACHER_LABELS, &path[0]),
            noise: (problem.noise() * problem.noise() + missed).sqrt(),
            penalty: path[0].number(&TEACHER_PENALTY),
        }
    }

    pub(super) fn draw(&mut self, stream: &mut Stream) -> Result<FineTuning, FitError> {
        towards_zero(&self.sampler.draw(self.problem.truth_for_teacher(), self.noise, stream))
    }

    /// |t − β*|².
    pub(super) fn squared_error(&self, teacher: &DVector<f64>) -> f64 {
        let truth = self.problem.truth_for_teacher();
        (teacher - truth).norm_squared() + self.problem.missed_by(truth)
    }
}

pub(super) fn sampler(variances: &DVector<f64>, labels: &Setting, settings: &Settings) -> RegressionSampler {
    let sampler = RegressionSampler::new(variances, settings.number(labels));
    if settings.word(&SAMPLER) == "direct" { sampler.direct() } else { sampler }
}

/// Ridge regression shrinks towards 0, because it has no other source.
pub(super) fn towards_zero(moments: &SampleMoments) -> Result<FineTuning, FitError> {
    FineTuning::new(moments, &DVector::zeros(moments.cross.len()))
}

/// Observes |t − β*|² along a path of the teacher's penalties.
struct TeacherError {
    teacher: Teacher,
    penalties: Vec<f64>,
}

impl TeacherError {
    fn new(problem: &RegressionProblem, path: &[Settings]) -> Self {
        let penalties = path.iter().map(|settings| settings.number(&TEACHER_PENALTY)).collect();
        Self { teacher: Teacher::new(problem, path), penalties }
    }
}

impl Experiment for TeacherError {
    fn width(&self) -> usize {
        self.penalties.len()
    }

    fn start(&self) -> Draw<'_> {
        let mut teacher = self.teacher.clone();
        Draw::new(move |stream, observation| {
            let fit = teacher.draw(stream).map_err(|_| Undefined::at(0))?;
            for (place, (error, penalty)) in observation.iter_mut().zip(&self.penalties).enumerate() {
                let fitted = fit.ridge(*penalty).map_err(|_| Undefined::at(place))?;
                *error = teacher.squared_error(&fitted);
            }
            Ok(())
        })
    }

    fn sampler(&self) -> &'static str {
        self.teacher.sampler.name()
    }
}

/// The observation is (tᵀβ* − |t|², tr S(S + λ_t)⁻²). The estimate is the ratio of the means.
struct TeacherSurplus(Teacher);

impl TeacherSurplus {
    fn made(self) -> Made {
        Made::new(self, Inference::of([OfMeans::new(0..2, Ratio)]))
    }
}

impl Experiment for TeacherSurplus {
    fn width(&self) -> usize {
        2
    }

    fn start(&self) -> Draw<'_> {
        let mut teacher = self.0.clone();
        Draw::new(move |stream, observation| {
            let fit = teacher.draw(stream);
            let observed = fit.and_then(|fit| {
                let fitted = fit.ridge(teacher.penalty)?;
                let surplus = fitted.dot(&(teacher.problem.truth_for_teacher() - &fitted));
                Ok([surplus, fit.ridge_variance(teacher.penalty)?])
            });
            observation.copy_from_slice(&observed.map_err(|_| Undefined::at(0))?);
            Ok(())
        })
    }

    fn sampler(&self) -> &'static str {
        self.0.sampler.name()
    }
}

/// The first mean divided by the second.
struct Ratio;

impl FunctionOfMeans for Ratio {
    fn value(&self, moments: &JointMoments, at: std::ops::Range<usize>) -> f64 {
        moments.mean()[at.start] / moments.mean()[at.start + 1]
    }

    fn gradient(&self, means: &[f64]) -> Vec<f64> {
        let [surplus, variance] = [means[0], means[1]];
        vec![1.0 / variance, -surplus / (variance * variance)]
    }
}

/// A number about the student of one teacher, along a path of the student's penalties.
struct StudentError {
    teacher: Teacher,
    pseudo_labels: RegressionSampler,
    /// λ_s of each cell.
    penalties: Vec<f64>,
    observe: Observe,
}

/// Computes the observation from the fit of the student at a penalty and from |t − β*|².
type Observe = fn(&RegressionProblem, &FineTuning, f64, f64) -> Result<f64, FitError>;

fn error(problem: &RegressionProblem, student: &FineTuning, penalty: f64, _: f64) -> Result<f64, FitError> {
    let truth = problem.truth_for_student();
    Ok((student.ridge(penalty)? - truth).norm_squared() + problem.missed_by(truth))
}

fn gain(problem: &RegressionProblem, student: &FineTuning, penalty: f64, teacher: f64) -> Result<f64, FitError> {
    Ok(teacher - error(problem, student, penalty, teacher)?)
}

fn ridge_slope(problem: &RegressionProblem, student: &FineTuning, penalty: f64, _: f64) -> Result<f64, FitError> {
    let miss = student.ridge(penalty)? - problem.truth_for_student();
    Ok(2.0 * miss.dot(&student.ridge_derivative(penalty)?))
}

impl StudentError {
    fn new(problem: &RegressionProblem, path: &[Settings], observe: Observe) -> Self {
        let penalty = |settings: &Settings| settings.number_if_given(&STUDENT_PENALTY).unwrap_or(0.0);
        Self {
            teacher: Teacher::new(problem, path),
            pseudo_labels: sampler(problem.student_variances(), &PSEUDO_LABELS, &path[0]),
            penalties: path.iter().map(penalty).collect(),
            observe,
        }
    }
}

impl Experiment for StudentError {
    fn width(&self) -> usize {
        self.penalties.len()
    }

    fn start(&self) -> Draw<'_> {
        let (mut teacher, mut pseudo_labels) = (self.teacher.clone(), self.pseudo_labels.clone());
        let problem = &self.teacher.problem;
        Draw::new(move |stream, observation| {
            let fitted = teacher.draw(stream).and_then(|fit| fit.ridge(teacher.penalty));
            let student = fitted.and_then(|fitted| {
                // The part of the teacher outside the student's subspace is noise for the student. It is independent of the prompt's coordinates in
                // the subspace.
                let seen = problem.overlap() * &fitted;
                let unseen = (fitted.norm_squared() - seen.norm_squared()).max(0.0).sqrt();
                let moments = pseudo_labels.draw(&seen, unseen, stream);
                Ok((towards_zero(&moments)?, teacher.squared_error(&fitted)))
            });
            let (student, teacher_error) = student.map_err(|_| Undefined::at(0))?;
            for (place, (observed, penalty)) in observation.iter_mut().zip(&self.penalties).enumerate() {
                let value = (self.observe)(problem, &student, *penalty, teacher_error);
                *observed = value.map_err(|_| Undefined::at(place))?;
            }
            Ok(())
        })
    }

    /// The student's, unless it learns in the limit of many labels.
    fn sampler(&self) -> &'static str {
        match self.pseudo_labels.name() {
            "none" => self.teacher.sampler.name(),
            name => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::gradient_gap;

    #[test]
    fn a_ratio_by_hand() {
        let mut moments = JointMoments::new(2);
        [[1.0, 3.0], [2.0, 1.0]].iter().for_each(|observation| moments.push(observation));
        assert_eq!(Ratio.value(&moments, 0..2), 0.75);
        assert!(gradient_gap(&Ratio, &[1.5, 2.0]) < 1e-9);
    }
}
