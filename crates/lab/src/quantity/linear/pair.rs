//! A teacher and its student, fitted to labels that are drawn.

use nalgebra::DMatrix;

use super::cell::Cell;
use super::labelled::{Drawn, Form, Labelled, Labelling};
use super::plan::Side;
use super::world::World;
use crate::name::Name;
use crate::quantity::QuantityError;
use crate::setting::{LABEL_FORM, PREDICTION_FORM, PSEUDO_LABELS, STUDENT_PROMPTS, Setting, Settings, TEACHER_LABELS};
use weak_to_strong::kernel::WideGenerator;
use weak_to_strong::learn::SpectralFilter;
use weak_to_strong::model::{Features, LinearProblem};
use weak_to_strong::random::Stream;

/// The settings that the draws do not depend on.
#[derive(Clone, Copy, Debug, PartialEq)]
struct PairCell {
    teacher: SpectralFilter,
    student: SpectralFilter,
    /// ξ.
    mixing: f64,
    /// What true labels are.
    truth: Form,
    /// What the teacher's predictions become as labels.
    predictions: Form,
}

impl PairCell {
    /// Reads the settings. Those that are not there are at their defaults; without forms, labels are real.
    fn new(settings: &Settings) -> Self {
        let Cell { teacher, student, mixing, .. } = Cell::new(settings);
        let is_given = |setting: &Setting| settings.iter().any(|(name, _)| name == setting.name);
        let form = |setting| if is_given(setting) && settings.is(setting, "signs") { Form::Sign } else { Form::Real };
        Self { teacher, student, mixing, truth: form(&LABEL_FORM), predictions: form(&PREDICTION_FORM) }
    }
}

/// What teacher and student see, if there is a student.
struct Sides {
    teacher: Side,
    student: Option<Side>,
    /// Whether the student learns on the teacher's prompts, of which there are finitely many.
    same_prompts: bool,
}

impl Sides {
    /// Whether teacher and student on the same prompts are two filters of one fit.
    fn is_one_fit(&self) -> bool {
        self.same_prompts && self.student.as_ref().is_some_and(|student| student.is_one_fit_with(&self.teacher))
    }
}

/// A teacher and its student in all cells.
pub(super) struct Pair {
    pub(super) world: World,
    sides: Sides,
    /// The distinct fits of the teacher.
    teachers: Vec<Labelling>,
    /// The fit of the student in each cell, if there is one.
    students: Vec<Labelling>,
}

/// What was fitted: predictors in columns, with d coordinates.
pub(super) struct Predictors {
    /// One for each distinct teacher.
    pub(super) teachers: DMatrix<f64>,
    /// One for each cell; none without a student.
    pub(super) students: DMatrix<f64>,
}

impl Pair {
    /// Teacher and student of a problem, or the teacher alone, for cells that agree in what is drawn.
    ///
    /// # Errors
    ///
    /// [`QuantityError`] if one sample of them is not defined, or does not fit into memory.
    pub(in crate::quantity) fn of(
        quantity: &Name,
        problem: &LinearProblem,
        with_student: bool,
        path: &[Settings],
    ) -> Result<Self, QuantityError> {
        let side = |features: &Features, labels| -> Option<Side> {
            let labels = path.iter().find_map(|settings| settings.number_if_given(labels))?;
            Some(Side { features: features.clone(), labels })
        };
        let student = side(problem.student(), &PSEUDO_LABELS).filter(|_| with_student);
        let Some(teacher) = side(problem.teacher(), &TEACHER_LABELS) else { panic!("a teacher without labels") };
        let wants_same = student.is_some() && path.iter().any(|settings| settings.is(&STUDENT_PROMPTS, "same"));
        if problem.truth_is_random() {
            return Err(QuantityError::RandomTruth { quantity: quantity.clone() });
        }
        let learners = [("teacher", Some(&teacher), &TEACHER_LABELS), ("student", student.as_ref(), &PSEUDO_LABELS)];
        for (learner, side, labels) in learners {
            let Some(side) = side else { continue };
            if matches!(side.features, Features::Relu(_)) {
                return Err(QuantityError::OfUnits { quantity: quantity.clone() });
            }
            side.check_held(learner, labels, problem.dim())?;
        }
        if wants_same && student.as_ref().is_some_and(|student| student.labels != teacher.labels) {
            return Err(QuantityError::OtherPrompts);
        }
        let same_prompts = wants_same && teacher.labels.is_finite();
        let cells: Vec<PairCell> = path.iter().map(PairCell::new).collect();
        Ok(Self::new(World::new(problem, 0), Sides { teacher, student, same_prompts }, &cells))
    }

    fn new(world: World, sides: Sides, cells: &[PairCell]) -> Self {
        let mut teachers: Vec<Labelling> = Vec::new();
        let mut students = Vec::new();
        for cell in cells {
            let PairCell { truth, predictions, .. } = *cell;
            let taught = Labelling { filter: cell.teacher, share: 0.0, noise: 0.0, truth, predictions, teacher: 0 };
            let known = teachers.iter().position(|one| (one.filter, one.truth) == (taught.filter, taught.truth));
            let teacher = known.unwrap_or(teachers.len());
            if known.is_none() {
                teachers.push(taught);
            }
            let noise = world.pseudo_noise.sqrt();
            students.push(Labelling { filter: cell.student, share: cell.mixing, noise, truth, predictions, teacher });
        }
        Self { world, sides, teachers, students }
    }

    /// The number of cells.
    pub(super) fn len(&self) -> usize {
        self.students.len()
    }

    /// The column of a cell's teacher.
    pub(super) fn teacher_of(&self, cell: usize) -> usize {
        self.students[cell].teacher
    }

    pub(super) fn has_student(&self) -> bool {
        self.sides.student.is_some()
    }

    /// Numbers of labels and ranks of features of the interpolations of noise that a cell's learner depends on.
    pub(super) fn interpolations(&self, cell: usize, of_student: bool) -> Vec<(f64, usize)> {
        let Sides { teacher, student, same_prompts } = &self.sides;
        let fit = &self.students[cell];
        let noisy_truth = |side: &Side| self.world.has_noise(&side.features);
        let mut interpolations = Vec::new();
        let mut note = |side: &Side, filter: &SpectralFilter, is_noisy: bool| {
            if filter.is_ridgeless() && is_noisy && side.labels.is_finite() && self.world.prompts.has_density() {
                interpolations.push((side.labels, self.world.rank(&side.features)));
            }
        };
        if !of_student || fit.share != 0.0 {
            note(teacher, &self.teachers[fit.teacher].filter, noisy_truth(teacher));
        }
        if let Some(student) = student.as_ref().filter(|_| of_student) {
            let hidden = *same_prompts || self.world.hides_predictions(&teacher.features, &student.features);
            let mixed = fit.share != 1.0 && noisy_truth(student) || fit.share != 0.0 && hidden;
            note(student, &fit.filter, fit.noise > 0.0 || mixed);
        }
        interpolations
    }

    fn teacher(&self) -> Labelled {
        let students = if self.sides.is_one_fit() { &self.students[..] } else { &[] };
        Labelled::new(&self.world, &self.sides.teacher, &[&self.teachers[..], students].concat())
    }

    /// The student, unless it is fitted with its teacher.
    fn student(&self) -> Option<Labelled> {
        let side = self.sides.student.as_ref().filter(|_| !self.sides.is_one_fit());
        side.map(|side| Labelled::new(&self.world, side, &self.students))
    }

    /// The predictors, if nothing is drawn.
    pub(super) fn known(&self) -> Option<Predictors> {
        let (teacher, student) = (self.teacher(), self.student());
        let teacher = teacher.known()?;
        let student = match &student {
            Some(student) => Some(student.known()?),
            None => None,
        };
        Some(self.fits(&teacher, student.as_ref()))
    }

    /// Draws samples, one after the other.
    pub(super) fn draws(&self) -> impl FnMut(&mut Stream) -> Predictors {
        let (mut teacher, mut student) = (self.teacher(), self.student());
        let mut generator = None;
        move |stream| {
            let generator = generator.get_or_insert_with(|| WideGenerator::from_stream(stream));
            let taught = teacher.draw(&self.world, generator, stream);
            let learned = student.as_mut().map(|student| match self.sides.same_prompts {
                true => student.look(&taught, generator, stream),
                false => student.draw(&self.world, generator, stream),
            });
            self.fits(&taught, learned.as_ref())
        }
    }

    /// Fits to prompts that were drawn; without those of the student it is fitted with its teacher.
    fn fits(&self, taught: &Drawn, learned: Option<&Drawn>) -> Predictors {
        let nobody = DMatrix::zeros(self.world.dim(), 1);
        let taught = taught.fitting();
        let teachers = taught.fits(&self.world, &self.teachers, &nobody);
        let students = match learned {
            _ if !self.has_student() => DMatrix::zeros(self.world.dim(), 0),
            Some(learned) => learned.fitting().fits(&self.world, &self.students, &teachers),
            None => taught.fits(&self.world, &self.students, &teachers),
        };
        Predictors { teachers, students }
    }
}
