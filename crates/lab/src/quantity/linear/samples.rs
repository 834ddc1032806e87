//! Numbers of one sample of a teacher and its student, whose labels are drawn with their noise.

use nalgebra::DVector;

use super::cell::{Cell, Norm};
use super::pair::{Pair, Predictors};
use super::signs::{Angles, check_angles};
use super::world::World;
use crate::name::Name;
use crate::quantity::{Draw, Experiment, QuantityError, Undefined};
use crate::setting::Settings;
use weak_to_strong::model::LinearProblem;

/// What is observed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::quantity) enum Number {
    /// ‖t − β‖².
    TeacherRisk,
    /// ‖s − β‖².
    StudentRisk,
    /// ‖s − t‖².
    Misfit,
    /// The 0-1 error of t.
    TeacherError,
    /// The 0-1 error of s.
    StudentError,
}

impl Number {
    /// Whether it is of a student.
    pub(in crate::quantity) fn is_of_student(self) -> bool {
        match self {
            Self::StudentRisk | Self::Misfit | Self::StudentError => true,
            Self::TeacherRisk | Self::TeacherError => false,
        }
    }

    /// Whether it is a probability.
    pub(in crate::quantity) fn is_zero_one_error(self) -> bool {
        match self {
            Self::TeacherError | Self::StudentError => true,
            Self::TeacherRisk | Self::StudentRisk | Self::Misfit => false,
        }
    }
}

/// Observes numbers of one sample.
pub(in crate::quantity) struct Samples {
    pair: Pair,
    angles: Angles,
    truth: DVector<f64>,
    /// The number of each cell, and the norm of a risk.
    cells: Vec<(Number, Norm)>,
}

impl Samples {
    /// Numbers whose settings agree in what is drawn.
    ///
    /// # Errors
    ///
    /// [`QuantityError`] if one sample of the problem is not defined, or does not fit into memory.
    pub(in crate::quantity) fn new(
        problem: &LinearProblem,
        observed: &[(Name, Number, Settings)],
    ) -> Result<Self, QuantityError> {
        for (name, number, _) in observed {
            if number.is_zero_one_error() {
                check_angles(name, problem)?;
            }
        }
        let path: Vec<Settings> = observed.iter().map(|(.., settings)| settings.clone()).collect();
        let with_student = observed.iter().any(|(_, number, _)| number.is_of_student());
        let pair = Pair::of(&observed[0].0, problem, with_student, &path)?;
        Ok(Self {
            angles: Angles::new(&pair.world),
            truth: DVector::from_column_slice(&pair.world.truth),
            cells: observed.iter().map(|(_, number, settings)| (*number, Cell::new(settings).norm)).collect(),
            pair,
        })
    }

    /// Truth, prompts and noise.
    fn world(&self) -> &World {
        &self.pair.world
    }

    /// As [`Pair::interpolations`].
    pub(in crate::quantity) fn interpolations(&self, cell: usize) -> Vec<(f64, usize)> {
        self.pair.interpolations(cell, self.cells[cell].0.is_of_student())
    }

    /// The number of a cell.
    fn number(&self, cell: usize, fitted: &Predictors) -> f64 {
        let (number, norm) = self.cells[cell];
        let taught = || fitted.teachers.column(self.pair.teacher_of(cell)).into_owned();
        let learned = || fitted.students.column(cell).into_owned();
        let square = |difference: DVector<f64>| self.world().square(norm, difference.as_slice(), 0);
        match number {
            Number::TeacherRisk => square(taught() - &self.truth),
            Number::StudentRisk => square(learned() - &self.truth),
            Number::Misfit => square(learned() - taught()),
            Number::TeacherError => self.angles.error(taught()),
            Number::StudentError => self.angles.error(learned()),
        }
    }
}

impl Experiment for Samples {
    fn width(&self) -> usize {
        self.cells.len()
    }

    fn start(&self) -> Draw<'_> {
        let mut draw = self.pair.draws();
        Draw::new(move |stream, observation| {
            let fitted = draw(stream);
            for (cell, observed) in observation.iter_mut().enumerate() {
                *observed = self.number(cell, &fitted);
                if !observed.is_finite() {
                    return Err(Undefined::at(cell));
                }
            }
            Ok(())
        })
    }
}
