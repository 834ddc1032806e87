//! The source's posterior after a batch of weak-labelled examples.

use std::sync::LazyLock;

use std::ops::Range;

use super::weak_batches::{WeakBatches, composition};
use super::{Experiment, MakeExperiment, Quantity, Replicate};
use crate::setting::{BATCH, BATCH_CONCEPTS};
use crate::unit::Unit;
use weak_to_strong::evidence::{Interval, unit_interval_sequence};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::numeric::{Estimate, JointMoments};

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![Quantity {
        name: "refined.prior_distance".into(),
        version: 2,
        symbol: "TV(E α̂, π)".into(),
        meaning: "total variation between the mean refined prior and the target prior".into(),
        unit: Unit::Probability,
        settings: vec![BATCH, BATCH_CONCEPTS],
        path: Vec::new(),
        experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| {
            Ok(Box::new(PriorDistance {
                batches: WeakBatches::new(problem, composition(&settings[0]), settings[0].count(&BATCH)),
                problem: problem.clone(),
            }))
        }),
    }]
});

/// Intervals for E α̂, from the coordinates of observations that hold α̂, that miss with probability at most `error` in all.
pub(super) fn mean_posterior_box(moments: &JointMoments, coordinates: Range<usize>, error: f64) -> Vec<Interval> {
    let share = error / coordinates.len() as f64;
    coordinates.map(|k| unit_interval_sequence(moments, k, share)).collect()
}

/// Observes the posterior; the estimate is ½ Σ |E α̂ₖ − πₖ|.
struct PriorDistance {
    batches: WeakBatches,
    problem: TransferProblem,
}

impl Experiment for PriorDistance {
    fn width(&self) -> usize {
        self.problem.concept_count()
    }

    fn sampler(&self) -> &'static str {
        self.batches.sampler_name()
    }

    fn replicate(&self) -> Replicate<'_> {
        self.batches.observe_posteriors()
    }

    fn estimates(&self, moments: &JointMoments) -> Vec<Estimate> {
        let target = self.problem.target_prior().probabilities();
        let differences: Vec<f64> = moments.mean().iter().zip(target).map(|(mean, p)| mean - p).collect();
        let gradient: Vec<f64> = differences.iter().map(|difference| 0.5 * difference.signum()).collect();
        vec![Estimate {
            mean: 0.5 * differences.iter().map(|difference| difference.abs()).sum::<f64>(),
            standard_error: moments.standard_error_along(&gradient),
            replicates: moments.count(),
        }]
    }

    /// Total variation is not differentiable where E α̂ₖ = πₖ, so its range over a box for E α̂ is taken.
    fn intervals(&self, moments: &JointMoments, error: f64) -> Vec<Interval> {
        let (mut lower, mut upper) = (0.0, 0.0);
        for (mean, probability) in
            mean_posterior_box(moments, 0..self.width(), error).iter().zip(self.problem.target_prior().probabilities())
        {
            lower += 0.5 * (mean.lower - probability).max(probability - mean.upper).max(0.0);
            upper += 0.5 * (mean.upper - probability).max(probability - mean.lower);
        }
        vec![Interval { lower, upper: upper.min(1.0) }]
    }
}
