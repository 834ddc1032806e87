//! Truth, prompts and noise, and what follows from them for what a learner sees.

use super::cell::Norm;
use weak_to_strong::model::{Features, LinearProblem, PromptLaw, TurnedAxes};

/// Truth, prompts and noise.
///
/// Behind the coordinates of a prompt stand those of [`ReluFeatures`](weak_to_strong::learn::ReluFeatures), one for each unit: uncorrelated, with variance 1, and no
/// part of the truth.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) prompts: PromptLaw,
    /// The number of coordinates of a prompt, without those of units.
    pub(super) prompt_dim: usize,
    pub(super) eigenvalues: Vec<f64>,
    pub(super) truth: Vec<f64>,
    /// σ².
    pub(super) noise: f64,
    /// τ².
    pub(super) pseudo_noise: f64,
    ones: Vec<f64>,
}

impl World {
    pub(super) fn new(problem: &LinearProblem, units: usize) -> Self {
        let followed_by = |numbers: &[f64], by: f64| [numbers, &vec![by; units]].concat();
        Self {
            prompts: problem.prompts().clone(),
            prompt_dim: problem.dim(),
            eigenvalues: followed_by(problem.eigenvalues(), 1.0),
            truth: followed_by(problem.truth(), 0.0),
            noise: problem.noise() * problem.noise(),
            pseudo_noise: problem.pseudo_noise() * problem.pseudo_noise(),
            ones: vec![1.0; problem.dim() + units],
        }
    }

    /// The number of all coordinates.
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

    /// How many dimensions features vary in.
    pub(super) fn rank(&self, features: &Features) -> usize {
        let positive = |variances: &[f64]| variances.iter().filter(|variance| **variance > 0.0).count();
        match features {
            Features::First(count) => positive(&self.eigenvalues[..*count]),
            Features::Turned(axes) => (0..axes.count()).filter(|direction| self.varies(axes, *direction)).count(),
            Features::Scaled(own) => positive(own),
            Features::Projection(width) => positive(&self.eigenvalues[..self.prompt_dim]).min(*width),
            Features::Relu(width) => *width,
        }
    }

    /// Whether the coordinate along a direction varies.
    fn varies(&self, axes: &TurnedAxes, direction: usize) -> bool {
        let partner = axes.partner(direction).map_or(0.0, |partner| self.eigenvalues[partner]);
        self.eigenvalues[direction] > 0.0 || partner > 0.0
    }

    /// Whether features tell a coordinate.
    fn tell(&self, features: &Features, coordinate: usize) -> bool {
        match features {
            Features::First(count) => coordinate < *count,
            Features::Turned(axes) => {
                coordinate < axes.count()
                    && axes.partner(coordinate).is_none_or(|partner| self.eigenvalues[partner] == 0.0)
            }
            Features::Scaled(own) => own[coordinate] > 0.0,
            Features::Projection(_) => self.rank(features) == self.rank(&Features::First(self.prompt_dim)),
            Features::Relu(_) => false,
        }
    }

    /// Whether some label θᵀx with θᵢ ≠ 0 where `labelled` says so has noise for a learner, because its features do not tell all that varies in it.
    fn hides(&self, features: &Features, labelled: impl Fn(usize) -> bool) -> bool {
        (0..self.prompt_dim).any(|at| self.eigenvalues[at] > 0.0 && labelled(at) && !self.tell(features, at))
    }

    /// Whether the truth has noise for a learner.
    pub(super) fn has_noise(&self, features: &Features) -> bool {
        self.noise > 0.0 || self.hides(features, |at| self.truth[at] != 0.0)
    }

    /// Whether predictions of a teacher with these features have noise for a student with those.
    pub(super) fn hides_predictions(&self, teacher: &Features, student: &Features) -> bool {
        if let (Features::Turned(one), Features::Turned(other)) = (teacher, student)
            && one == other
        {
            return false;
        }
        self.hides(student, |at| match teacher {
            Features::First(count) => at < *count,
            Features::Turned(axes) => axes.reaches(at),
            Features::Scaled(own) => own[at] > 0.0,
            Features::Projection(_) | Features::Relu(_) => true,
        }) || matches!(teacher, Features::Relu(_))
    }
}
