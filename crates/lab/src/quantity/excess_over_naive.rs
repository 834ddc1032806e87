//! Refinement compared with the best naive fine-tuning, in the limit of many labels for both.

use std::ops::Range;
use std::sync::LazyLock;

use super::answer::{AnswersFit, Before, Fits, Queries, SquaredLength, asks_network};
use super::limit_fit::LimitFit;
use super::mixture_means::MixtureMeans;
use super::weak_batches::WeakBatches;
use super::{Made, MakeExperiment, Quantity, QuantityError};
use crate::inference::{FunctionOfMeans, Inference, OfMeans};
use crate::setting::{BATCH, CONSTRUCTION, SOURCE};
use crate::unit::Unit;
use weak_to_strong::evidence::Interval;
use weak_to_strong::learn::{FineTuning, FitError};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::numeric::{JointMoments, minimise_convex};
use weak_to_strong::sample::{Composition, SampleMoments};

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![Quantity {
        name: "refined.excess_over_naive".into(),
        version: 2,
        symbol: "‖β̂ − β_Q‖² − least ‖β̂_η − β_Q‖²".into(),
        meaning: "squared error of refinement less that of naive fine-tuning at its best penalty, both on many labels"
            .into(),
        unit: Unit::MeanSquaredErrorDifference,
        settings: vec![BATCH, SOURCE, CONSTRUCTION],
        path: Vec::new(),
        experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| {
            let quantity = "refined.excess_over_naive";
            let naive = least_naive_error(problem)
                .map_err(|error| QuantityError::Unfit { quantity: quantity.into(), error })?;
            if asks_network(&settings[0]) {
                let before = Before::FreshBatch(Composition::OneConcept);
                let queries = Queries::new(quantity, problem, &settings[0], before)?;
                let fits = Fits::new(vec![queries], vec![(0, AnswersFit::new(problem, 0.0))]);
                return Ok(fits.made(|| Excess { refined: SquaredLength, naive }));
            }
            let refined = LimitFit::new(problem, 0.0);
            let batches = WeakBatches::new(problem, Composition::OneConcept, settings[0].count(&BATCH));
            let means = MixtureMeans::new(batches, vec![refined.along.clone()]);
            let excess = OfMeans::new(0..refined.width(), Excess { refined, naive }).in_unit_interval();
            Ok(Made::new(means, Inference::of([excess])))
        }),
    }]
});

/// Returns the least squared error of naive fine-tuning over all penalties. The fit uses the moments of the law of weak labels itself.
fn least_naive_error(problem: &TransferProblem) -> Result<f64, FitError> {
    let variances = problem.prompts().variances(problem.dim());
    let labels = problem.dim() as f64;
    let weak = problem.weak_mean();
    let moments = SampleMoments {
        count: problem.dim(),
        gram: nalgebra::DMatrix::from_diagonal(&(&variances * labels)),
        cross: weak.component_mul(&variances) * labels,
        label_square: labels * (weak.component_mul(&variances).dot(&weak) + problem.weak_noise().powi(2)),
    };
    let fit = FineTuning::new(&moments, &problem.source_mean())?;
    let target = problem.target_mean();
    // The penalty v(1 − s)/s keeps the share s of the way from the source to the weak labels, v the mean variance.
    let error = |share: f64| -> Result<f64, FitError> {
        let penalty = if share == 0.0 { f64::INFINITY } else { variances.mean() * (1.0 - share) / share };
        Ok((fit.ridge(penalty)? - &target).norm_squared())
    };
    let mut best = error(0.0)?.min(error(1.0)?);
    // For isotropic prompts the squared error is a convex function of the share. For other prompts it may have several local minima, so each part is
    // searched.
    for part in 0..PARTS {
        let ends = [part, part + 1].map(|end| f64::from(end) / f64::from(PARTS));
        best = best.min(minimise_convex(|share| error(share).unwrap_or(f64::INFINITY), ends[0], ends[1]).value);
    }
    Ok(best)
}

/// The number of parts of the range of shares. Each part is searched separately.
const PARTS: u32 = 16;

/// |β̂(E α̂) − β_Q|² minus the squared error of naive fine-tuning, which is not random.
struct Excess<F> {
    refined: F,
    naive: f64,
}

impl<F: FunctionOfMeans> FunctionOfMeans for Excess<F> {
    fn value(&self, moments: &JointMoments, at: Range<usize>) -> f64 {
        self.refined.value(moments, at) - self.naive
    }

    fn gradient(&self, means: &[f64]) -> Vec<f64> {
        self.refined.gradient(means)
    }

    fn over_box(&self, means: &[Interval]) -> Interval {
        let Interval { lower, upper } = self.refined.over_box(means);
        Interval { lower: lower - self.naive, upper: upper - self.naive }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weak_to_strong::model::{ConceptSpec, ProblemSpec, PromptLaw, WeakSpec};

    fn least(prompts: PromptLaw, cosine: f64, off_hull: f64) -> f64 {
        let spec = ProblemSpec::new(3, ConceptSpec::Orthonormal(2))
            .prompts(prompts)
            .weak(WeakSpec::biased(cosine, off_hull, 0.5));
        least_naive_error(&TransferProblem::new(&spec).expect("a problem")).expect("a fit")
    }

    /// By hand, with b = (−½, ½, 0) and a = (cosine − 1, 0, off_hull): the distance of the target from the segment between them.
    #[test]
    fn the_best_penalty_is_nearest_on_the_segment() {
        for prompts in [PromptLaw::Gaussian, PromptLaw::Cube] {
            // a = (0, 0, ½): 1/(1/½ + 1/¼).
            assert!((least(prompts.clone(), 1.0, 0.5) - 1.0 / 6.0).abs() < 1e-9);
            // An unbiased supervisor is best followed, one that points away best ignored.
            assert!(least(prompts.clone(), 1.0, 0.0) < 1e-12);
            assert!((least(prompts, -0.5, 0.0) - 0.5).abs() < 1e-9);
        }
    }

    /// Anisotropic prompts leave the segment: never above its ends, and here nearer than any point of it.
    #[test]
    fn anisotropic_prompts_may_be_nearer() {
        let variances = PromptLaw::Anisotropic(vec![4.0, 4.0, 0.01]);
        assert!(least(variances, 1.0, 0.5) < 1.0 / 6.0 - 0.01);
    }
}
