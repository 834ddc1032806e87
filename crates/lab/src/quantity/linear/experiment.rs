//! Draws prompts and observes risks that are averaged over the noise of labels.

use super::cell::{Cell, Norm};
use super::labels::{Labels, Teacher, shares};
use super::plan::{Observed, Plan};
use super::prompts::Prompts;
use super::ranges::range;
use super::risk::Fit;
use crate::inference::{Estimator, Inference, Mean};
use crate::quantity::{Draw, Experiment, Made, Undefined};
use weak_to_strong::kernel::WideGenerator;
use weak_to_strong::learn::{PromptSpectrum, SpectralFilter};

/// The experiment.
pub(super) struct Linear {
    plan: Plan,
    cells: Vec<Cell>,
    /// The distinct teachers and norms, and the place of those of each cell.
    groups: Vec<(SpectralFilter, Norm)>,
    group_of_cell: Vec<usize>,
    /// The labels of each cell if they are designed, else none.
    designed: Vec<Labels>,
}

impl Linear {
    pub(super) fn new(plan: Plan, cells: Vec<Cell>) -> Self {
        let mut groups: Vec<(SpectralFilter, Norm)> = Vec::new();
        let place = |cell: &Cell| {
            let group = (cell.teacher, cell.norm);
            groups.iter().position(|known| *known == group).unwrap_or_else(|| {
                groups.push(group);
                groups.len() - 1
            })
        };
        let group_of_cell = cells.iter().map(place).collect();
        let is_designed = plan.observed == Observed::DesignedRisk;
        let designed = cells.iter().filter(|_| is_designed).map(|cell| plan.designed(cell)).collect();
        Self { plan, cells, groups, group_of_cell, designed }
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
        let counts = match self.plan.observed {
            Observed::DesignedRisk => f64::INFINITY,
            Observed::TeacherRisk | Observed::StudentRisk | Observed::Misfit => self.plan.teacher_labels,
        };
        Prompts::new(&self.plan.world.eigenvalues[..self.plan.teacher_dim], counts)
    }

    fn student(&self) -> Prompts {
        let alone = self.plan.observed == Observed::TeacherRisk || self.plan.same_prompts;
        let counts = if alone { f64::INFINITY } else { self.plan.student_labels };
        Prompts::new(&self.plan.world.eigenvalues[..self.plan.student_dim], counts)
    }

    /// The numbers of all cells, if both learners are fitted to the population.
    fn known(&self) -> Option<Vec<f64>> {
        let (Prompts::Population(teacher), Prompts::Population(student)) = (self.teacher(), self.student()) else {
            return None;
        };
        let mut values = vec![0.0; self.cells.len()];
        self.observe(&teacher, &student, &mut values);
        Some(values)
    }

    /// Writes the numbers of all cells, given the prompts.
    pub(super) fn observe(&self, teacher: &PromptSpectrum, student: &PromptSpectrum, observation: &mut [f64]) {
        for (group, (filter, norm)) in self.groups.iter().enumerate() {
            let cells = self.cells.iter().enumerate().filter(|(at, _)| self.group_of_cell[*at] == group);
            let write = |(at, number)| observation[at] = number;
            match self.plan.observed {
                Observed::TeacherRisk => {
                    let risk = Fit::new(&self.plan.world, teacher, *norm).risk_on_truth(&shares(teacher, filter));
                    cells.map(|(at, _)| (at, risk)).for_each(write);
                }
                Observed::DesignedRisk => {
                    let fit = Fit::new(&self.plan.world, student, *norm);
                    let risk = |at: usize, cell: &Cell| {
                        fit.risk_on(&self.designed[at], &shares(student, &cell.student), None, 0.0)
                    };
                    cells.map(|(at, cell)| (at, risk(at, cell))).for_each(write);
                }
                Observed::StudentRisk | Observed::Misfit if self.plan.same_prompts => {
                    let (fit, taught) = (Fit::new(&self.plan.world, teacher, *norm), shares(teacher, filter));
                    cells.map(|(at, cell)| (at, self.on_same_prompts(&fit, &taught, cell))).for_each(write);
                }
                Observed::StudentRisk => {
                    let fit = Fit::new(&self.plan.world, student, *norm);
                    let taught = Teacher::new(&self.plan.world, teacher, filter);
                    let form = fit.spread_form(&taught);
                    let risk = |cell: &Cell| {
                        let labels = Labels::mixed(&self.plan.world, &taught, cell.mixing);
                        fit.risk_on(&labels, &shares(student, &cell.student), form.as_ref(), cell.mixing)
                    };
                    cells.map(|(at, cell)| (at, risk(cell))).for_each(write);
                }
                Observed::Misfit => {
                    let fit = Fit::new(&self.plan.world, student, *norm);
                    let taught = Teacher::new(&self.plan.world, teacher, filter);
                    let shared = fit.shared_noise(&taught);
                    let misfit = |cell: &Cell| {
                        let labels = Labels::mixed(&self.plan.world, &taught, cell.mixing);
                        fit.misfit(&labels, &shares(student, &cell.student), &taught, shared.as_ref(), cell.mixing)
                    };
                    cells.map(|(at, cell)| (at, misfit(cell))).for_each(write);
                }
            }
        }
    }

    /// The number of a cell whose student learns on the teacher's prompts and labels: it is one fit to these.
    fn on_same_prompts(&self, fit: &Fit, taught: &[f64], cell: &Cell) -> f64 {
        let own = shares(fit.prompts(), &cell.student);
        let kept = own.iter().zip(taught).map(|(own, taught)| own * (1.0 - cell.mixing + cell.mixing * taught));
        if self.plan.observed == Observed::Misfit {
            fit.difference_on_truth(&kept.zip(taught).map(|(kept, taught)| kept - taught).collect::<Vec<_>>())
        } else {
            fit.risk_on_truth(&kept.collect::<Vec<_>>())
        }
    }
}

impl Experiment for Linear {
    fn width(&self) -> usize {
        self.cells.len()
    }

    fn sampler(&self) -> &'static str {
        if self.teacher().is_population() && self.student().is_population() { "none" } else { "direct" }
    }

    fn start(&self) -> Draw<'_> {
        let (mut teacher, mut student) = (self.teacher(), self.student());
        let mut generator = None;
        Draw::new(move |stream, observation| {
            let generator = generator.get_or_insert_with(|| WideGenerator::from_stream(stream));
            let (taught, learned) = (teacher.draw(generator), student.draw(generator));
            self.observe(&taught, &learned, observation);
            let undefined = observation.iter().position(|value| !value.is_finite());
            undefined.map_or(Ok(()), |coordinate| Err(Undefined::at(coordinate)))
        })
    }
}
