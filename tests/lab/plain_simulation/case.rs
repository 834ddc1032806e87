//! A problem at one size, measured by the crate and by the plain simulation.

use super::simulation::Plain;
use super::{CRATE_SEED, PLAIN_SEED, REPLICATES};
use crate::quantities::{drawn, given, settings};
use crate::statistics::Measured;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::random::ContentKey;
use weak_to_strong_lab::inference::Inference;
use weak_to_strong_lab::quantity;

pub(super) struct Case<'a> {
    pub(super) problem: &'a TransferProblem,
    /// n, and N for refined labels.
    pub(super) samples: usize,
    /// η, besides 0 and ∞.
    pub(super) penalty: f64,
    pub(super) seed: u64,
}

impl Case<'_> {
    pub(super) fn fine_tuning(&self) -> Vec<(String, f64)> {
        let plain = Plain::of(self.problem);
        let n = self.samples;
        let mut zs = Vec::new();
        for (stream, penalty) in [(0, 0.0), (1, self.penalty), (2, f64::INFINITY)] {
            let settings = [("samples", n as f64), ("penalty", penalty)];
            let naive = self.plain(stream, |rng| plain.naive_error(n, penalty, rng));
            let oracle = self.plain(10 + stream, |rng| plain.oracle_error(n, penalty, rng));
            zs.push((
                format!("naive.mse at η = {penalty}"),
                self.measured("naive.mse", &settings, &[]).z_against(naive),
            ));
            zs.push((
                format!("oracle.mse at η = {penalty}"),
                self.measured("oracle.mse", &settings, &[]).z_against(oracle),
            ));
        }
        for steps in [1, 6] {
            let settings = [("samples", n as f64), ("step", 0.15), ("steps", steps as f64)];
            let descent = self.plain(20 + steps as u64, |rng| plain.descent_error(n, 0.15, steps, rng));
            zs.push((
                format!("descent.mse at T = {steps}"),
                self.measured("descent.mse", &settings, &[]).z_against(descent),
            ));
        }
        zs
    }

    pub(super) fn hull(&self) -> (String, f64) {
        let plain = Plain::of(self.problem);
        let error = self.plain(25, |rng| plain.hull_error(self.samples, rng));
        let measured = self.measured("hull.mse", &[("samples", self.samples as f64)], &[]);
        ("hull.mse".to_owned(), measured.z_against(error))
    }

    pub(super) fn posteriors(&self) -> Vec<(String, f64)> {
        let plain = Plain::of(self.problem);
        let mut zs = Vec::new();
        for batch in [0, 1, 5] {
            let settings = [("batch", batch as f64)];
            let Some(target) = self.problem.target_concept() else { continue };
            let misalignment = self.plain(30 + batch as u64, |rng| plain.misalignment(batch, target, rng));
            let measured = self.measured("refined.misalignment", &settings, &[]);
            zs.push((format!("refined.misalignment at m = {batch}"), measured.z_against(misalignment)));
        }
        for (stream, mixed) in [(40, false), (41, true)] {
            let words = [("batch_concepts", if mixed { "mixed" } else { "one" })];
            let (inference, moments) = self.run("refined.prior_distance", &[("batch", 3.0)], &words);
            for k in 0..plain.concepts.len() {
                let probability = self.plain(stream + 10 * k as u64, |rng| plain.posterior_after(3, mixed, rng)[k]);
                let standard_error = (moments.covariance(k, k) / moments.count() as f64).sqrt();
                let measured = Measured { mean: moments.mean()[k], standard_error };
                zs.push((format!("α̂ of concept {k}, mixed: {mixed}"), measured.z_against(probability)));
            }
            let distance: f64 = moments.mean().iter().zip(&plain.target_prior).map(|(a, p)| 0.5 * (a - p).abs()).sum();
            assert!((inference.estimates(&moments)[0].mean - distance).abs() < 1e-14, "total variation");
        }
        zs
    }

    pub(super) fn refinement(&self) -> Vec<(String, f64)> {
        let plain = Plain::of(self.problem);
        let (labels, batch) = (self.samples, 3);
        let mut zs = Vec::new();
        for (stream, shared, mixed) in [(200, false, false), (201, true, false), (202, false, true), (203, true, true)]
        {
            let words = [
                ("batches", if shared { "shared" } else { "fresh" }),
                ("batch_concepts", if mixed { "mixed" } else { "one" }),
            ];
            let penalty = if mixed { self.penalty } else { 0.0 };
            let finite = [("batch", batch as f64), ("labels", labels as f64), ("penalty", penalty)];
            let error = self.plain(stream, |rng| plain.refined_error(labels, batch, shared, mixed, penalty, rng));
            let name = format!("refined.mse at N = {labels}, η = {penalty}, {words:?}");
            zs.push((name, self.measured("refined.mse", &finite, &words).z_against(error)));

            let many = [("batch", batch as f64), ("labels", f64::INFINITY), ("penalty", penalty)];
            let error = self.plain(stream + 10, |rng| plain.refined_limit(batch, shared, mixed, penalty, rng));
            let name = format!("refined.mse at N = ∞, η = {penalty}, {words:?}");
            zs.push((name, self.measured("refined.mse", &many, &words).z_against(error)));
        }
        zs
    }

    /// The crate's estimate.
    pub(super) fn measured(&self, quantity: &str, numbers: &[(&str, f64)], words: &[(&str, &str)]) -> Measured {
        let (inference, moments) = self.run(quantity, numbers, words);
        let estimate = inference.estimates(&moments)[0];
        Measured { mean: estimate.mean, standard_error: estimate.standard_error }
    }

    fn run(&self, quantity: &str, numbers: &[(&str, f64)], words: &[(&str, &str)]) -> (Inference, JointMoments) {
        let quantity = quantity::by_name(quantity).expect("a known quantity");
        let settings = settings(quantity, &given(numbers, words));
        let made = quantity.experiment(self.problem, std::slice::from_ref(&settings)).expect("an experiment");
        let key = ContentKey::of(&format!("{} {} {settings:?}", quantity.name, self.seed));
        drawn(made, key, CRATE_SEED, REPLICATES)
    }

    /// The plain simulation's estimate.
    pub(super) fn plain(&self, stream: u64, mut observe: impl FnMut(&mut ChaCha8Rng) -> f64) -> Measured {
        let mut rng = ChaCha8Rng::seed_from_u64(PLAIN_SEED + self.seed);
        rng.set_stream(stream);
        let observations: Vec<f64> = (0..REPLICATES).map(|_| observe(&mut rng)).collect();
        Measured::mean_of(&observations)
    }
}
