//! Calibration of the source's beliefs after a batch (Proposition A.3): variates that are uniform if the beliefs are right.
//!
//! The data follow the source's law with the true noise σ; posterior and predictive law use the σ that the source believes.

use std::ops::Range;
use std::sync::LazyLock;

use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};

use super::source_batch::SourceBatches;
use super::{Draw, Experiment, Made, MakeExperiment, Quantity};
use crate::inference::{FunctionOfMeans, Inference, OfMeans};
use crate::setting::{BATCH, Settings};
use crate::unit::Unit;
use weak_to_strong::evidence::{DistanceFromUniform, Interval};
use weak_to_strong::learn::{in_context_posterior, predictive_transform, rank_transform};
use weak_to_strong::model::TransferProblem;
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::random::Stream;
use weak_to_strong::sample::PromptCoordinates;

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![
        Quantity {
            name: "incontext.rank_distance".into(),
            version: 1,
            symbol: "max |P(rank ≤ u) − u|".into(),
            meaning: "distance from uniform of the true concept's randomised rank under the source's posterior, on \
                batches of the source's law"
                .into(),
            unit: Unit::DistanceFromUniform,
            settings: vec![BATCH],
            path: Vec::new(),
            experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| {
                Ok(Calibration { transform: Transform::Rank, ..calibration(problem, settings) }.made())
            }),
        },
        Quantity {
            name: "incontext.predictive_distance".into(),
            version: 1,
            symbol: "max |P(transform ≤ u) − u|".into(),
            meaning: "distance from uniform of the predictive probability transform of a new label, on batches of \
                the source's law"
                .into(),
            unit: Unit::DistanceFromUniform,
            settings: vec![BATCH],
            path: Vec::new(),
            experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| {
                Ok(Calibration { transform: Transform::predictive(problem), ..calibration(problem, settings) }.made())
            }),
        },
    ]
});

/// Observes, for each point of a grid, whether a variate lies below it.
struct Calibration {
    problem: TransferProblem,
    batches: SourceBatches,
    batch: usize,
    transform: Transform,
}

/// The part of a draw that is turned into a variate in [0, 1].
pub(super) enum Transform {
    /// The concept that labelled the batch.
    Rank,
    /// A new label by that concept. The prompt is drawn in as few coordinates as the concepts need, and β₁…β_K are given in these coordinates.
    Predictive { prompts: PromptCoordinates, concepts: DMatrix<f64> },
}

fn calibration(problem: &TransferProblem, settings: &[Settings]) -> Calibration {
    Calibration {
        problem: problem.clone(),
        batches: SourceBatches::for_posterior(problem),
        batch: settings[0].count(&BATCH),
        transform: Transform::Rank,
    }
}

impl Calibration {
    fn made(self) -> Made {
        let distance = OfMeans::new(0..DistanceFromUniform::WIDTH, DistanceFromUniform).in_unit_interval();
        Made::new(self, Inference::of([distance]))
    }
}

impl Transform {
    /// A new label by the concept of a batch.
    pub(super) fn predictive(problem: &TransferProblem) -> Self {
        let (prompts, concepts) = PromptCoordinates::spanned_by(problem.prompts(), problem.concepts());
        Self::Predictive { prompts, concepts }
    }

    /// The variate of a concept under posterior probabilities.
    pub(super) fn variate(
        &self,
        problem: &TransferProblem,
        probabilities: &[f64],
        concept: usize,
        stream: &mut Stream,
    ) -> f64 {
        match self {
            Self::Rank => rank_transform(probabilities, concept, stream.random()),
            Self::Predictive { prompts, concepts } => {
                let mut prompt = DVector::zeros(prompts.count());
                prompts.draw(prompt.as_mut_slice(), stream);
                let means = concepts.tr_mul(&prompt);
                let error: f64 = StandardNormal.sample(stream);
                let label = means[concept] + problem.noise() * error;
                let residuals = means.map(|mean| label - mean);
                predictive_transform(probabilities, residuals.as_slice(), problem.believed_noise())
            }
        }
    }
}

impl Experiment for Calibration {
    fn width(&self) -> usize {
        DistanceFromUniform::WIDTH
    }

    fn sampler(&self) -> &'static str {
        self.batches.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        let mut batches = self.batches.clone();
        Draw::new(move |stream, observation| {
            let concept = batches.draw(self.batch, stream);
            let posterior = in_context_posterior(&self.problem, &batches.moments, &batches.concepts);
            let probabilities = posterior.probabilities();
            let variate = self.transform.variate(&self.problem, probabilities.as_slice(), concept, stream);
            DistanceFromUniform::observe(variate, observation);
            Ok(())
        })
    }
}

impl FunctionOfMeans for DistanceFromUniform {
    fn value(&self, moments: &JointMoments, at: Range<usize>) -> f64 {
        Self::of(&moments.mean()[at])
    }

    fn gradient(&self, means: &[f64]) -> Vec<f64> {
        Self::gradient(means)
    }

    fn over_box(&self, means: &[Interval]) -> Interval {
        Self::over_box(means)
    }
}
