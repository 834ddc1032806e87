//! The refined prior with the confusion of concepts taken out, by an oracle that knows how often each concept is taken for each.

use nalgebra::{DMatrix, DVector};

use super::MakeExperiment::Transfer;
use super::{Draw, Experiment, Quantity, QuantityError};
use crate::inference::{Difference, Inference, TotalVariation};
use crate::setting::BATCH;
use crate::unit::Unit;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::sample::{GROUP, LabelLaw, PosteriorGroup, PosteriorSampler};

pub(super) const QUANTITIES: &[Quantity] = &[Quantity {
    name: "refined.deconvolved_distance",
    version: 2,
    symbol: "TV(C⁻¹ E α̂, π)",
    meaning: "total variation between the target prior and the mean refined prior after deconvolution by an oracle",
    unit: Unit::Probability,
    settings: &[BATCH],
    path: &[],
    experiment: Transfer(|problem, settings| {
        let batch = settings[0].count(&BATCH);
        if batch == 0 && problem.concept_count() > 1 {
            return Err(QuantityError::NothingToDeconvolve);
        }
        Ok(Box::new(DeconvolvedDistance { batches: batches(problem), batch, problem: problem.clone() }))
    }),
}];

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

impl Experiment for DeconvolvedDistance {
    fn width(&self) -> usize {
        let count = self.problem.concept_count();
        count * (count + 1)
    }

    fn sampler(&self) -> &'static str {
        self.batches[0].name()
    }

    fn start(&self) -> Draw<'_> {
        let count = self.problem.concept_count();
        let mut group = PosteriorGroup::new(count);
        Draw::in_groups(GROUP, move |stream, observations| {
            for (index, batches) in self.batches.iter().enumerate() {
                batches.draw(self.batch, &mut group, stream);
                for (replicate, observation) in observations.chunks_exact_mut(count * (count + 1)).enumerate() {
                    group.write_replicate(replicate, &mut observation[index * count..][..count]);
                }
            }
            Ok(())
        })
    }

    fn inference(&self) -> Inference {
        let target = self.problem.target_prior().probabilities().clone();
        Inference::of([TotalVariation::new(move |moments| differences(&target, moments.mean()))])
    }
}

/// The coordinates of C⁻¹q − π; none where C is singular.
fn differences(target: &DVector<f64>, means: &[f64]) -> Option<Vec<Difference>> {
    let count = target.len();
    let (mixture, confusion) = means.split_at(count);
    let inverse = DMatrix::from_column_slice(count, count, confusion).try_inverse()?;
    let deconvolved = &inverse * DVector::from_column_slice(mixture);
    // d(C⁻¹q) = C⁻¹(dq − dC·C⁻¹q).
    let difference = |k: usize| {
        let mut gradient: Vec<f64> = inverse.row(k).iter().copied().collect();
        for weight in &deconvolved {
            gradient.extend(inverse.row(k).iter().map(|entry| -entry * weight));
        }
        Difference { value: deconvolved[k] - target[k], gradient }
    };
    Some((0..count).map(difference).collect())
}
