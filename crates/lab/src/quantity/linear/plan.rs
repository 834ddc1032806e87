//! Problem and settings, without those along the path.

use super::cell::Cell;
use super::labels::Labels;
use super::world::World;
use crate::setting::{PSEUDO_LABELS, STUDENT_PROMPTS, Settings, TEACHER_LABELS};
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
    /// Whether the student learns on the teacher's prompts.
    pub(super) same_prompts: bool,
}

impl Plan {
    pub(super) fn new(problem: &LinearProblem, observed: Observed, settings: &Settings) -> Self {
        Self {
            world: World::new(problem),
            observed,
            teacher: problem.teacher().clone(),
            student: problem.student().clone(),
            teacher_labels: settings.number_if_given(&TEACHER_LABELS).unwrap_or(f64::INFINITY),
            student_labels: settings.number_if_given(&PSEUDO_LABELS).unwrap_or(f64::INFINITY),
            same_prompts: settings.is(&STUDENT_PROMPTS, "same"),
        }
    }

    /// How many of the first coordinates the teacher's fits are given.
    pub(super) fn teacher_dim(&self) -> usize {
        self.given(&self.teacher)
    }

    /// How many of the first coordinates the student's fits are given.
    pub(super) fn student_dim(&self) -> usize {
        self.given(&self.student)
    }

    /// Fits to features are given whole prompts. What a fit is not given of a prompt is noise in its labels.
    fn given(&self, features: &Features) -> usize {
        match features {
            Features::First(count) => *count,
            Features::Scaled(_) | Features::Projection(_) => self.world.dim(),
        }
    }

    /// The designed labels of a cell.
    pub(super) fn designed(&self, cell: &Cell) -> Labels {
        Labels::designed(&self.world, cell, self.student_dim(), self.student_labels)
    }

    /// Whether the labels of the student have noise that what it sees does not explain.
    pub(super) fn student_noise(&self, cell: &Cell) -> bool {
        let world = &self.world;
        if self.same_prompts {
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
