//! Three strategies to use weak-labelled examples, on the same draws: refine (Algorithm 1), infer and respond (Algorithm 2), and ask to improve. In
//! the last one, the source reads the query's own weak label.

use std::sync::LazyLock;

use nalgebra::DVector;

use super::answer::asks_network;
use super::answer_strategy::Strategy;
use super::many_answers::ManyAnswers;
use super::network_strategies::network_strategies;
use super::posterior_only::require_posterior;
use super::rare_answers::RareAnswers;
use super::weak_batches::WeakBatches;
use super::{Draw, Experiment, Made, MakeExperiment, Quantity, QuantityError};
use crate::inference::{Estimator, Inference, Mean, Weighted};
use crate::setting::{BATCH, CONSTRUCTION, SOURCE, STRATEGY};
use crate::unit::Unit;
use weak_to_strong::model::{TransferProblem, share_among_greatest};
use weak_to_strong::random::Branches;
use weak_to_strong::sample::{Composition, GROUP, PosteriorGroup};

pub(super) static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    vec![
        Quantity {
            name: "strategy.misalignment".into(),
            version: 4,
            symbol: "misalignment".into(),
            meaning: "mean probability that the source answers under a wrong concept".into(),
            unit: Unit::Probability,
            settings: vec![BATCH, STRATEGY, SOURCE],
            path: vec![STRATEGY],
            experiment: MakeExperiment::new::<TransferProblem>(|problem, path| {
                require_posterior(
                    "strategy.misalignment",
                    &path[0],
                    "measure strategy.mse, answer.distance or answer.excess_risk",
                )?;
                let batch = path[0].count(&BATCH);
                let strategies: Vec<Strategy> = path.iter().map(Strategy::of).collect();
                let misalignments = Misalignments {
                    answers: Answers::new("strategy.misalignment", problem, batch)?,
                    queries: Answers::new("strategy.misalignment", problem, 1)?,
                    rare: strategies.iter().map(|strategy| RareAnswers::new(problem, batch, *strategy)).collect(),
                    strategies,
                };
                Ok(misalignments.made())
            }),
        },
        Quantity {
            name: "strategy.mse".into(),
            version: 4,
            symbol: "‖β̂ − β_Q‖²".into(),
            meaning: "squared error of fine-tuning on many answers, each with a fresh batch".into(),
            unit: Unit::MeanSquaredError,
            settings: vec![BATCH, STRATEGY, SOURCE, CONSTRUCTION],
            path: vec![STRATEGY],
            experiment: MakeExperiment::new::<TransferProblem>(|problem, path| {
                if asks_network(&path[0]) {
                    let weights = DVector::from_element(problem.dim(), 1.0);
                    return network_strategies("strategy.mse", problem, path, &weights);
                }
                Ok(ManyAnswers::squared_errors(problem, path))
            }),
        },
        Quantity {
            name: "strategy.excess_risk".into(),
            version: 4,
            symbol: "E((β̂ − β_Q)ᵀX)²".into(),
            meaning: "excess risk of fine-tuning on many answers, each with a fresh batch".into(),
            unit: Unit::ExcessRisk,
            settings: vec![BATCH, STRATEGY, SOURCE, CONSTRUCTION],
            path: vec![STRATEGY],
            experiment: MakeExperiment::new::<TransferProblem>(|problem, path| {
                if asks_network(&path[0]) {
                    let deviations = problem.prompts().variances(problem.dim()).map(f64::sqrt);
                    return network_strategies("strategy.excess_risk", problem, path, &deviations);
                }
                Ok(ManyAnswers::excess_risks(problem, path))
            }),
        },
        Quantity {
            name: "inferred.excess_misalignment".into(),
            version: 3,
            symbol: "P(argmax α̂ ≠ k*) − E M".into(),
            meaning: "how much more often the most probable concept is wrong than one drawn from the posterior, on \
                the same batches"
                .into(),
            unit: Unit::ProbabilityDifference,
            settings: vec![BATCH, SOURCE],
            path: Vec::new(),
            experiment: MakeExperiment::new::<TransferProblem>(|problem, settings| {
                require_posterior("inferred.excess_misalignment", &settings[0], "measure strategy.mse")?;
                let batch = settings[0].count(&BATCH);
                let answers = Answers::new("inferred.excess_misalignment", problem, batch)?;
                let excess = Mean::of(0).in_unit_interval().shifted(-0.5).scaled(2.0);
                Ok(Made::new(ExcessMisalignment(answers), Inference::of([excess])))
            }),
        },
    ]
});

/// The source, asked after a batch of examples with the target's concept.
struct Answers {
    batches: WeakBatches,
    target: usize,
}

impl Answers {
    fn new(quantity: &'static str, problem: &TransferProblem, batch: usize) -> Result<Self, QuantityError> {
        Ok(Self {
            batches: WeakBatches::new(problem, Composition::OneConcept, batch),
            target: problem.target_concept().ok_or(QuantityError::SeveralTargets { quantity: quantity.into() })?,
        })
    }

    /// Writes the misalignment of every posterior.
    fn write_misalignments(&self, group: &PosteriorGroup, misalignments: &mut [f64; GROUP]) {
        misalignments.fill(0.0);
        for concept in (0..group.concept_count()).filter(|concept| *concept != self.target) {
            misalignments.iter_mut().zip(group.of_concept(concept)).for_each(|(sum, probability)| *sum += probability);
        }
        // It exceeds 1 only by rounding.
        misalignments.iter_mut().for_each(|misalignment| *misalignment = misalignment.min(1.0));
    }

    /// Writes 1 if the most probable concept is not the target, and 0 if it is. If several concepts are most probable, writes the share of wrong ones
    /// among them.
    fn write_mistakes(&self, group: &PosteriorGroup, mistakes: &mut [f64; GROUP]) {
        let mut shares = vec![0.0; group.concept_count()];
        for (replicate, mistake) in mistakes.iter_mut().enumerate() {
            group.write_replicate(replicate, &mut shares);
            share_among_greatest(&mut shares);
            *mistake = 1.0 - shares[self.target];
        }
    }
}

/// Observes, for each strategy, the probability that an answer comes from a wrong concept.
struct Misalignments {
    answers: Answers,
    /// Queries with their own weak label, as batches of one example.
    queries: Answers,
    strategies: Vec<Strategy>,
    /// Tilted batches for each strategy whose wrong answers are rare.
    rare: Vec<Option<RareAnswers>>,
}

impl Misalignments {
    fn made(self) -> Made {
        let estimator = |(place, rare): (usize, &Option<RareAnswers>)| match rare {
            Some(rare) => Estimator::from(Weighted::new(place, rare.bound())),
            None => Mean::of(place).in_unit_interval().into(),
        };
        let inference = Inference::of(self.rare.iter().enumerate().map(estimator).collect::<Vec<_>>());
        Made::new(self, inference)
    }

    /// Whether a strategy that satisfies this is drawn without a tilt.
    fn draws_plain(&self, is_asked: impl Fn(&Strategy) -> bool) -> bool {
        self.strategies.iter().zip(&self.rare).any(|(strategy, rare)| rare.is_none() && is_asked(strategy))
    }
}

impl Experiment for Misalignments {
    fn width(&self) -> usize {
        self.strategies.len()
    }

    fn sampler(&self) -> &'static str {
        match self.rare.iter().filter(|rare| rare.is_some()).count() {
            0 => self.answers.batches.sampler_name(),
            count if count == self.rare.len() => "tilted",
            _ => "tilted where rare",
        }
    }

    fn start(&self) -> Draw<'_> {
        let (mut after_batch, mut after_query) =
            (self.answers.batches.empty_group(), self.queries.batches.empty_group());
        let mut wrong = [0.0; GROUP];
        Draw::in_groups(GROUP, move |stream, observations| {
            // The draws of one strategy do not depend on which other strategies are requested.
            let branches = Branches::from_stream(stream);
            if self.draws_plain(|strategy| *strategy != Strategy::AskToImprove) {
                self.answers.batches.draw(&mut after_batch, &mut branches.open(0));
            }
            if self.draws_plain(|strategy| *strategy == Strategy::AskToImprove) {
                self.queries.batches.draw(&mut after_query, &mut branches.open(1));
            }
            for (place, (strategy, rare)) in self.strategies.iter().zip(&self.rare).enumerate() {
                match (rare, strategy) {
                    (Some(rare), _) => rare.draw(&mut wrong, &mut branches.open(2 + *strategy as u64)),
                    (None, Strategy::Refine) => self.answers.write_misalignments(&after_batch, &mut wrong),
                    (None, Strategy::InferAndRespond) => self.answers.write_mistakes(&after_batch, &mut wrong),
                    (None, Strategy::AskToImprove) => self.queries.write_misalignments(&after_query, &mut wrong),
                }
                let places = observations.iter_mut().skip(place).step_by(self.strategies.len());
                places.zip(wrong).for_each(|(observation, wrong)| *observation = wrong);
            }
            Ok(())
        })
    }
}

/// Observes ½ + (1{argmax α̂ ≠ k*} − M)/2, which lies in [0, 1].
struct ExcessMisalignment(Answers);

impl Experiment for ExcessMisalignment {
    fn width(&self) -> usize {
        1
    }

    fn sampler(&self) -> &'static str {
        self.0.batches.sampler_name()
    }

    fn start(&self) -> Draw<'_> {
        let mut group = self.0.batches.empty_group();
        let (mut misalignments, mut mistakes) = ([0.0; GROUP], [0.0; GROUP]);
        Draw::in_groups(GROUP, move |stream, observations| {
            self.0.batches.draw(&mut group, stream);
            self.0.write_misalignments(&group, &mut misalignments);
            self.0.write_mistakes(&group, &mut mistakes);
            for ((observation, mistake), misalignment) in observations.iter_mut().zip(mistakes).zip(misalignments) {
                *observation = 0.5 + 0.5 * (mistake - misalignment);
            }
            Ok(())
        })
    }
}
