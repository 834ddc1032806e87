//! Teacher and student on the same prompts, of which each sees something else.
//!
//! A vector b + Nz, where z has independent coordinates of mean 0 and variance 1, is held as the matrix (b | N): what is linear in it acts on the columns.

use nalgebra::DMatrix;

use super::cell::{Cell, Norm};
use super::labelled::predictions;
use super::learner::{Learner, distinct_penalties};
use super::plan::{Observed, Plan};
use super::ranges::range;
use super::sight::{Sees, Sight};
use super::world::World;
use crate::inference::{Inference, Mean};
use crate::quantity::{Draw, Experiment, Made, Undefined};
use weak_to_strong::kernel::WideGenerator;
use weak_to_strong::learn::SpectralFilter;
use weak_to_strong::sample::ScaledPrompts;

/// The experiment.
pub(super) struct Joint {
    plan: Plan,
    cells: Vec<Cell>,
}

impl Joint {
    /// The experiment and its inference.
    pub(super) fn made(plan: Plan, cells: Vec<Cell>) -> Made {
        let mean = |(at, cell)| Mean::of(at).ranging(range(&plan, cell));
        let inference = Inference::of(cells.iter().enumerate().map(mean));
        Made::new(Self { plan, cells }, inference)
    }

    fn world(&self) -> &World {
        &self.plan.world
    }

    /// Writes the risks of all cells, or the misfits, for prompts in the columns of a matrix.
    fn observe(&self, prompts: &DMatrix<f64>, taught: &Fits, learned: &Fits, observation: &mut [f64]) {
        let truths = self.truths(prompts);
        let mut teachers: Vec<(SpectralFilter, DMatrix<f64>)> = Vec::new();
        let mut students: Vec<([SpectralFilter; 2], Learned)> = Vec::new();
        for (cell, observed) in self.cells.iter().zip(observation) {
            let teacher = kept(&mut teachers, cell.teacher, || taught.predictors(&cell.teacher, &truths));
            let student = kept(&mut students, [cell.teacher, cell.student], || {
                let predicted = predictions(teacher, prompts).transpose();
                Learned {
                    of_truths: learned.predictors(&cell.student, &truths),
                    of_predictions: learned.predictors(&cell.student, &predicted),
                    own: learned.noise(&cell.student, self.world().pseudo_noise),
                }
            });
            let mut missed = &student.of_truths * (1.0 - cell.mixing) + &student.of_predictions * cell.mixing;
            match self.plan.observed {
                Observed::Misfit => missed -= teacher,
                Observed::StudentRisk | Observed::TeacherRisk | Observed::DesignedRisk => {
                    missed.column_mut(0).iter_mut().zip(&self.world().truth).for_each(|(fit, truth)| *fit -= truth);
                }
            }
            *observed = self.mean_square(cell.norm, &missed) + self.mean_square(cell.norm, &student.own);
        }
    }

    /// The noisy labels of prompts in the columns of a matrix.
    fn truths(&self, prompts: &DMatrix<f64>) -> DMatrix<f64> {
        let world = self.world();
        let labels = predictions(&DMatrix::from_column_slice(world.dim(), 1, &world.truth), prompts).transpose();
        if world.noise == 0.0 {
            return labels;
        }
        let count = prompts.ncols();
        let mut noisy = DMatrix::zeros(count, 1 + count);
        noisy.columns_mut(1, count).fill_diagonal(world.noise.sqrt());
        noisy.set_column(0, &labels.column(0));
        noisy
    }

    /// E‖b + Nz‖² = ‖b‖² + the same of all columns of N.
    fn mean_square(&self, norm: Norm, vector: &DMatrix<f64>) -> f64 {
        vector.column_iter().map(|column| self.world().square(norm, column.as_slice(), 0)).sum()
    }
}

/// What a student learns from both parts of its labels, and from noise of its own.
struct Learned {
    of_truths: DMatrix<f64>,
    of_predictions: DMatrix<f64>,
    own: DMatrix<f64>,
}

/// What belongs to a key, which is made once.
fn kept<K: PartialEq, V>(all: &mut Vec<(K, V)>, key: K, make: impl FnOnce() -> V) -> &V {
    let at = all.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
        let made = make();
        all.push((key, made));
        all.len() - 1
    });
    &all[at].1
}

/// The fits of a learner.
struct Fits<'a> {
    sight: &'a Sight,
    learner: Learner<'a>,
}

impl<'a> Fits<'a> {
    fn new(sight: &'a Sight, penalties: Option<&[f64]>) -> Self {
        Self { sight, learner: Learner::on(&sight.features, penalties) }
    }

    /// The predictor that is fitted to the labels in each column.
    fn predictors(&self, filter: &SpectralFilter, labels: &DMatrix<f64>) -> DMatrix<f64> {
        self.sight.predictors(self.learner.fits_to_label_columns(filter, &self.sight.features, labels))
    }

    /// What label noise of this variance leaves; without columns if there is none.
    fn noise(&self, filter: &SpectralFilter, variance: f64) -> DMatrix<f64> {
        let left = if variance == 0.0 { DMatrix::zeros(0, 0) } else { self.learner.noise(filter) * variance.sqrt() };
        if left.is_empty() { left } else { self.sight.predictors(left) }
    }
}

impl Experiment for Joint {
    fn width(&self) -> usize {
        self.cells.len()
    }

    fn start(&self) -> Draw<'_> {
        let (plan, world) = (&self.plan, self.world());
        let law = ScaledPrompts::new(&world.prompts, &world.eigenvalues[..world.prompt_dim]);
        let [taught, learned] = [plan.teacher_view(), plan.student_view()].map(|view| Sees::new(world, view));
        let penalties = |filter: fn(&Cell) -> SpectralFilter| {
            distinct_penalties(&self.cells.iter().map(filter).collect::<Vec<_>>())
        };
        let (of_teacher, of_student) = (penalties(|cell| cell.teacher), penalties(|cell| cell.student));
        let mut generator = None;
        Draw::new(move |stream, observation| {
            let generator = generator.get_or_insert_with(|| WideGenerator::from_stream(stream));
            let layer = plan.draw_layer(generator);
            let mut prompts = DMatrix::zeros(world.prompt_dim, plan.teacher_labels as usize);
            law.fill(&mut prompts, generator);
            let prompts = layer.as_ref().map_or_else(|| prompts.clone(), |layer| layer.longer(&prompts));
            let [taught, learned] =
                [&taught, &learned].map(|sees| sees.draw(&prompts, layer.as_ref(), generator, stream));
            let teacher = Fits::new(&taught, of_teacher.as_deref());
            let student = Fits::new(&learned, of_student.as_deref());
            self.observe(&prompts, &teacher, &student, observation);
            let undefined = observation.iter().position(|value| !value.is_finite());
            undefined.map_or(Ok(()), |coordinate| Err(Undefined::at(coordinate)))
        })
    }
}
