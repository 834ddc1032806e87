//! The second simulation: prompts and labels in plain vectors, one by one.

use super::arithmetic::{Examples, average, dot, hull_weights, normal, normalised, pick, ridge};
use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use weak_to_strong::model::{PromptLaw, TransferProblem};

/// The numbers of a problem.
#[derive(Clone)]
pub(super) struct Plain {
    pub(super) law: PromptLaw,
    pub(super) dim: usize,
    pub(super) concepts: Vec<Vec<f64>>,
    pub(super) weak_concepts: Vec<Vec<f64>>,
    pub(super) source_prior: Vec<f64>,
    pub(super) target_prior: Vec<f64>,
    pub(super) noise: f64,
    pub(super) weak_noise: f64,
}

impl Plain {
    pub(super) fn of(problem: &TransferProblem) -> Self {
        let columns = |matrix: &nalgebra::DMatrix<f64>| -> Vec<Vec<f64>> {
            matrix.column_iter().map(|column| column.iter().copied().collect()).collect()
        };
        Self {
            law: problem.prompts().clone(),
            dim: problem.dim(),
            concepts: columns(problem.concepts()),
            weak_concepts: columns(problem.weak_concepts()),
            source_prior: problem.source_prior().probabilities().iter().copied().collect(),
            target_prior: problem.target_prior().probabilities().iter().copied().collect(),
            noise: problem.noise(),
            weak_noise: problem.weak_noise(),
        }
    }

    fn source_mean(&self) -> Vec<f64> {
        average(&self.concepts, &self.source_prior)
    }

    fn target_mean(&self) -> Vec<f64> {
        average(&self.concepts, &self.target_prior)
    }

    fn prompt(&self, rng: &mut ChaCha8Rng) -> Vec<f64> {
        match &self.law {
            PromptLaw::Cube => (0..self.dim).map(|_| rng.random_range(-1.0..1.0)).collect(),
            PromptLaw::Rademacher => (0..self.dim).map(|_| if rng.random_bool(0.5) { 1.0 } else { -1.0 }).collect(),
            PromptLaw::Gaussian => (0..self.dim).map(|_| normal(rng)).collect(),
            // √V·N with V exponential of mean 1 has the characteristic function E exp(−t²V/2) = 1/(1 + t²/2).
            PromptLaw::Laplace => {
                (0..self.dim).map(|_| (-(1.0 - rng.random::<f64>()).ln()).sqrt() * normal(rng)).collect()
            }
            PromptLaw::Anisotropic(variances) => variances.iter().map(|v| v.sqrt() * normal(rng)).collect(),
            PromptLaw::Sphere => {
                let point: Vec<f64> = (0..self.dim).map(|_| normal(rng)).collect();
                let scale = (self.dim as f64 / dot(&point, &point)).sqrt();
                point.into_iter().map(|x| scale * x).collect()
            }
        }
    }

    pub(super) fn naive_error(&self, samples: usize, penalty: f64, rng: &mut ChaCha8Rng) -> f64 {
        let examples = self.labelled(samples, &self.weak_concepts, self.weak_noise, rng);
        self.squared_error(&ridge(&examples, &self.source_mean(), penalty))
    }

    pub(super) fn oracle_error(&self, samples: usize, penalty: f64, rng: &mut ChaCha8Rng) -> f64 {
        let examples = self.labelled(samples, &self.concepts, self.noise, rng);
        self.squared_error(&ridge(&examples, &self.source_mean(), penalty))
    }

    pub(super) fn hull_error(&self, samples: usize, rng: &mut ChaCha8Rng) -> f64 {
        let examples = self.labelled(samples, &self.weak_concepts, self.weak_noise, rng);
        self.squared_error(&average(&self.concepts, &hull_weights(&examples, &self.concepts)))
    }

    /// Gradient descent from the source, step after step.
    pub(super) fn descent_error(&self, samples: usize, step: f64, steps: usize, rng: &mut ChaCha8Rng) -> f64 {
        let examples = self.labelled(samples, &self.weak_concepts, self.weak_noise, rng);
        let mut estimate = self.source_mean();
        for _ in 0..steps {
            let mut gradient = vec![0.0; self.dim];
            for (prompt, label) in examples.prompts.iter().zip(&examples.labels) {
                let residual = dot(prompt, &estimate) - label;
                for (g, x) in gradient.iter_mut().zip(prompt) {
                    *g += residual * x / samples as f64;
                }
            }
            for (e, g) in estimate.iter_mut().zip(&gradient) {
                *e -= step * g;
            }
        }
        self.squared_error(&estimate)
    }

    pub(super) fn misalignment(&self, batch: usize, target: usize, rng: &mut ChaCha8Rng) -> f64 {
        let posterior = self.posterior_after(batch, false, rng);
        (0..posterior.len()).filter(|k| *k != target).map(|k| posterior[k]).sum()
    }

    /// The source's posterior after a batch from the weak supervisor, of one concept or of a concept for every example.
    pub(super) fn posterior_after(&self, batch: usize, mixed: bool, rng: &mut ChaCha8Rng) -> Vec<f64> {
        let mut concept = pick(&self.target_prior, rng);
        let mut log_weights: Vec<f64> = self.source_prior.iter().map(|p| p.ln()).collect();
        for example in 0..batch {
            if mixed && example > 0 {
                concept = pick(&self.target_prior, rng);
            }
            let prompt = self.prompt(rng);
            let label = dot(&prompt, &self.weak_concepts[concept]) + self.weak_noise * normal(rng);
            for (weight, candidate) in log_weights.iter_mut().zip(&self.concepts) {
                let residual = (label - dot(&prompt, candidate)) / self.noise;
                *weight -= 0.5 * residual * residual;
            }
        }
        let largest = log_weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        normalised(log_weights.iter().map(|weight| (weight - largest).exp()).collect())
    }

    /// Fine-tuning on labels that the source draws from its posterior.
    pub(super) fn refined_error(
        &self,
        labels: usize,
        batch: usize,
        shared: bool,
        mixed: bool,
        penalty: f64,
        rng: &mut ChaCha8Rng,
    ) -> f64 {
        let mut posterior = self.posterior_after(batch, mixed, rng);
        let mut refined = Examples { prompts: Vec::new(), labels: Vec::new() };
        for label in 0..labels {
            if label > 0 && !shared {
                posterior = self.posterior_after(batch, mixed, rng);
            }
            let prompt = self.prompt(rng);
            let concept = &self.concepts[pick(&posterior, rng)];
            refined.labels.push(dot(&prompt, concept) + self.noise * normal(rng));
            refined.prompts.push(prompt);
        }
        self.squared_error(&ridge(&refined, &self.source_mean(), penalty))
    }

    /// The same with infinitely many labels: ridge regression on the population of prompts.
    ///
    /// With fresh batches the labels have the mean posterior, whose squared error is, without bias, the product of the errors
    /// after two independent batches.
    pub(super) fn refined_limit(
        &self,
        batch: usize,
        shared: bool,
        mixed: bool,
        penalty: f64,
        rng: &mut ChaCha8Rng,
    ) -> f64 {
        let one = self.error_in_the_limit(&self.posterior_after(batch, mixed, rng), penalty);
        if shared {
            return dot(&one, &one);
        }
        let other = self.error_in_the_limit(&self.posterior_after(batch, mixed, rng), penalty);
        dot(&one, &other)
    }

    fn error_in_the_limit(&self, posterior: &[f64], penalty: f64) -> Vec<f64> {
        let labels = average(&self.concepts, posterior);
        let (source, target) = (self.source_mean(), self.target_mean());
        let variance = |j: usize| match &self.law {
            PromptLaw::Cube => 1.0 / 3.0,
            PromptLaw::Anisotropic(variances) => variances[j],
            PromptLaw::Gaussian | PromptLaw::Rademacher | PromptLaw::Sphere | PromptLaw::Laplace => 1.0,
        };
        // The minimiser of variance·(β − label)² + η(β − source)².
        let fit = |j: usize| (variance(j) * labels[j] + penalty * source[j]) / (variance(j) + penalty);
        (0..self.dim).map(|j| fit(j) - target[j]).collect()
    }

    /// Examples whose concepts are drawn from the target's prior, one by one.
    fn labelled(&self, count: usize, concepts: &[Vec<f64>], noise: f64, rng: &mut ChaCha8Rng) -> Examples {
        let mut examples = Examples { prompts: Vec::new(), labels: Vec::new() };
        for _ in 0..count {
            let prompt = self.prompt(rng);
            let concept = &concepts[pick(&self.target_prior, rng)];
            examples.labels.push(dot(&prompt, concept) + noise * normal(rng));
            examples.prompts.push(prompt);
        }
        examples
    }

    fn squared_error(&self, estimate: &[f64]) -> f64 {
        estimate.iter().zip(self.target_mean()).map(|(e, t)| (e - t) * (e - t)).sum()
    }
}
