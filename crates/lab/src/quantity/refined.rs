//! The source's posterior after a batch of weak-labelled examples.

use std::ops::Range;

use nalgebra::DVector;

use super::MakeExperiment::Transfer;
use super::weak_batches::{WeakBatches, composition};
use super::{Draw, Experiment, Quantity};
use crate::inference::{FunctionOfMeans, Inference, OfMeans};
use crate::setting::{BATCH, BATCH_CONCEPTS};
use crate::unit::Unit;
use weak_to_strong::evidence::Interval;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::numeric::JointMoments;

pub(super) const QUANTITIES: &[Quantity] = &[Quantity {
    name: "refined.prior_distance",
    version: 2,
    symbol: "TV(E α̂, π)",
    meaning: "total variation between the mean refined prior and the target prior",
    unit: Unit::Probability,
    settings: &[BATCH, BATCH_CONCEPTS],
    path: &[],
    experiment: Transfer(|problem, settings| {
        Ok(Box::new(PriorDistance {
            batches: WeakBatches::new(problem, composition(&settings[0]), settings[0].count(&BATCH)),
            problem: problem.clone(),
        }))
    }),
}];

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

    fn start(&self) -> Draw<'_> {
        self.batches.observe_posteriors()
    }

    fn inference(&self) -> Inference {
        let from_target = FromPrior { probabilities: self.problem.target_prior().probabilities().clone() };
        Inference::of([OfMeans::new(0..self.width(), from_target).in_unit_interval()])
    }
}

/// The total variation between E α̂ and a prior π. It is not differentiable where E α̂ₖ = πₖ.
struct FromPrior {
    probabilities: DVector<f64>,
}

impl FunctionOfMeans for FromPrior {
    fn value(&self, moments: &JointMoments, at: Range<usize>) -> f64 {
        0.5 * moments.mean()[at].iter().zip(&self.probabilities).map(|(mean, p)| (mean - p).abs()).sum::<f64>()
    }

    fn gradient(&self, means: &[f64]) -> Vec<f64> {
        means.iter().zip(&self.probabilities).map(|(mean, p)| 0.5 * (mean - p).signum()).collect()
    }

    fn over_box(&self, means: &[Interval]) -> Interval {
        let (mut lower, mut upper) = (0.0, 0.0);
        for (mean, probability) in means.iter().zip(&self.probabilities) {
            lower += 0.5 * (mean.lower - probability).max(probability - mean.upper).max(0.0);
            upper += 0.5 * (mean.upper - probability).max(probability - mean.lower);
        }
        Interval { lower, upper: upper.min(1.0) }
    }
}
