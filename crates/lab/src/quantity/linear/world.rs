//! Truth, covariance and noise, and what follows from them for a learner that sees the first coordinates.

use super::cell::Norm;
use weak_to_strong::model::LinearProblem;

/// Truth, covariance and noise.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) eigenvalues: Vec<f64>,
    pub(super) truth: Vec<f64>,
    /// σ².
    pub(super) noise: f64,
    ones: Vec<f64>,
}

impl World {
    pub(super) fn new(problem: &LinearProblem) -> Self {
        Self {
            eigenvalues: problem.eigenvalues().to_vec(),
            truth: problem.truth().to_vec(),
            noise: problem.noise() * problem.noise(),
            ones: vec![1.0; problem.dim()],
        }
    }

    /// d.
    pub(super) fn dim(&self) -> usize {
        self.truth.len()
    }

    /// The weight of each coordinate in the norm.
    pub(super) fn weights(&self, norm: Norm) -> &[f64] {
        match norm {
            Norm::Covariance => &self.eigenvalues,
            Norm::Identity => &self.ones,
        }
    }

    /// The risk of predicting 0 along the coordinates from a place on.
    pub(super) fn missed(&self, norm: Norm, from: usize) -> f64 {
        self.square(norm, &self.truth, from)
    }

    /// The squared norm of a predictor, along the coordinates from a place on.
    pub(super) fn square(&self, norm: Norm, predictor: &[f64], from: usize) -> f64 {
        self.weights(norm)[from..].iter().zip(&predictor[from..]).map(|(weight, entry)| weight * entry * entry).sum()
    }

    /// The variance of a true label given the first coordinates of its prompt.
    pub(super) fn label_variance(&self, seen: usize) -> f64 {
        self.noise + self.missed(Norm::Covariance, seen)
    }

    /// How many of the first coordinates vary.
    pub(super) fn rank(&self, seen: usize) -> usize {
        self.eigenvalues[..seen].iter().filter(|eigenvalue| **eigenvalue > 0.0).count()
    }
}
