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
        Self { plan, cells, groups, group_of_cell }
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
            let cells = || self.cells.iter().enumerate().filter(|(at, _)| self.group_of_cell[*at] == group);
            let world = &self.plan.world;
            match self.plan.observed {
                Observed::TeacherRisk => {
                    let fit = Fit::new(world, teacher, *norm);
                    cells().for_each(|(at, _)| observation[at] = fit.risk_on_truth(&shares(teacher, filter)));
                }
                Observed::DesignedRisk => {
                    let fit = Fit::new(world, student, *norm);
                    for (at, cell) in cells() {
                        let own = shares(student, &cell.student);
                        observation[at] = fit.risk_on(&self.plan.designed(cell), &own, None, 0.0);
                    }
                }
                Observed::StudentRisk | Observed::Misfit if self.plan.same_prompts => {
                    let fit = Fit::new(world, teacher, *norm);
                    let taught = shares(teacher, filter);
                    for (at, cell) in cells() {
                        let own = shares(teacher, &cell.student);
                        let kept = |(own, taught): (&f64, &f64)| own * (1.0 - cell.mixing + cell.mixing * taught);
                        let kept: Vec<f64> = own.iter().zip(&taught).map(kept).collect();
                        observation[at] = if self.plan.observed == Observed::Misfit {
                            fit.difference_on_truth(&kept.iter().zip(&taught).map(|(h, f)| h - f).collect::<Vec<_>>())
                        } else {
                            fit.risk_on_truth(&kept)
                        };
                    }
                }
                Observed::StudentRisk | Observed::Misfit => {
                    let fit = Fit::new(world, student, *norm);
                    let taught = Teacher::new(world, teacher, filter);
                    let form = fit.spread_form(&taught);
                    for (at, cell) in cells() {
                        let labels = Labels::mixed(world, &taught, cell.mixing);
                        let own = shares(student, &cell.student);
                        observation[at] = if self.plan.observed == Observed::Misfit {
                            fit.misfit(&labels, &own, &taught, form.as_ref(), cell.mixing)
                        } else {
                            fit.risk_on(&labels, &own, form.as_ref(), cell.mixing)
                        };
                    }
                }
            }
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
