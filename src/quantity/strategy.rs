//! Three ways to use weak-labelled examples, on the same draws: refine (Algorithm 1), infer and respond (Algorithm 2), and ask to
//! improve, where the source reads the query's own weak label.

use nalgebra::DMatrix;

use super::MakeExperiment::Transfer;
use super::experiment::{covariances_along, mean_of_coordinate};
use super::limit_fit::LimitFit;
use super::refined::{InContextLearner, mean_posterior_box};
use super::{Experiment, Quantity, QuantityError, Replicate};
use crate::evidence::{Interval, asymptotic_sequence, unit_interval_sequence};
use crate::learn::{in_context_posterior, refined_mean};
use crate::model::{BATCH, STRATEGY, Settings, TransferProblem, Unit};
use crate::numeric::{Estimate, JointMoments};
use crate::sample::{Composition, LabelLaw, MomentSampler};

pub(super) const QUANTITIES: &[Quantity] = &[
    Quantity {
        name: "strategy.misalignment",
        version: 1,
        symbol: "misalignment",
        meaning: "mean probability that the source answers under a wrong concept",
        unit: Unit::Probability,
        settings: &[BATCH, STRATEGY],
        path: &[STRATEGY],
        experiment: Transfer(|problem, path| {
            let strategies = path.iter().map(Strategy::of).collect();
            Ok(Box::new(Misalignments {
                answers: Answers::new("strategy.misalignment", problem, &path[0])?,
                strategies,
            }))
        }),
    },
    Quantity {
        name: "strategy.mse",
        version: 1,
        symbol: "|β̂ − β_Q|²",
        meaning: "squared error of fine-tuning on many answers, each with a fresh batch",
        unit: Unit::MeanSquaredError,
        settings: &[BATCH, STRATEGY],
        path: &[STRATEGY],
        experiment: Transfer(|problem, path| Ok(Box::new(ManyAnswers::new(problem, path)))),
    },
    Quantity {
        name: "strategy.excess_risk",
        version: 1,
        symbol: "E((β̂ − β_Q)ᵀX)²",
        meaning: "excess risk of fine-tuning on many answers, each with a fresh batch",
        unit: Unit::ExcessRisk,
        settings: &[BATCH, STRATEGY],
        path: &[STRATEGY],
        experiment: Transfer(|problem, path| {
            let deviations = problem.prompts().variances(problem.dim()).map(f64::sqrt);
            let answers = ManyAnswers::new(problem, path);
            Ok(Box::new(ManyAnswers {
                by_concepts: answers.by_concepts.in_excess_risk(&deviations),
                by_errors: answers.by_errors.in_excess_risk(&deviations),
                ..answers
            }))
        }),
    },
    Quantity {
        name: "inferred.excess_misalignment",
        version: 1,
        symbol: "P(argmax α̂ ≠ k*) − E M",
        meaning: "how much more often the most probable concept is wrong than one drawn from the posterior, on the same batches",
        unit: Unit::ProbabilityDifference,
        settings: &[BATCH],
        path: &[],
        experiment: Transfer(|problem, settings| {
            Ok(Box::new(ExcessMisalignment(Answers::new("inferred.excess_misalignment", problem, &settings[0])?)))
        }),
    },
];

/// What the source does with weak-labelled examples.
#[derive(Clone, Copy, PartialEq)]
enum Strategy {
    Refine,
    InferAndRespond,
    AskToImprove,
}

impl Strategy {
    fn of(settings: &Settings) -> Self {
        match settings.word(&STRATEGY) {
            "infer_and_respond" => Self::InferAndRespond,
            "ask_to_improve" => Self::AskToImprove,
            _ => Self::Refine,
        }
    }
}

/// The source, asked after a batch of examples with the target's concept.
struct Answers {
    learner: InContextLearner,
    batch: usize,
    target: usize,
}

impl Answers {
    fn new(quantity: &'static str, problem: &TransferProblem, settings: &Settings) -> Result<Self, QuantityError> {
        Ok(Self {
            learner: InContextLearner::new(problem, Composition::OneConcept),
            batch: settings.count(&BATCH),
            target: problem.target_concept().ok_or(QuantityError::SeveralTargets { quantity })?,
        })
    }
}

/// Observes, in the order of [`Strategy`], the probability that an answer is under a wrong concept.
struct Misalignments {
    answers: Answers,
    strategies: Vec<Strategy>,
}

impl Experiment for Misalignments {
    fn width(&self) -> usize {
        3
    }

    fn sampler(&self) -> &'static str {
        self.answers.learner.sampler_name()
    }

    fn replicate(&self) -> Replicate<'_> {
        let Answers { batch, target, .. } = self.answers;
        let mut learner = self.answers.learner.clone();
        Box::new(move |stream, observation| {
            let posterior = learner.posterior_after(batch, stream);
            observation[0] = posterior.misalignment(target);
            observation[1] = if posterior.most_probable() == target { 0.0 } else { 1.0 };
            // The query with its own weak label is a batch of one.
            observation[2] = learner.posterior_after(1, stream).misalignment(target);
        })
    }

    fn estimates(&self, moments: &JointMoments) -> Vec<Estimate> {
        self.strategies.iter().map(|strategy| mean_of_coordinate(moments, *strategy as usize)).collect()
    }

    fn covariances(&self, moments: &JointMoments) -> DMatrix<f64> {
        let coordinate = |strategy: &Strategy| (0..3).map(|i| f64::from(u8::from(i == *strategy as usize))).collect();
        covariances_along(moments, &self.strategies.iter().map(coordinate).collect::<Vec<_>>())
    }

    fn intervals(&self, moments: &JointMoments, error: f64) -> Vec<Interval> {
        self.strategies.iter().map(|strategy| unit_interval_sequence(moments, *strategy as usize, error)).collect()
    }
}

/// Observes ½ + (1{argmax α̂ ≠ k*} − M)/2, which lies in [0, 1].
struct ExcessMisalignment(Answers);

impl Experiment for ExcessMisalignment {
    fn width(&self) -> usize {
        1
    }

    fn sampler(&self) -> &'static str {
        self.0.learner.sampler_name()
    }

    fn replicate(&self) -> Replicate<'_> {
        let mut learner = self.0.learner.clone();
        Box::new(move |stream, observation| {
            let posterior = learner.posterior_after(self.0.batch, stream);
            let wrong = if posterior.most_probable() == self.0.target { 0.0 } else { 1.0 };
            observation[0] = 0.5 + 0.5 * (wrong - posterior.misalignment(self.0.target));
        })
    }

    fn estimates(&self, moments: &JointMoments) -> Vec<Estimate> {
        let position = mean_of_coordinate(moments, 0);
        vec![Estimate { mean: 2.0 * position.mean - 1.0, standard_error: 2.0 * position.standard_error, ..position }]
    }

    fn intervals(&self, moments: &JointMoments, error: f64) -> Vec<Interval> {
        let Interval { lower, upper } = unit_interval_sequence(moments, 0, error);
        vec![Interval { lower: 2.0 * lower - 1.0, upper: 2.0 * upper - 1.0 }]
    }
}

/// Fine-tuning by least squares on many answers.
///
/// Observes α̂ after a batch (K coordinates), the indicators of the most probable concept (K), and Σ⁻¹X(E[Ŷ | X, Y′] − β_QᵀX) for an
/// answer to a query with its own weak label (d). Each β̂ − β_Q is linear in the mean of one of these.
struct ManyAnswers {
    problem: TransferProblem,
    learner: InContextLearner,
    batch: usize,
    queries: MomentSampler,
    strategies: Vec<Strategy>,
    by_concepts: LimitFit,
    by_errors: LimitFit,
}

impl ManyAnswers {
    fn new(problem: &TransferProblem, path: &[Settings]) -> Self {
        Self {
            problem: problem.clone(),
            learner: InContextLearner::new(problem, Composition::OneConcept),
            batch: path[0].count(&BATCH),
            queries: MomentSampler::new(problem.prompts(), LabelLaw::weak(problem)),
            strategies: path.iter().map(Strategy::of).collect(),
            by_concepts: LimitFit::new(problem, 0.0),
            by_errors: LimitFit::of_errors(problem.dim()),
        }
    }

    /// The fit of a strategy, and the first coordinate of the observation that it is a function of.
    fn fit(&self, strategy: Strategy) -> (&LimitFit, usize) {
        let concept_count = self.problem.concept_count();
        match strategy {
            Strategy::Refine => (&self.by_concepts, 0),
            Strategy::InferAndRespond => (&self.by_concepts, concept_count),
            Strategy::AskToImprove => (&self.by_errors, 2 * concept_count),
        }
    }
}

impl Experiment for ManyAnswers {
    fn width(&self) -> usize {
        2 * self.problem.concept_count() + self.problem.dim()
    }

    fn sampler(&self) -> &'static str {
        self.learner.sampler_name()
    }

    fn replicate(&self) -> Replicate<'_> {
        let (mut learner, mut queries) = (self.learner.clone(), self.queries.clone());
        let mut query = queries.empty_moments();
        let (target_mean, concept_count) = (self.problem.target_mean(), self.problem.concept_count());
        let variances = self.problem.prompts().variances(self.problem.dim());
        Box::new(move |stream, observation| {
            let posterior = learner.posterior_after(self.batch, stream);
            queries.draw(&mut query, 1, Composition::OneConcept, stream);
            let own = in_context_posterior(&self.problem, &query, self.problem.concepts());
            let answer = refined_mean(&self.problem, &own.probabilities()) - &target_mean;
            observation.fill(0.0);
            observation[..concept_count].copy_from_slice(posterior.probabilities().as_slice());
            observation[concept_count + posterior.most_probable()] = 1.0;
            // XᵀX of one prompt is X·Xᵀ.
            let error = (&query.gram * answer).component_div(&variances);
            observation[2 * concept_count..].copy_from_slice(error.as_slice());
        })
    }

    fn estimates(&self, moments: &JointMoments) -> Vec<Estimate> {
        let estimate = |strategy: &Strategy| {
            let (fit, first) = self.fit(*strategy);
            fit.squared_error_of_means(moments, first)
        };
        self.strategies.iter().map(estimate).collect()
    }

    fn covariances(&self, moments: &JointMoments) -> DMatrix<f64> {
        let gradient = |strategy: &Strategy| {
            let (fit, first) = self.fit(*strategy);
            fit.gradient(moments, first)
        };
        covariances_along(moments, &self.strategies.iter().map(gradient).collect::<Vec<_>>())
    }

    /// Answers to queries with their own labels have an error that stays away from 0, where a squared mean is nearly normal; for the
    /// other two the range over a box for the probabilities of concepts is taken.
    fn intervals(&self, moments: &JointMoments, error: f64) -> Vec<Interval> {
        let interval = |strategy: &Strategy| {
            let (fit, first) = self.fit(*strategy);
            match strategy {
                Strategy::AskToImprove => asymptotic_sequence(&fit.squared_error_of_means(moments, first), error),
                _ => fit.range_over(&mean_posterior_box(moments, first..first + fit.width(), error)),
            }
        };
        self.strategies.iter().map(interval).collect()
    }
}
