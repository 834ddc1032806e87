//! The refined prior with the confusion of concepts taken out, by an oracle that knows how often each concept is taken for each.

use std::sync::LazyLock;

use nalgebra::{DMatrix, DVector};

use super::experiment::one_by_one;
use super::{Experiment, MakeExperiment, Quantity, QuantityError, Replicate};
use crate::setting::BATCH;
use crate::unit::Unit;
use weak_to_strong::evidence::{Interval, asymptotic_sequence};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::numeric::{Estimate, JointMoments};
use weak_to_strong::sample::{LabelLaw, PosteriorGroup, PosteriorSampler};

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![Quantity {
        name: "refined.deconvolved_distance".into(),
        version: 2,
        symbol: "TV(C⁻¹ E α̂, π)".into(),
        meaning: "total variation between the target prior and the mean refined prior after deconvolution by an oracle"
            .into(),
        unit: Unit::Probability,
        settings: vec![BATCH],
        path: Vec::new(),
        experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| {
            let batch = settings[0].count(&BATCH);
            if batch == 0 && problem.concept_count() > 1 {
                return Err(QuantityError::NothingToDeconvolve);
            }
            Ok(Box::new(DeconvolvedDistance { batches: batches(problem), batch, problem: problem.clone() }))
        }),
    }]
});

/// Observes α̂ after a batch whose concept is drawn from π (K coordinates), then α̂ after a batch of each concept (K each), all
/// independent. With q and the columns of C their means, the estimate is ½ Σ |(C⁻¹q − π)ₖ|.
struct DeconvolvedDistance {
    /// Batches of π, then those of each concept.
    batches: Vec<PosteriorSampler>,
    batch: usize,
    problem: TransferProblem,
}

fn batches(problem: &TransferProblem) -> Vec<PosteriorSampler> {
    let labels = LabelLaw::weak(problem);
    let of_concept = |concept: usize| {
        let prior = DVector::from_fn(problem.concept_count(), |k, _| if k == concept { 1.0 } else { 0.0 });
        PosteriorSampler::new(problem, &LabelLaw { prior, ..labels.clone() })
    };
    let mut batches = vec![PosteriorSampler::new(problem, &labels)];
    batches.extend((0..problem.concept_count()).map(of_concept));
    batches
}

impl DeconvolvedDistance {
    /// The coordinates of C⁻¹q − π; none where C is singular.
    fn differences(&self, moments: &JointMoments) -> Option<Vec<Estimate>> {
        let count = self.problem.concept_count();
        let (mixture, confusion) = moments.mean().split_at(count);
        let inverse = DMatrix::from_column_slice(count, count, confusion).try_inverse()?;
        let deconvolved = &inverse * DVector::from_column_slice(mixture);
        // d(C⁻¹q) = C⁻¹(dq − dC·C⁻¹q).
        let difference = |k: usize| {
            let mut gradient: Vec<f64> = inverse.row(k).iter().copied().collect();
            for weight in &deconvolved {
                gradient.extend(inverse.row(k).iter().map(|entry| -entry * weight));
            }
            Estimate {
                mean: deconvolved[k] - self.problem.target_prior().probabilities()[k],
                standard_error: moments.standard_error_along(&gradient),
                replicates: moments.count(),
            }
        };
        Some((0..count).map(difference).collect())
    }
}

impl Experiment for DeconvolvedDistance {
    fn width(&self) -> usize {
        let count = self.problem.concept_count();
        count * (count + 1)
    }

    fn sampler(&self) -> &'static str {
        self.batches[0].name()
    }

    fn replicate(&self) -> Replicate<'_> {
        let count = self.problem.concept_count();
        let mut group = PosteriorGroup::new(count);
        one_by_one(self.width(), move |observations, stream| {
            for (index, batches) in self.batches.iter().enumerate() {
                batches.draw(self.batch, &mut group, stream);
                for (replicate, observation) in observations.chunks_exact_mut(count * (count + 1)).enumerate() {
                    group.write_replicate(replicate, &mut observation[index * count..][..count]);
                }
            }
        })
    }

    /// The standard error adds up those of the coordinates, and so is never too small.
    fn estimates(&self, moments: &JointMoments) -> Vec<Estimate> {
        let differences = self.differences(moments).unwrap_or_default();
        let half_sum = |term: fn(&Estimate) -> f64| 0.5 * differences.iter().map(term).sum::<f64>();
        let singular = differences.is_empty();
        vec![Estimate {
            mean: if singular { f64::NAN } else { half_sum(|difference| difference.mean.abs()) },
            standard_error: if singular { f64::NAN } else { half_sum(|difference| difference.standard_error) },
            replicates: moments.count(),
        }]
    }

    /// Total variation is not differentiable at 0, so its range over a box for C⁻¹q − π is taken.
    fn intervals(&self, moments: &JointMoments, error: f64) -> Vec<Interval> {
        let Some(differences) = self.differences(moments) else {
            return vec![Interval { lower: 0.0, upper: f64::INFINITY }];
        };
        let share = error / differences.len() as f64;
        let (mut lower, mut upper) = (0.0, 0.0);
        for difference in &differences {
            let range = asymptotic_sequence(difference, share);
            lower += 0.5 * range.lower.max(-range.upper).max(0.0);
            upper += 0.5 * range.upper.max(-range.lower);
        }
        vec![Interval { lower, upper }]
    }
}
