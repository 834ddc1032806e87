//! Fine-tuning on many answers, each after a batch of its own.

use std::ops::Range;

use nalgebra::DVector;

use super::answer_strategy::Strategy;
use super::improved_answers::ImprovedAnswers;
use super::limit_fit::LimitFit;
use super::product_range::ProductRange;
use super::squared_length::{range_of_square, squared_length};
use super::weak_batches::WeakBatches;
use super::{Draw, Experiment, Made};
use crate::inference::{FunctionOfMeans, Inference, OfMeans};
use crate::setting::{BATCH, Settings};
use weak_to_strong::evidence::Interval;
use weak_to_strong::model::{TransferProblem, share_among_greatest};
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::random::Branches;
use weak_to_strong::sample::{Composition, GROUP};

/// Fine-tuning by least squares on many answers.
///
/// The β̂ − β_Q of each strategy is linear in the mean of what is observed for it: the error along axes, at α̂ after a batch for refine, at the indicator of
/// the most probable concept for infer and respond, and of an answer to a query with its own weak label for ask to improve.
pub(super) struct ManyAnswers {
    batches: WeakBatches,
    by_concepts: LimitFit,
    /// Present if that strategy is asked for.
    improved: Option<ImprovedAnswers>,
    /// The strategies, each with the first coordinate of what it observes.
    strategies: Vec<(Strategy, usize)>,
    width: usize,
}

impl ManyAnswers {
    /// Makes the experiment that estimates the squared error of each strategy.
    pub(super) fn squared_errors(problem: &TransferProblem, path: &[Settings]) -> Made {
        Self::made(problem, path, LimitFit::new(problem, 0.0), &DVector::from_element(problem.dim(), 1.0))
    }

    /// Makes the experiment that estimates the excess risk of each strategy.
    pub(super) fn excess_risks(problem: &TransferProblem, path: &[Settings]) -> Made {
        let deviations = problem.prompts().variances(problem.dim()).map(f64::sqrt);
        Self::made(problem, path, LimitFit::new(problem, 0.0).in_excess_risk(&deviations), &deviations)
    }

    /// The interval of each squared length is its range over a box for the mean error along the axes.
    fn made(problem: &TransferProblem, path: &[Settings], by_concepts: LimitFit, weights: &DVector<f64>) -> Made {
        let strategies: Vec<Strategy> = path.iter().map(Strategy::of).collect();
        let improved = strategies.contains(&Strategy::AskToImprove).then(|| ImprovedAnswers::new(problem, weights));
        let ranges = improved.as_ref().map_or(Vec::new(), |answers| answers.ranges.clone());
        let mut answers = Self {
            batches: WeakBatches::new(problem, Composition::OneConcept, path[0].count(&BATCH)),
            improved,
            by_concepts,
            strategies: Vec::new(),
            width: 0,
        };
        let mut estimators = Vec::new();
        for strategy in strategies {
            let first = answers.width;
            answers.strategies.push((strategy, first));
            answers.width += match strategy {
                Strategy::AskToImprove => ranges.len(),
                Strategy::Refine | Strategy::InferAndRespond => answers.by_concepts.width(),
            };
            let own = first..answers.width;
            estimators.push(match strategy {
                Strategy::AskToImprove => {
                    let proved = ranges.iter().map(ProductRange::of_observations).collect();
                    OfMeans::new(own, SquaredError { ranges: ranges.clone() }).with_ranges(proved)
                }
                Strategy::Refine | Strategy::InferAndRespond => {
                    OfMeans::new(own, answers.by_concepts.clone()).in_unit_interval()
                }
            });
        }
        Made::new(answers, Inference::of(estimators))
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
        let mut posterior = vec![0.0; group.concept_count()];
        Draw::in_groups(GROUP, move |stream, observations| {
            // The draws of one strategy do not depend on which other strategies are requested.
            let branches = Branches::from_stream(stream);
            if self.strategies.iter().any(|(strategy, _)| *strategy != Strategy::AskToImprove) {
                self.batches.draw(&mut group, &mut branches.open(0));
            }
            for (strategy, first) in &self.strategies {
                match strategy {
                    Strategy::Refine => {
                        let along = &self.by_concepts.along;
                        along.write_group(&group.probabilities, observations, self.width, *first);
                    }
                    Strategy::InferAndRespond => {
                        for (replicate, observation) in observations.chunks_exact_mut(self.width).enumerate() {
                            group.write_replicate(replicate, &mut posterior);
                            share_among_greatest(&mut posterior);
                            self.by_concepts.along.write(&posterior, &mut observation[*first..]);
                        }
                    }
                    Strategy::AskToImprove => {
                        if let Some(improved) = &self.improved {
                            improved.draw(observations, self.width, *first, &mut branches.open(1));
                        }
                    }
                }
            }
            Ok(())
        })
    }
}

/// |β̂ − β_Q|² from the mean error of answers along the axes.
struct SquaredError {
    ranges: Vec<ProductRange>,
}

impl FunctionOfMeans for SquaredError {
    /// Corrected for the upward bias of a squared mean.
    fn value(&self, moments: &JointMoments, at: Range<usize>) -> f64 {
        squared_length(moments, at, |_, mean| mean, |_| 1.0)
    }

    fn gradient(&self, means: &[f64]) -> Vec<f64> {
        means.iter().map(|mean| 2.0 * mean).collect()
    }

    fn over_box(&self, means: &[Interval]) -> Interval {
        let mut sum = Interval { lower: 0.0, upper: 0.0 };
        for (mean, range) in means.iter().zip(&self.ranges) {
            let square = range_of_square(range.interval(*mean));
            (sum.lower, sum.upper) = (sum.lower + square.lower, sum.upper + square.upper);
        }
        sum
    }
}
