//! The source's posterior after a batch of weak-labelled examples.

use std::ops::Range;
use std::sync::LazyLock;

use nalgebra::DVector;

use super::posterior_only::require_posterior;
use super::weak_batches::{WeakBatches, composition};
use super::{Made, MakeExperiment, Quantity};
use crate::inference::{FunctionOfMeans, Inference, OfMeans};
use crate::setting::{BATCH, BATCH_CONCEPTS, SOURCE};
use crate::unit::Unit;
use weak_to_strong::evidence::Interval;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::numeric::JointMoments;

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![Quantity {
        name: "refined.prior_distance".into(),
        version: 2,
        symbol: "TV(E α̂, π)".into(),
        meaning: "total variation between the mean refined prior and the target prior".into(),
        unit: Unit::Probability,
        settings: vec![BATCH, BATCH_CONCEPTS, SOURCE],
        path: Vec::new(),
        experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| {
            require_posterior("refined.prior_distance", &settings[0], "measure refined.mse")?;
            let batches = WeakBatches::new(problem, composition(&settings[0]), settings[0].count(&BATCH));
            let distance = FromPrior { probabilities: problem.target_prior().probabilities().clone() };
            let distance = OfMeans::new(0..problem.concept_count(), distance).in_unit_interval();
            Ok(Made::new(batches, Inference::of([distance])))
        }),
    }]
});

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::gradient_gap;
    use nalgebra::dvector;

    #[test]
    fn total_variation_by_hand() {
        let from_prior = FromPrior { probabilities: dvector![1.0, 0.0, 0.0] };
        let mut moments = JointMoments::new(3);
        moments.push(&[0.5, 0.25, 0.25]);
        assert_eq!(from_prior.value(&moments, 0..3), 0.5);
        assert!(gradient_gap(&from_prior, &[0.5, 0.25, 0.25]) < 1e-9);
        // The first mean is at least ¼ off; all ends together are off by ½(¾ + ½ + ½), less than 1.
        let sides = [(0.25, 0.75), (0.0, 0.5), (0.0, 0.5)].map(|(lower, upper)| Interval { lower, upper });
        assert_eq!(from_prior.over_box(&sides), Interval { lower: 0.125, upper: 0.875 });
    }
}
