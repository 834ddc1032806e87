//! What fits cost, given the prompts and averaged over the noise of labels.

use nalgebra::DMatrix;

use super::cell::{Cell, Norm};
use super::labels::{Labels, Teacher, squared_lengths};
use super::learner::Learner;
use super::world::World;
use weak_to_strong::learn::{PromptSpectrum, SpectralFilter};

/// The difference of two predictors that depend on label noise: its mean, and its variance along each coordinate.
pub(super) struct Difference {
    /// In all d coordinates.
    mean: Vec<f64>,
    /// Along the first coordinates; 0 along the others.
    spread: Vec<f64>,
}

impl Difference {
    /// The difference of a fit with this mean in the first coordinates from a predictor.
    pub(super) fn new(fit: &[f64], from: &[f64], spread: Vec<f64>) -> Self {
        let fit = fit.iter().copied().chain(std::iter::repeat(0.0));
        Self { mean: from.iter().zip(fit).map(|(from, fit)| fit - from).collect(), spread }
    }

    /// The mean of its squared norm.
    pub(super) fn square(&self, world: &World, norm: Norm) -> f64 {
        let spread = world.weights(norm).iter().zip(&self.spread).map(|(weight, variance)| weight * variance);
        world.square(norm, &self.mean, 0) + spread.sum::<f64>()
    }
}

/// The variance along each coordinate that label noise of this variance leaves in a fit.
pub(super) fn spread(learner: &Learner, filter: &SpectralFilter, variance: f64) -> Vec<f64> {
    // Without noise the work is spared.
    if variance == 0.0 { Vec::new() } else { scaled(learner.spread(filter), variance) }
}

fn scaled(mut numbers: Vec<f64>, factor: f64) -> Vec<f64> {
    numbers.iter_mut().for_each(|number| *number *= factor);
    numbers
}

/// The sum of two variances along each coordinate; beyond the end of one it is 0.
fn sum(mut one: Vec<f64>, other: &[f64]) -> Vec<f64> {
    one.resize(one.len().max(other.len()), 0.0);
    one.iter_mut().zip(other).for_each(|(one, other)| *one += other);
    one
}

/// A student of a teacher, on prompts of its own.
pub(super) struct Student<'a> {
    pub(super) world: &'a World,
    pub(super) learner: &'a Learner<'a>,
    pub(super) teacher: &'a Teacher,
}

impl Student<'_> {
    /// The mean of ‖s − β‖² for each cell, or of ‖s − t‖².
    pub(super) fn risks(&self, cells: &[&Cell], is_misfit: bool) -> Vec<f64> {
        let labels: Vec<Labels> =
            cells.iter().map(|cell| Labels::mixed(self.world, self.teacher, cell.mixing)).collect();
        let of: Vec<_> = cells.iter().zip(&labels).map(|(cell, labels)| (cell.student, &labels.mean[..])).collect();
        let means = self.learner.fits(&of);
        let mut learned = Vec::new();
        let risk = |(at, (cell, labels)): (usize, (&&Cell, &Labels))| {
            let from = if is_misfit { &self.teacher.mean } else { &self.world.truth };
            let spread = self.spread(cell, labels, is_misfit, &mut learned);
            Difference::new(means.column(at).as_slice(), from, spread).square(self.world, cell.norm)
        };
        cells.iter().zip(&labels).enumerate().map(risk).collect()
    }

    /// The variance along each coordinate. What filters learn of the teacher's noise is kept for the next cell.
    fn spread(
        &self,
        cell: &Cell,
        labels: &Labels,
        is_misfit: bool,
        learned: &mut Vec<(SpectralFilter, DMatrix<f64>)>,
    ) -> Vec<f64> {
        let seen = self.learner.seen();
        let own = spread(self.learner, &cell.student, labels.variance(self.world, seen));
        let noise = &self.teacher.noise;
        if noise.is_empty() {
            return own;
        }
        let known = learned.iter().position(|(filter, _)| *filter == cell.student);
        let at = known.unwrap_or_else(|| {
            learned.push((cell.student, self.learner.fits_to_columns(&cell.student, noise)));
            learned.len() - 1
        });
        let mut passed = &learned[at].1 * cell.mixing;
        if is_misfit {
            passed.resize_vertically_mut(noise.nrows(), 0.0);
            passed -= noise;
        }
        sum(squared_lengths(&passed), &own)
    }
}

/// Teacher and student on the same prompts and labels: they are two filters of one fit.
pub(super) struct SamePrompts<'a> {
    pub(super) world: &'a World,
    pub(super) prompts: &'a PromptSpectrum,
}

impl SamePrompts<'_> {
    /// The mean of ‖s − β‖² for each cell, or of ‖s − t‖².
    pub(super) fn risks(&self, cells: &[Cell], is_misfit: bool) -> Vec<f64> {
        let Self { world, prompts } = self;
        let shares: Vec<Vec<f64>> = cells.iter().map(|cell| self.shares(cell, is_misfit)).collect();
        let truth = DMatrix::from_column_slice(prompts.dim(), 1, &world.truth[..prompts.dim()]);
        let along = prompts.along(&truth);
        let means = prompts.lifted(&DMatrix::from_fn(cells.len(), along.ncols(), |at, k| shares[at][k] * along[k]));
        let variance = world.label_variance(prompts.dim());
        let nothing = vec![0.0; world.dim()];
        let from = if is_misfit { &nothing } else { &world.truth };
        let risk = |(at, cell): (usize, &Cell)| {
            let spread_of_fit =
                if variance == 0.0 { Vec::new() } else { scaled(prompts.spread(&shares[at]), variance) };
            let own = spread(&(*prompts).into(), &cell.student, world.pseudo_noise);
            Difference::new(means.column(at).as_slice(), from, sum(spread_of_fit, &own)).square(world, cell.norm)
        };
        cells.iter().enumerate().map(risk).collect()
    }

    /// The shares of the student, or those that it has more than its teacher.
    fn shares(&self, cell: &Cell, is_misfit: bool) -> Vec<f64> {
        let share = |eigenvalue: &f64| {
            let (taught, own) = (cell.teacher.share(*eigenvalue), cell.student.share(*eigenvalue));
            let kept = own * (1.0 - cell.mixing + cell.mixing * taught);
            if is_misfit { kept - taught } else { kept }
        };
        self.prompts.eigenvalues().iter().map(share).collect()
    }
}
