//! The refined prior, corrected for the confusion of concepts. An oracle knows how often each concept is taken for each other one.

use std::sync::LazyLock;

use nalgebra::{DMatrix, DVector};

use super::{Draw, Experiment, Made, MakeExperiment, Quantity, QuantityError};
use crate::inference::{EstimatedDifference, Inference, TotalVariation};
use crate::setting::BATCH;
use crate::unit::Unit;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::sample::{GROUP, LabelLaw, PosteriorGroup, PosteriorSampler};

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
            let target = problem.target_prior().probabilities().clone();
            let distance = TotalVariation::new(move |moments| differences(&target, moments.mean()));
            let batches = ConfusedBatches { batches: batches(problem), batch, concept_count: problem.concept_count() };
            Ok(Made::new(batches, Inference::of([distance])))
        }),
    }]
});

/// Observes α̂ after a batch whose concept is drawn from π (K coordinates), then α̂ after a batch of each concept (K coordinates each). All batches
/// are independent.
struct ConfusedBatches {
    /// Batches whose concept is drawn from π, then the batches of each concept.
    batches: Vec<PosteriorSampler>,
    batch: usize,
    concept_count: usize,
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

impl Experiment for ConfusedBatches {
    fn width(&self) -> usize {
        let count = self.concept_count;
        count * (count + 1)
    }

    fn sampler(&self) -> &'static str {
        self.batches[0].name()
    }

    fn start(&self) -> Draw<'_> {
        let count = self.concept_count;
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
}

/// Returns the coordinates of C⁻¹q − π, or `None` if C is singular. q and the columns of C are the means.
fn differences(target: &DVector<f64>, means: &[f64]) -> Option<Vec<EstimatedDifference>> {
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
        EstimatedDifference { value: deconvolved[k] - target[k], gradient }
    };
    Some((0..count).map(difference).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dvector;

    /// C has columns (¾, ¼) and (¼, ¾), so q = (½, ½) comes from (½, ½).
    const MEANS: [f64; 6] = [0.5, 0.5, 0.75, 0.25, 0.25, 0.75];

    #[test]
    fn confusion_is_taken_out() {
        let differences = differences(&dvector![1.0, 0.0], &MEANS).expect("C is regular");
        assert!((differences[0].value + 0.5).abs() < 1e-15 && (differences[1].value - 0.5).abs() < 1e-15);
        assert_eq!(super::differences(&dvector![1.0, 0.0], &[0.5; 6]), None);
    }

    /// Rounding of values near 1 by 1e-16 moves a central difference by 1e-10.
    #[test]
    fn gradients_are_those_of_the_differences() {
        let value = |at: usize, moved: f64| {
            let mut means = MEANS;
            means[at] += moved;
            differences(&dvector![1.0, 0.0], &means).expect("C is regular")[0].value
        };
        let gradient = &differences(&dvector![1.0, 0.0], &MEANS).expect("C is regular")[0].gradient;
        for (at, derivative) in gradient.iter().enumerate() {
            let slope = (value(at, 1e-6) - value(at, -1e-6)) / 2e-6;
            assert!((derivative - slope).abs() < 1e-9, "{at}: {derivative}, not {slope}");
        }
    }
}
