//! 0-1 errors of linear learners, which are fitted to real labels or to signs. Proofs are in `docs/theory.md`, *0-1 errors*.
//!
//! Prompts are normal, so that the error of a predictor is an angle. Labels are drawn with their noise.

use nalgebra::{DMatrix, DVector};

use super::cell::Cell;
use super::labelled::{Drawn, Form, Labelled, Labelling};
use super::plan::Side;
use super::world::World;
use crate::inference::{Estimator, Inference, Mean};
use crate::quantity::{Draw, Experiment, Made, Undefined};
use crate::setting::{LABEL_FORM, PREDICTION_FORM, Settings};
use weak_to_strong::kernel::WideGenerator;
use weak_to_strong::learn::SpectralFilter;
use weak_to_strong::model::sign_disagreement;

/// An angle in half turns that is 0 up to rounding.
const ROUNDING: f64 = 1e-14;

/// The settings that the draws do not depend on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct SignCell {
    pub(super) teacher: SpectralFilter,
    pub(super) student: SpectralFilter,
    /// ξ.
    pub(super) mixing: f64,
    /// What true labels are.
    pub(super) truth: Form,
    /// What the teacher's predictions become as labels.
    pub(super) predictions: Form,
}

impl SignCell {
    /// Reads the settings. Those that a quantity does not have are at their defaults, and have no effect.
    pub(super) fn new(settings: &Settings) -> Self {
        let Cell { teacher, student, mixing, .. } = Cell::new(settings);
        let form = |setting| if settings.is(setting, "real") { Form::Real } else { Form::Sign };
        Self { teacher, student, mixing, truth: form(&LABEL_FORM), predictions: form(&PREDICTION_FORM) }
    }
}

/// Teacher and student, if there is one.
pub(super) struct Sides {
    pub(super) teacher: Side,
    pub(super) student: Option<Side>,
    /// Whether the student learns on the teacher's prompts.
    pub(super) same_prompts: bool,
}

/// The 0-1 error of a teacher, or of its student if there is one.
pub(super) struct Signs {
    world: World,
    sides: Sides,
    /// The distinct fits of the teacher.
    teachers: Vec<Labelling>,
    /// The fit of the student in each cell, if there is one.
    students: Vec<Labelling>,
    /// The standard deviations of the coordinates.
    deviations: DVector<f64>,
    /// The truth on coordinates of variance 1.
    truth: DVector<f64>,
}

impl Signs {
    pub(super) fn made(world: World, sides: Sides, cells: Vec<SignCell>) -> Made {
        let mut teachers: Vec<Labelling> = Vec::new();
        let mut students = Vec::new();
        for cell in &cells {
            let SignCell { truth, predictions, .. } = *cell;
            let taught = Labelling { filter: cell.teacher, share: 0.0, truth, predictions, teacher: 0 };
            let known = teachers.iter().position(|one| (one.filter, one.truth) == (taught.filter, taught.truth));
            let teacher = known.unwrap_or(teachers.len());
            if known.is_none() {
                teachers.push(taught);
            }
            students.push(Labelling { filter: cell.student, share: cell.mixing, truth, predictions, teacher });
        }
        let deviations = world.eigenvalues.iter().map(|variance| variance.sqrt());
        let deviations = DVector::from_iterator(world.dim(), deviations);
        let truth = DVector::from_column_slice(&world.truth).component_mul(&deviations);
        let signs = Self { world, sides, teachers, students, deviations, truth };
        let inference = match signs.known() {
            Some(values) => Inference::of(values.into_iter().map(Estimator::Exact)),
            None => Inference::of((0..cells.len()).map(|at| Mean::of(at).in_unit_interval())),
        };
        Made::new(signs, inference)
    }

    fn teacher(&self) -> Labelled {
        // On the same prompts the student is fitted here, too.
        let students = if self.sides.same_prompts { &self.students[..] } else { &[] };
        let filters: Vec<SpectralFilter> = self.teachers.iter().chain(students).map(|fit| fit.filter).collect();
        Labelled::new(&self.world, &self.sides.teacher, &filters)
    }

    /// The student on prompts of its own.
    fn student(&self) -> Option<Labelled> {
        let filters: Vec<SpectralFilter> = self.students.iter().map(|fit| fit.filter).collect();
        let side = self.sides.student.as_ref().filter(|_| !self.sides.same_prompts);
        side.map(|side| Labelled::new(&self.world, side, &filters))
    }

    /// The errors of all cells, if nothing is drawn.
    fn known(&self) -> Option<Vec<f64>> {
        let (teacher, student) = (self.teacher(), self.student());
        let teacher = teacher.known()?;
        let student = match &student {
            Some(student) => Some(student.known()?),
            None => None,
        };
        let mut errors = vec![0.0; self.students.len()];
        self.observe(&teacher, student.as_ref(), &mut errors);
        Some(errors.into_iter().map(|error| if error < ROUNDING { 0.0 } else { error }).collect())
    }

    /// Writes the error of each cell, given the prompts; without those of the student it learns on its teacher's.
    fn observe(&self, taught: &Drawn, learned: Option<&Drawn>, observation: &mut [f64]) {
        let nobody = DMatrix::zeros(self.world.dim(), 1);
        let taught = taught.fitting();
        let teachers = taught.fits(&self.world, &self.teachers, &nobody);
        if self.sides.student.is_some() {
            let students = match learned {
                Some(learned) => learned.fitting().fits(&self.world, &self.students, &teachers),
                None => taught.fits(&self.world, &self.students, &teachers),
            };
            observation.copy_from_slice(&self.errors(&students));
        } else {
            let errors = self.errors(&teachers);
            observation.iter_mut().zip(&self.students).for_each(|(seen, cell)| *seen = errors[cell.teacher]);
        }
    }

    /// The errors of predictors, which stand in columns.
    fn errors(&self, predictors: &DMatrix<f64>) -> Vec<f64> {
        let error =
            |predictor: DVector<f64>| sign_disagreement(&predictor.component_mul(&self.deviations), &self.truth);
        predictors.column_iter().map(|predictor| error(predictor.into_owned())).collect()
    }
}

impl Experiment for Signs {
    fn width(&self) -> usize {
        self.students.len()
    }

    fn sampler(&self) -> &'static str {
        if self.known().is_some() { "none" } else { "direct" }
    }

    fn start(&self) -> Draw<'_> {
        let (mut teacher, mut student) = (self.teacher(), self.student());
        let mut generator = None;
        Draw::new(move |stream, observation| {
            let generator = generator.get_or_insert_with(|| WideGenerator::from_stream(stream));
            let taught = teacher.draw(&self.world, generator, stream);
            let learned = student.as_mut().map(|student| student.draw(&self.world, generator, stream));
            self.observe(&taught, learned.as_ref(), observation);
            let undefined = observation.iter().position(|value| !value.is_finite());
            undefined.map_or(Ok(()), |coordinate| Err(Undefined::at(coordinate)))
        })
    }
}
