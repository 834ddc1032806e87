//! Problem and settings, without those along the path.

use super::cell::Cell;
use super::labels::Labels;
use super::prompts::{View, draw_layer};
use super::world::World;
use crate::quantity::QuantityError;
use crate::quantity::held::{check_held, check_matrix};
use crate::setting::{PSEUDO_LABELS, STUDENT_PROMPTS, Setting, Settings, TEACHER_LABELS};
use weak_to_strong::kernel::WideGenerator;
use weak_to_strong::learn::ReluFeatures;
use weak_to_strong::model::{Features, LinearProblem};

/// What is observed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Observed {
    /// ‖t − β‖².
    TeacherRisk,
    /// ‖s − β‖².
    StudentRisk,
    /// ‖s − t‖².
    Misfit,
    /// ‖s − β‖² of a student on designed labels.
    DesignedRisk,
}

impl Observed {
    fn units_of_teacher(self, features: &Features) -> usize {
        if self == Self::DesignedRisk { 0 } else { units(features) }
    }

    fn units_of_student(self, features: &Features) -> usize {
        if self == Self::TeacherRisk { 0 } else { units(features) }
    }
}

/// What a learner sees, and of how many labels. Infinitely many are the population.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Side {
    pub(super) features: Features,
    pub(super) labels: f64,
}

impl Side {
    /// Whether a student on this side and a teacher are two filters of one fit if they learn on the same prompts.
    pub(super) fn is_one_fit_with(&self, teacher: &Self) -> bool {
        matches!(self.features, Features::First(_)) && self == teacher
    }

    /// Refuses samples and features of prompts with `dim` coordinates that would fill the memory; `learner` names the learner.
    pub(super) fn check_held(&self, learner: &str, labels: &Setting, dim: usize) -> Result<(), QuantityError> {
        check_held(labels, self.labels, dim)?;
        let (form, width) = match &self.features {
            Features::First(_) | Features::Scaled(_) => return Ok(()),
            Features::Turned(axes) => ("first", axes.count()),
            Features::Projection(width) => ("projection", (*width).min(dim)),
            Features::Relu(width) => ("relu", *width),
        };
        check_matrix(format!("regression.{learner}.{form}"), width, dim)
    }
}

/// The number of units of a first layer.
fn units(features: &Features) -> usize {
    match features {
        Features::Relu(width) => *width,
        Features::First(_) | Features::Turned(_) | Features::Scaled(_) | Features::Projection(_) => 0,
    }
}

/// Problem and settings, without those along the path.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) world: World,
    pub(super) observed: Observed,
    pub(super) teacher: Features,
    pub(super) student: Features,
    /// n; ∞ if there is no teacher.
    pub(super) teacher_labels: f64,
    /// N; ∞ if there is no student.
    pub(super) student_labels: f64,
    /// Whether the student learns on the teacher's prompts, of which there are finitely many.
    pub(super) same_prompts: bool,
}

impl Plan {
    pub(super) fn new(problem: &LinearProblem, observed: Observed, settings: &Settings) -> Self {
        let units = observed.units_of_teacher(problem.teacher()) + observed.units_of_student(problem.student());
        let teacher_labels = settings.number_if_given(&TEACHER_LABELS).unwrap_or(f64::INFINITY);
        Self {
            world: World::new(problem, units),
            observed,
            teacher: problem.teacher().clone(),
            student: problem.student().clone(),
            teacher_labels,
            student_labels: settings.number_if_given(&PSEUDO_LABELS).unwrap_or(f64::INFINITY),
            same_prompts: settings.is(&STUDENT_PROMPTS, "same") && teacher_labels.is_finite(),
        }
    }

    /// Teacher and student.
    pub(super) fn sides(&self) -> [Side; 2] {
        let side = |features: &Features, labels| Side { features: features.clone(), labels };
        [side(&self.teacher, self.teacher_labels), side(&self.student, self.student_labels)]
    }

    /// Whether teacher and student on the same prompts are two filters of one fit.
    pub(super) fn is_one_fit(&self) -> bool {
        let [teacher, student] = self.sides();
        self.same_prompts && student.is_one_fit_with(&teacher)
    }

    /// How many of the first coordinates the teacher's fits are given.
    pub(super) fn teacher_dim(&self) -> usize {
        self.given(&self.teacher)
    }

    /// How many of the first coordinates the student's fits are given.
    pub(super) fn student_dim(&self) -> usize {
        if self.labels_of_units() { self.world.dim() } else { self.given(&self.student) }
    }

    /// Fits to features are given whole prompts. What a fit is not given of a prompt is noise in its labels.
    fn given(&self, features: &Features) -> usize {
        match features {
            Features::First(count) => *count,
            Features::Turned(_) | Features::Scaled(_) | Features::Projection(_) | Features::Relu(_) => self.world.dim(),
        }
    }

    /// What the teacher sees.
    pub(super) fn teacher_view(&self) -> View<'_> {
        let units = 0..self.observed.units_of_teacher(&self.teacher);
        View { features: &self.teacher, units, whole: false }
    }

    /// What the student sees.
    pub(super) fn student_view(&self) -> View<'_> {
        let first = self.observed.units_of_teacher(&self.teacher);
        let units = first..first + self.observed.units_of_student(&self.student);
        View { features: &self.student, units, whole: self.labels_of_units() }
    }

    /// Whether the student's labels are a function of units, so that what it does not see of a prompt is not independent of what it sees.
    fn labels_of_units(&self) -> bool {
        self.observed.units_of_teacher(&self.teacher) > 0
    }

    /// Whether a learner of the quantity is a layer of units.
    pub(super) fn has_units(&self) -> bool {
        self.world.dim() > self.world.prompt_dim
    }

    /// The units of both learners, if there are some.
    pub(super) fn draw_layer(&self, generator: &mut WideGenerator) -> Option<ReluFeatures> {
        let groups = [self.teacher_view().units, self.student_view().units];
        self.has_units().then(|| draw_layer(&groups, &self.world.eigenvalues[..self.world.prompt_dim], generator))
    }

    /// The designed labels of a cell.
    pub(super) fn designed(&self, cell: &Cell) -> Labels {
        Labels::designed(&self.world, cell, self.student_dim(), self.student_labels)
    }

    /// Whether the labels of the student have noise that what it sees does not explain.
    pub(super) fn student_noise(&self, cell: &Cell) -> bool {
        let world = &self.world;
        if self.observed != Observed::TeacherRisk && world.pseudo_noise > 0.0 {
            return true;
        }
        if self.is_one_fit() {
            return world.has_noise(&self.teacher);
        }
        match self.observed {
            Observed::DesignedRisk => self.designed(cell).variance(world, self.student_dim()) > 0.0,
            Observed::TeacherRisk => false,
            Observed::StudentRisk | Observed::Misfit => {
                cell.mixing != 1.0 && world.has_noise(&self.student)
                    || cell.mixing != 0.0 && world.hides_predictions(&self.teacher, &self.student)
            }
        }
    }
}
