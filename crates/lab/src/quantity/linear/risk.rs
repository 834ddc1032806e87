//! What fits cost, given the prompts and averaged over the noise of labels.

use super::cell::Norm;
use super::labels::{Labels, Teacher, fitted};
use super::world::World;
use weak_to_strong::learn::{PromptSpectrum, QuadraticForm};

/// What the noise of a teacher's labels does to a student's distance from it, as a function of the student's shares f and of ξ:
/// ξ²·form(f) − 2ξ·sharedᵀf + own.
pub(super) struct SharedNoise {
    form: QuadraticForm,
    shared: Vec<f64>,
    own: f64,
}

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

    pub(super) fn prompts(&self) -> &PromptSpectrum {
        self.prompts
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

    /// What the noise of the teacher's labels does to the distance from it; `None` if the teacher has no noise.
    pub(super) fn shared_noise(&self, teacher: &Teacher) -> Option<SharedNoise> {
        let form = self.spread_form(teacher)?;
        let weights = self.world.weights(self.norm);
        // The mean of (VfVᵀη)ᵀWη over the teacher's noise η is Σ fₖ Cₖₗ varₗ (VᵀWV₂)ₖₗ, C = VᵀV₂.
        let overlap = self.prompts.product(&vec![1.0; self.seen()], teacher.prompts);
        let products = overlap.component_mul(&self.prompts.product(weights, teacher.prompts));
        let of_row = |row: usize| products.row(row).iter().zip(&teacher.variances).map(|(k, v)| k * v).sum();
        let own = teacher.prompts.loads(weights).iter().zip(&teacher.variances).map(|(k, v)| k * v).sum();
        Some(SharedNoise { form, shared: (0..products.nrows()).map(of_row).collect(), own })
    }

    /// E‖s − t‖² of a fit to these labels.
    pub(super) fn misfit(
        &self,
        labels: &Labels,
        shares: &[f64],
        teacher: &Teacher,
        shared: Option<&SharedNoise>,
        mixing: f64,
    ) -> f64 {
        let (world, seen) = (self.world, self.seen());
        let mean = fitted(self.prompts, shares, &labels.mean);
        let signal =
            world.distance(self.norm, &mean, &teacher.mean, seen) + world.square(self.norm, &teacher.mean, seen);
        let spread = shared.map_or(0.0, |SharedNoise { form, shared, own }| {
            let cross: f64 = shared.iter().zip(shares).map(|(noise, share)| noise * share).sum();
            mixing * mixing * form.at(shares) - 2.0 * mixing * cross + own
        });
        // A student that copies its teacher has a misfit of 0, up to rounding on either side.
        (signal + spread + self.noise(shares, labels.variance(world, seen))).max(0.0)
    }
}
