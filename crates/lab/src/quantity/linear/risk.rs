//! What fits cost, given the prompts and averaged over the noise of labels.

use super::cell::Norm;
use super::labels::{Labels, Teacher, fitted};
use super::world::World;
use weak_to_strong::learn::{PromptSpectrum, QuadraticForm};

/// The prompts of one fit with the loads of their eigenvectors in a norm.
pub(super) struct Fit<'a> {
    world: &'a World,
    prompts: &'a PromptSpectrum,
    norm: Norm,
    /// The diagonal of VᵀWV.
    loads: Vec<f64>,
}

impl<'a> Fit<'a> {
    pub(super) fn new(world: &'a World, prompts: &'a PromptSpectrum, norm: Norm) -> Self {
        Self { world, prompts, norm, loads: prompts.loads(world.weights(norm)) }
    }

    fn seen(&self) -> usize {
        self.prompts.dim()
    }

    /// The squared norm of what label noise of this variance leaves.
    fn noise(&self, shares: &[f64], variance: f64) -> f64 {
        if variance == 0.0 {
            return 0.0;
        }
        let along = self.prompts.noise_variances(shares);
        variance * along.iter().zip(&self.loads).map(|(variance, load)| variance * load).sum::<f64>()
    }

    /// E‖Vf(Vᵀβ + …) − β‖² of a fit to true labels with these shares.
    pub(super) fn risk_on_truth(&self, shares: &[f64]) -> f64 {
        let (world, seen) = (self.world, self.seen());
        let mean = fitted(self.prompts, shares, &world.truth);
        world.distance(self.norm, &mean, &world.truth, seen)
            + world.missed(self.norm, seen)
            + self.noise(shares, world.label_variance(seen))
    }

    /// E‖t₁ − t₂‖² of two fits to the same labels, whose shares differ by these numbers.
    pub(super) fn difference_on_truth(&self, differences: &[f64]) -> f64 {
        let (world, seen) = (self.world, self.seen());
        let mean = fitted(self.prompts, differences, &world.truth);
        world.square(self.norm, &mean, 0) + self.noise(differences, world.label_variance(seen))
    }

    /// The quadratic form of the shares for what the noise of the teacher's labels costs at ξ = 1; `None` if the teacher has no noise.
    pub(super) fn spread_form(&self, teacher: &Teacher) -> Option<QuadraticForm> {
        let weights = self.world.weights(self.norm);
        teacher.varies().then(|| self.prompts.spread_form(weights, teacher.prompts, &teacher.variances))
    }

    /// E‖s − β‖² of a fit to these labels. The form belongs to the teacher, and `mixing` is ξ.
    pub(super) fn risk_on(&self, labels: &Labels, shares: &[f64], form: Option<&QuadraticForm>, mixing: f64) -> f64 {
        let (world, seen) = (self.world, self.seen());
        let mean = fitted(self.prompts, shares, &labels.mean);
        let spread = form.map_or(0.0, |form| mixing * mixing * form.at(shares));
        world.distance(self.norm, &mean, &world.truth, seen)
            + world.missed(self.norm, seen)
            + spread
            + self.noise(shares, labels.variance(world, seen))
    }

    /// E‖s − t‖² of a fit to these labels.
    pub(super) fn misfit(
        &self,
        labels: &Labels,
        shares: &[f64],
        teacher: &Teacher,
        form: Option<&QuadraticForm>,
        mixing: f64,
    ) -> f64 {
        let (world, seen) = (self.world, self.seen());
        let mean = fitted(self.prompts, shares, &labels.mean);
        let signal =
            world.distance(self.norm, &mean, &teacher.mean, seen) + world.square(self.norm, &teacher.mean, seen);
        let spread = form.map_or(0.0, |form| {
            let weights = world.weights(self.norm);
            let own: f64 = teacher.prompts.loads(weights).iter().zip(&teacher.variances).map(|(k, v)| k * v).sum();
            mixing * mixing * form.at(shares) - 2.0 * mixing * self.cross(shares, teacher) + own
        });
        // A student that copies its teacher has a misfit of 0, up to rounding on either side.
        (signal + spread + self.noise(shares, labels.variance(world, seen))).max(0.0)
    }

    /// The mean of (VfVᵀη)ᵀWη over the teacher's noise η: Σ fₖ Cₖₗ varₗ (VᵀWV₂)ₖₗ, C = VᵀV₂.
    fn cross(&self, shares: &[f64], teacher: &Teacher) -> f64 {
        let ones = vec![1.0; self.seen()];
        let overlap = self.prompts.product(&ones, teacher.prompts);
        let weighted = self.prompts.product(self.world.weights(self.norm), teacher.prompts);
        let products = overlap.component_mul(&weighted);
        products
            .column_iter()
            .zip(&teacher.variances)
            .map(|(column, variance)| {
                variance * column.iter().zip(shares).map(|(entry, share)| entry * share).sum::<f64>()
            })
            .sum()
    }
}
