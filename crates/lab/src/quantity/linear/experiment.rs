//! Draws prompts and observes risks that are averaged over the noise of labels.

use super::cell::Cell;
use super::labels::{Labels, Teacher};
use super::learner::{Learner, distinct_penalties};
use super::plan::{Observed, Plan};
use super::prompts::{Prompts, View};
use super::ranges::range;
use super::risk::{Difference, SamePrompts, Student, spread};
use crate::inference::{Estimator, Inference, Mean};
use crate::quantity::{Draw, Experiment, Made, Undefined};
use weak_to_strong::kernel::WideGenerator;
use weak_to_strong::learn::{PromptSpectrum, SpectralFilter};

/// The experiment.
pub(super) struct Linear {
    plan: Plan,
    cells: Vec<Cell>,
    /// The distinct teachers with the places of their cells.
    teachers: Vec<(SpectralFilter, Vec<usize>)>,
    /// The labels of each cell if they are designed, else none.
    designed: Vec<Labels>,
}

impl Linear {
    pub(super) fn new(plan: Plan, cells: Vec<Cell>) -> Self {
        let mut teachers: Vec<(SpectralFilter, Vec<usize>)> = Vec::new();
        for (at, cell) in cells.iter().enumerate() {
            match teachers.iter_mut().find(|(filter, _)| *filter == cell.teacher) {
                Some((_, places)) => places.push(at),
                None => teachers.push((cell.teacher, vec![at])),
            }
        }
        let is_designed = plan.observed == Observed::DesignedRisk;
        let designed = cells.iter().filter(|_| is_designed).map(|cell| plan.designed(cell)).collect();
        Self { plan, cells, teachers, designed }
    }

    /// The experiment and its inference.
    pub(super) fn made(plan: Plan, cells: Vec<Cell>) -> Made {
        let linear = Self::new(plan, cells);
        let inference = match linear.known() {
            Some(values) => Inference::of(values.into_iter().map(Estimator::Exact)),
            None => {
                let mean = |(at, cell)| Mean::of(at).ranging(range(&linear.plan, cell));
                Inference::of(linear.cells.iter().enumerate().map(mean))
            }
        };
        Made::new(linear, inference)
    }

    fn teacher(&self) -> Prompts {
        let labels = match self.plan.observed {
            Observed::DesignedRisk => return self.nobody(),
            Observed::TeacherRisk | Observed::StudentRisk | Observed::Misfit => self.plan.teacher_labels,
        };
        self.prompts(self.plan.teacher_view(), labels, |cell| cell.teacher)
    }

    fn student(&self) -> Prompts {
        if self.plan.observed == Observed::TeacherRisk || self.plan.same_prompts {
            return self.nobody();
        }
        self.prompts(self.plan.student_view(), self.plan.student_labels, |cell| cell.student)
    }

    fn prompts(&self, view: View, labels: f64, filter: impl Fn(&Cell) -> SpectralFilter) -> Prompts {
        let filters: Vec<SpectralFilter> = self.cells.iter().map(&filter).collect();
        Prompts::new(&self.plan.world, view, labels, &filters, self.penalties(filter))
    }

    /// A learner that is not there, for which nothing is drawn.
    fn nobody(&self) -> Prompts {
        Prompts::Population(PromptSpectrum::of_population(&self.plan.world.eigenvalues))
    }

    /// The penalties of a learner in all cells, if it is ridge regression there; `None` on the same prompts, where it is two filters of one fit.
    pub(super) fn penalties(&self, filter: impl Fn(&Cell) -> SpectralFilter) -> Option<Vec<f64>> {
        if self.plan.same_prompts {
            return None;
        }
        distinct_penalties(&self.cells.iter().map(filter).collect::<Vec<_>>())
    }

    /// The numbers of all cells, if both learners are fitted to the population.
    fn known(&self) -> Option<Vec<f64>> {
        let (Prompts::Population(teacher), Prompts::Population(student)) = (self.teacher(), self.student()) else {
            return None;
        };
        let mut values = vec![0.0; self.cells.len()];
        self.observe(&teacher.into(), &student.into(), &mut values);
        Some(values)
    }

    /// Writes the numbers of all cells, given the prompts.
    pub(super) fn observe(&self, teacher: &Learner, student: &Learner, observation: &mut [f64]) {
        let is_misfit = self.plan.observed == Observed::Misfit;
        match (self.plan.observed, teacher) {
            (Observed::TeacherRisk, _) => self.observe_teacher(teacher, observation),
            (Observed::DesignedRisk, _) => self.observe_designed(student, observation),
            (Observed::StudentRisk | Observed::Misfit, Learner::Spectrum(prompts)) if self.plan.same_prompts => {
                let fits = SamePrompts { world: &self.plan.world, prompts };
                observation.copy_from_slice(&fits.risks(&self.cells, is_misfit));
            }
            (Observed::StudentRisk | Observed::Misfit, _) => {
                assert!(!self.plan.same_prompts, "two filters of one spectrum");
                for (filter, places) in &self.teachers {
                    let taught = Teacher::new(&self.plan.world, teacher, filter);
                    let student = Student { world: &self.plan.world, learner: student, teacher: &taught };
                    let cells: Vec<&Cell> = places.iter().map(|at| &self.cells[*at]).collect();
                    let risks = student.risks(&cells, is_misfit);
                    places.iter().zip(risks).for_each(|(at, risk)| observation[*at] = risk);
                }
            }
        }
    }

    fn observe_teacher(&self, teacher: &Learner, observation: &mut [f64]) {
        let world = &self.plan.world;
        let of: Vec<_> = self.teachers.iter().map(|(filter, _)| (*filter, &world.truth[..])).collect();
        let means = teacher.fits(&of);
        for ((filter, places), mean) in self.teachers.iter().zip(means.column_iter()) {
            let spread = spread(teacher, filter, world.label_variance(teacher.seen()));
            let missed = Difference::new(mean.as_slice(), &world.truth, spread);
            places.iter().for_each(|at| observation[*at] = missed.square(world, self.cells[*at].norm));
        }
    }

    fn observe_designed(&self, student: &Learner, observation: &mut [f64]) {
        let world = &self.plan.world;
        let of: Vec<_> =
            self.cells.iter().zip(&self.designed).map(|(cell, labels)| (cell.student, &labels.mean[..])).collect();
        let means = student.fits(&of);
        for (at, (cell, labels)) in self.cells.iter().zip(&self.designed).enumerate() {
            let spread = spread(student, &cell.student, labels.variance(world, student.seen()));
            let missed = Difference::new(means.column(at).as_slice(), &world.truth, spread);
            observation[at] = missed.square(world, cell.norm);
        }
    }
}

impl Experiment for Linear {
    fn width(&self) -> usize {
        self.cells.len()
    }

    fn sampler(&self) -> &'static str {
        if self.teacher().is_known() && self.student().is_known() { "none" } else { "direct" }
    }

    fn start(&self) -> Draw<'_> {
        let (mut teacher, mut student) = (self.teacher(), self.student());
        let mut generator = None;
        Draw::new(move |stream, observation| {
            let generator = generator.get_or_insert_with(|| WideGenerator::from_stream(stream));
            let layer = self.plan.draw_layer(generator);
            let taught = teacher.draw(layer.as_ref(), generator, stream);
            let learned = student.draw(layer.as_ref(), generator, stream);
            self.observe(&taught, &learned, observation);
            let undefined = observation.iter().position(|value| !value.is_finite());
            undefined.map_or(Ok(()), |coordinate| Err(Undefined::at(coordinate)))
        })
    }
}
