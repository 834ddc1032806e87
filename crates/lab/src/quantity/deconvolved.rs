//! The refined prior, corrected for the confusion of concepts. An oracle knows how often each concept is taken for each other one.

use std::ops::Range;
use std::sync::LazyLock;

use nalgebra::{DMatrix, DVector};

use super::linear_box::solutions;
use super::posterior_only::require_posterior;
use super::{Draw, Experiment, Made, MakeExperiment, Quantity, QuantityError};
use crate::inference::{FunctionOfMeans, Inference, OfMeans};
use crate::setting::{BATCH, SOURCE};
use crate::unit::Unit;
use weak_to_strong::evidence::Interval;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::sample::{GROUP, LabelLaw, PosteriorGroup, PosteriorSampler};

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![Quantity {
        name: "refined.deconvolved_distance".into(),
        version: 3,
        symbol: "TV(C⁻¹ E α̂, π)".into(),
        meaning: "total variation between the target prior and the mean refined prior after deconvolution by an oracle"
            .into(),
        unit: Unit::Probability,
        settings: vec![BATCH, SOURCE],
        path: Vec::new(),
        experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| {
            require_posterior("refined.deconvolved_distance", &settings[0], "measure refined.mse")?;
            let batch = settings[0].count(&BATCH);
            if batch == 0 && problem.concept_count() > 1 {
                return Err(QuantityError::NothingToDeconvolve);
            }
            let batches = ConfusedBatches {
                batches: batches(problem),
                batch,
                target: problem.target_prior().probabilities().clone(),
            };
            let distance = OfMeans::new(0..batches.width(), Deconvolved { count: problem.concept_count() });
            Ok(Made::new(batches, Inference::of([distance.in_unit_interval().within(0.0, 1.0)])))
        }),
    }]
});

/// Observes ½ + w/2 (K coordinates), where w is α̂ after a batch whose concept is drawn from π less the mean, with weights π, of α̂ after a batch of each
/// concept; then α̂ after a batch of each concept (K coordinates each). All batches are independent.
///
/// The mean of w is q − Cπ, so C⁻¹q − π = C⁻¹·E w. Where the distance is 0, the interval for it hardly depends on how well C is known.
struct ConfusedBatches {
    /// Batches whose concept is drawn from π, then the batches of each concept.
    batches: Vec<PosteriorSampler>,
    batch: usize,
    target: DVector<f64>,
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
        let count = self.target.len();
        count * (count + 1)
    }

    fn sampler(&self) -> &'static str {
        self.batches[0].name()
    }

    fn start(&self) -> Draw<'_> {
        let (count, width) = (self.target.len(), self.width());
        let mut group = PosteriorGroup::new(count);
        Draw::in_groups(GROUP, move |stream, observations| {
            for (index, batches) in self.batches.iter().enumerate() {
                batches.draw(self.batch, &mut group, stream);
                for (replicate, observation) in observations.chunks_exact_mut(width).enumerate() {
                    group.write_replicate(replicate, &mut observation[index * count..][..count]);
                }
            }
            for observation in observations.chunks_exact_mut(width) {
                let (mixture, confusion) = observation.split_at_mut(count);
                for (k, share) in mixture.iter_mut().enumerate() {
                    let of_concepts = confusion.iter().skip(k).step_by(count).zip(&self.target);
                    let expected: f64 = of_concepts.map(|(probability, weight)| probability * weight).sum();
                    // It leaves [0, 1] only by rounding.
                    *share = (0.5 + 0.5 * (*share - expected)).clamp(0.0, 1.0);
                }
            }
            Ok(())
        })
    }
}

/// ½ Σ |yₖ| of the solution y of Cy = w. The first K means are ½ + w/2, the others the columns of C.
struct Deconvolved {
    count: usize,
}

impl Deconvolved {
    /// C⁻¹ and y, or `None` if C is singular.
    fn solve(&self, means: &[f64]) -> Option<(DMatrix<f64>, DVector<f64>)> {
        let (shares, confusion) = means.split_at(self.count);
        let inverse = DMatrix::from_column_slice(self.count, self.count, confusion).try_inverse()?;
        let right = DVector::from_iterator(self.count, shares.iter().map(|share| 2.0 * share - 1.0));
        let solution = &inverse * right;
        Some((inverse, solution))
    }
}

impl FunctionOfMeans for Deconvolved {
    fn value(&self, moments: &JointMoments, at: Range<usize>) -> f64 {
        let solved = self.solve(&moments.mean()[at]);
        solved.map_or(f64::NAN, |(_, solution)| 0.5 * solution.iter().map(|y| y.abs()).sum::<f64>())
    }

    /// dy = C⁻¹(dw − dC·y).
    fn gradient(&self, means: &[f64]) -> Vec<f64> {
        let Some((inverse, solution)) = self.solve(means) else {
            return vec![f64::NAN; means.len()];
        };
        let signs = solution.map(|y| 0.5 * y.signum());
        let by_right: DVector<f64> = inverse.tr_mul(&signs);
        let mut gradient: Vec<f64> = by_right.iter().map(|slope| 2.0 * slope).collect();
        for y in &solution {
            gradient.extend(by_right.iter().map(|slope| -slope * y));
        }
        gradient
    }

    fn over_box(&self, means: &[Interval]) -> Interval {
        let (shares, confusion) = means.split_at(self.count);
        let difference = |share: &Interval| Interval { lower: 2.0 * share.lower - 1.0, upper: 2.0 * share.upper - 1.0 };
        let right: Vec<Interval> = shares.iter().map(difference).collect();
        let Some(solutions) = solutions(confusion, &right) else {
            return Interval { lower: 0.0, upper: f64::INFINITY };
        };
        let (mut lower, mut upper) = (0.0, 0.0);
        for y in solutions {
            lower += 0.5 * y.lower.max(-y.upper).max(0.0);
            upper += 0.5 * y.upper.max(-y.lower);
        }
        Interval { lower, upper }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::gradient_gap;

    /// C has columns (¾, ¼) and (¼, ¾). With w = (¼, −¼), y = (½, −½).
    const MEANS: [f64; 6] = [0.625, 0.375, 0.75, 0.25, 0.25, 0.75];

    #[test]
    fn confusion_is_taken_out() {
        let distance = Deconvolved { count: 2 };
        let mut moments = JointMoments::new(6);
        moments.push(&MEANS);
        assert!((distance.value(&moments, 0..6) - 0.5).abs() < 1e-15);
        let exactly = MEANS.map(|x| Interval { lower: x, upper: x });
        let found = distance.over_box(&exactly);
        assert!(found.lower <= 0.5 && found.upper >= 0.5 && found.upper - found.lower < 1e-12, "{found:?}");
        // Rounding of values near 1 by 1e-16 moves a central difference by 1e-10.
        assert!(gradient_gap(&distance, &MEANS) < 1e-9);
    }

    #[test]
    fn a_singular_matrix_says_nothing() {
        let distance = Deconvolved { count: 2 };
        let mut moments = JointMoments::new(6);
        moments.push(&[0.5; 6]);
        assert!(distance.value(&moments, 0..6).is_nan());
        let unknown = distance.over_box(&[Interval { lower: 0.5, upper: 0.5 }; 6]);
        assert_eq!((unknown.lower, unknown.upper), (0.0, f64::INFINITY));
    }
}
