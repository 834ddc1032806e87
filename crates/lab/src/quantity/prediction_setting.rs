//! Batches of the source's law, and the errors of predictors on them.

use nalgebra::DVector;

use super::source_batch::SourceBatches;
use crate::setting::{BATCH, Settings};
use weak_to_strong::learn::{FitError, InContextPredictor, in_context_posterior};
use weak_to_strong::model::{ConceptPosterior, TransferProblem};
use weak_to_strong::random::Stream;
use weak_to_strong::sample::SampleMoments;

/// What the squared errors of all predictors have in common.
pub(super) struct PredictionSetting {
    problem: TransferProblem,
    pub(super) batches: SourceBatches,
    batch: usize,
    /// The variances of the prompt's coordinates, divided by d.
    weights: DVector<f64>,
    /// maxⱼₖ E((βⱼ − βₖ)ᵀX)²/d. No prediction in the hull of the concepts has a larger squared error.
    pub(super) greatest: f64,
}

impl PredictionSetting {
    pub(super) fn new(problem: &TransferProblem, settings: &Settings) -> Self {
        let weights = problem.prompts().variances(problem.dim()) / problem.dim() as f64;
        let concepts = problem.concepts();
        let distances = concepts
            .column_iter()
            .flat_map(|one| concepts.column_iter().map(move |other| (one - other).map(|x| x * x)));
        // A single concept cannot be confused with another; then the squared error is 0, and any positive bound is right.
        let greatest = distances.map(|squares| squares.dot(&weights)).fold(f64::MIN_POSITIVE, f64::max);
        Self {
            problem: problem.clone(),
            batches: SourceBatches::in_all_coordinates(problem),
            batch: settings.count(&BATCH),
            weights,
            greatest,
        }
    }

    /// The same without squared errors: batches are drawn in as few coordinates as the posterior needs.
    pub(super) fn of_posterior(problem: &TransferProblem, settings: &Settings) -> Self {
        Self { batches: SourceBatches::for_posterior(problem), ..Self::new(problem, settings) }
    }

    /// Draws a batch and the source's posterior after it.
    pub(super) fn draw<'a>(&'a self, batches: &'a mut SourceBatches, stream: &mut Stream) -> AfterBatch<'a> {
        let concept = batches.draw(self.batch, stream);
        let posterior = in_context_posterior(&self.problem, &batches.moments, &batches.concepts);
        AfterBatch { setting: self, concept, moments: &batches.moments, posterior }
    }
}

/// A batch, the concept that labelled it, and the source's posterior.
pub(super) struct AfterBatch<'a> {
    setting: &'a PredictionSetting,
    pub(super) concept: usize,
    pub(super) moments: &'a SampleMoments,
    pub(super) posterior: ConceptPosterior,
}

impl AfterBatch<'_> {
    /// Returns E((b̂(D) − βₖ)ᵀX)²/d, exact over prompts.
    pub(super) fn error(&self, predictor: InContextPredictor) -> Result<f64, FitError> {
        let problem = &self.setting.problem;
        let coefficients = predictor.coefficients(problem, self.moments, &self.posterior)?;
        Ok((coefficients - problem.concepts().column(self.concept)).map(|x| x * x).dot(&self.setting.weights))
    }
}
