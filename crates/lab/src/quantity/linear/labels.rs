//! What a student is fitted to, given the teacher's prompts and averaged over the noise of its labels.

use super::cell::{Cell, Design};
use super::learner::Learner;
use super::world::World;
use nalgebra::DMatrix;
use weak_to_strong::learn::{DesignedLabels, SpectralFilter};

/// A teacher given its prompts: t = t̄ + Nz, where z has independent coordinates of variance 1.
pub(super) struct Teacher {
    /// t̄, in all d coordinates.
    pub(super) mean: Vec<f64>,
    /// N, in all d coordinates; without columns if the teacher's labels have no noise.
    pub(super) noise: DMatrix<f64>,
    /// The variance along each coordinate.
    spread: Vec<f64>,
}

impl Teacher {
    /// The teacher on true labels.
    pub(super) fn new(world: &World, learner: &Learner, filter: &SpectralFilter) -> Self {
        let mut mean = learner.fits(&[(*filter, &world.truth)]).as_slice().to_vec();
        mean.resize(world.dim(), 0.0);
        let variance = world.label_variance(learner.seen());
        let noise = if variance == 0.0 { DMatrix::zeros(0, 0) } else { learner.noise(filter) * variance.sqrt() };
        let noise = noise.resize_vertically(world.dim(), 0.0);
        Self { mean, spread: squared_lengths(&noise), noise }
    }
}

/// Labels θᵀx + ε, where θ = θ̄ + ξNz.
pub(super) struct Labels {
    /// θ̄, in all d coordinates.
    pub(super) mean: Vec<f64>,
    /// The variance of θ along each coordinate.
    pub(super) spread: Vec<f64>,
    /// The variance of ε.
    pub(super) noise: f64,
}

impl Labels {
    /// (1 − ξ)y + ξŷ + τz on fresh prompts.
    pub(super) fn mixed(world: &World, teacher: &Teacher, mixing: f64) -> Self {
        let mix = |(truth, mean): (&f64, &f64)| (1.0 - mixing) * truth + mixing * mean;
        Self {
            mean: world.truth.iter().zip(&teacher.mean).map(mix).collect(),
            spread: teacher.spread.iter().map(|variance| mixing * mixing * variance).collect(),
            noise: (1.0 - mixing).powi(2) * world.noise + world.pseudo_noise,
        }
    }

    /// Labels that are designed for a student who sees the first coordinates, with the noise of true labels and that of the student's.
    pub(super) fn designed(world: &World, cell: &Cell, seen: usize, labels: f64) -> Self {
        let designed = || {
            let count = if labels.is_finite() { labels as usize } else { usize::MAX };
            DesignedLabels::new(&world.eigenvalues[..seen], count)
        };
        let mut gains = match cell.design {
            Design::Truth => vec![1.0; world.dim()],
            Design::Optimal => designed().optimal_gains(),
            Design::Mask => designed().mask(),
        };
        gains.resize(world.dim(), 0.0);
        let mean = world.truth.iter().zip(gains).map(|(truth, gain)| truth * gain).collect();
        Self { mean, spread: vec![0.0; world.dim()], noise: world.noise + world.pseudo_noise }
    }

    /// The variance of a label given the first coordinates of its prompt and θ, averaged over θ.
    pub(super) fn variance(&self, world: &World, seen: usize) -> f64 {
        let unseen =
            (seen..world.dim()).map(|at| world.eigenvalues[at] * (self.mean[at] * self.mean[at] + self.spread[at]));
        self.noise + unseen.sum::<f64>()
    }
}

/// The squared length of each row.
pub(super) fn squared_lengths(matrix: &DMatrix<f64>) -> Vec<f64> {
    let mut lengths = vec![0.0; matrix.nrows()];
    for column in matrix.column_iter() {
        lengths.iter_mut().zip(&column).for_each(|(length, entry)| *length += entry * entry);
    }
    lengths
}
