//! What a student is fitted to, given the teacher's prompts and averaged over the noise of its labels.

use super::cell::{Cell, Design};
use super::world::World;
use weak_to_strong::learn::{DesignedLabels, PromptSpectrum, SpectralFilter};

/// A teacher given its prompts: t = t̄ + Vz, where z has independent coordinates with these variances.
pub(super) struct Teacher<'a> {
    pub(super) prompts: &'a PromptSpectrum,
    /// t̄, in all d coordinates.
    pub(super) mean: Vec<f64>,
    pub(super) variances: Vec<f64>,
}

/// Labels θᵀx + ε, where θ = θ̄ + ξVz.
pub(super) struct Labels {
    /// θ̄, in all d coordinates.
    pub(super) mean: Vec<f64>,
    /// The variance of θ along each coordinate; empty if it does not vary.
    pub(super) spread: Vec<f64>,
    /// The variance of ε.
    pub(super) noise: f64,
}

/// The shares of a filter along the eigenvectors.
pub(super) fn shares(prompts: &PromptSpectrum, filter: &SpectralFilter) -> Vec<f64> {
    prompts.eigenvalues().iter().map(|eigenvalue| filter.share(*eigenvalue)).collect()
}

/// V f Vᵀθ.
pub(super) fn fitted(prompts: &PromptSpectrum, shares: &[f64], predictor: &[f64]) -> Vec<f64> {
    let along = prompts.along(predictor);
    prompts.lifted(&along.iter().zip(shares).map(|(coordinate, share)| coordinate * share).collect::<Vec<_>>())
}

impl<'a> Teacher<'a> {
    /// The teacher on true labels.
    pub(super) fn new(world: &World, prompts: &'a PromptSpectrum, filter: &SpectralFilter) -> Self {
        let shares = shares(prompts, filter);
        let mut mean = fitted(prompts, &shares, &world.truth);
        mean.resize(world.dim(), 0.0);
        let label_variance = world.label_variance(prompts.dim());
        let variances = prompts.noise_variances(&shares).iter().map(|variance| label_variance * variance).collect();
        Self { prompts, mean, variances }
    }

    /// Whether it depends on the noise of its labels.
    pub(super) fn varies(&self) -> bool {
        self.variances.iter().any(|variance| *variance > 0.0)
    }
}

impl Labels {
    /// (1 − ξ)y + ξŷ on fresh prompts.
    pub(super) fn mixed(world: &World, teacher: &Teacher, mixing: f64) -> Self {
        let mix = |(truth, mean): (&f64, &f64)| (1.0 - mixing) * truth + mixing * mean;
        let mut spread = if teacher.varies() { teacher.prompts.spread(&teacher.variances) } else { Vec::new() };
        spread.iter_mut().for_each(|variance| *variance *= mixing * mixing);
        Self {
            mean: world.truth.iter().zip(&teacher.mean).map(mix).collect(),
            spread,
            noise: (1.0 - mixing).powi(2) * world.noise,
        }
    }

    /// Labels that are designed for a student who sees the first coordinates, with the noise of true labels.
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
        Self { mean, spread: Vec::new(), noise: world.noise }
    }

    /// The variance of a label given the first coordinates of its prompt and θ, averaged over θ.
    pub(super) fn variance(&self, world: &World, seen: usize) -> f64 {
        let unseen = (seen..world.dim()).map(|at| {
            let spread = self.spread.get(at).copied().unwrap_or(0.0);
            world.eigenvalues[at] * (self.mean[at] * self.mean[at] + spread)
        });
        self.noise + unseen.sum::<f64>()
    }
}
