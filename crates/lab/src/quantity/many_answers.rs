//! Fine-tuning on many answers, each after a batch of its own.

use nalgebra::DVector;

use super::answer_strategy::Strategy;
use super::limit_fit::LimitFit;
use super::weak_batches::WeakBatches;
use super::{Draw, Experiment, Made};
use crate::inference::{Inference, OfMeans};
use crate::setting::{BATCH, Settings};
use weak_to_strong::learn::{in_context_posterior, refined_mean};
use weak_to_strong::model::{TransferProblem, share_among_greatest};
use weak_to_strong::random::{Branches, Stream};
use weak_to_strong::sample::{Composition, GROUP, LabelLaw, MomentSampler, SampleMoments};

/// Fine-tuning by least squares on many answers.
///
/// The β̂ − β_Q of each strategy is linear in the mean of what is observed for it. For refine, this is α̂ after a batch (K coordinates). For infer
/// and respond, it is the indicators of the most probable concept (K). For ask to improve, it is Σ⁻¹X(E[Ŷ | X, Y′] − β_QᵀX) for an answer to a query
/// with its own weak label (d).
pub(super) struct ManyAnswers {
    problem: TransferProblem,
    batches: WeakBatches,
    queries: MomentSampler,
    /// The strategies, each with the first coordinate of what it observes.
    strategies: Vec<(Strategy, usize)>,
    width: usize,
}

impl ManyAnswers {
    /// Makes the experiment that estimates the squared error of each strategy.
    pub(super) fn squared_errors(problem: &TransferProblem, path: &[Settings]) -> Made {
        Self::made(problem, path, &LimitFit::new(problem, 0.0), &LimitFit::of_errors(problem.dim()))
    }

    /// Makes the experiment that estimates the excess risk of each strategy.
    pub(super) fn excess_risks(problem: &TransferProblem, path: &[Settings]) -> Made {
        let deviations = problem.prompts().variances(problem.dim()).map(f64::sqrt);
        let by_concepts = LimitFit::new(problem, 0.0).in_excess_risk(&deviations);
        let by_errors = LimitFit::of_errors(problem.dim()).in_excess_risk(&deviations);
        Self::made(problem, path, &by_concepts, &by_errors)
    }

    /// Takes β̂ − β_Q as a function of the means of probabilities of concepts, and as a function of the means of errors of answers.
    ///
    /// For answers to queries with their own labels, the mean error stays away from 0, so that its square is nearly normal. For the other two
    /// strategies, the interval is the range over a box for the probabilities of concepts.
    fn made(problem: &TransferProblem, path: &[Settings], by_concepts: &LimitFit, by_errors: &LimitFit) -> Made {
        let mut answers = Self {
            problem: problem.clone(),
            batches: WeakBatches::new(problem, Composition::OneConcept, path[0].count(&BATCH)),
            queries: MomentSampler::new(problem.prompts(), LabelLaw::weak(problem)),
            strategies: Vec::new(),
            width: 0,
        };
        let mut estimators = Vec::new();
        for strategy in path.iter().map(Strategy::of) {
            let first = answers.width;
            let of_means = |fit: &LimitFit| OfMeans::new(first..first + fit.width(), fit.clone());
            let (width, estimator) = match strategy {
                Strategy::AskToImprove => (by_errors.width(), of_means(by_errors)),
                Strategy::Refine | Strategy::InferAndRespond => {
                    (by_concepts.width(), of_means(by_concepts).in_unit_interval())
                }
            };
            answers.strategies.push((strategy, first));
            answers.width += width;
            estimators.push(estimator);
        }
        Made::new(answers, Inference::of(estimators))
    }

    /// Draws queries with their own weak labels, and writes the error vector of each answer into its observation.
    fn ask(&self, observations: &mut [f64], first: usize, stream: &mut Stream) {
        let mut queries = self.queries.clone();
        let mut query = queries.empty_moments();
        let (target_mean, variances) =
            (self.problem.target_mean(), self.problem.prompts().variances(self.problem.dim()));
        for observation in observations.chunks_exact_mut(self.width) {
            queries.draw(&mut query, 1, Composition::OneConcept, stream);
            let error = self.answer_error(&query, &target_mean).component_div(&variances);
            observation[first..first + error.len()].copy_from_slice(error.as_slice());
        }
    }

    /// X(E[Ŷ | X, Y′] − β_QᵀX); XᵀX of one prompt is X·Xᵀ.
    fn answer_error(&self, query: &SampleMoments, target_mean: &DVector<f64>) -> DVector<f64> {
        let own = in_context_posterior(&self.problem, query, self.problem.concepts());
        &query.gram * (refined_mean(&self.problem, &own.probabilities()) - target_mean)
    }
}

impl Experiment for ManyAnswers {
    fn width(&self) -> usize {
        self.width
    }

    fn sampler(&self) -> &'static str {
        self.batches.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        let mut group = self.batches.empty_group();
        let concept_count = self.problem.concept_count();
        Draw::in_groups(GROUP, move |stream, observations| {
            // The draws of one strategy do not depend on which other strategies are requested.
            let branches = Branches::from_stream(stream);
            if self.strategies.iter().any(|(strategy, _)| *strategy != Strategy::AskToImprove) {
                self.batches.draw(&mut group, &mut branches.open(0));
            }
            for (strategy, first) in &self.strategies {
                if *strategy == Strategy::AskToImprove {
                    self.ask(observations, *first, &mut branches.open(1));
                    continue;
                }
                for (replicate, observation) in observations.chunks_exact_mut(self.width).enumerate() {
                    let own = &mut observation[*first..first + concept_count];
                    group.write_replicate(replicate, own);
                    if *strategy == Strategy::InferAndRespond {
                        share_among_greatest(own);
                    }
                }
            }
            Ok(())
        })
    }
}
