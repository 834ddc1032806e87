//! The settings of a check, and its possible ends.

use std::error::Error;

use thiserror::Error;

use crate::evidence::LEAST_REPLICATES;
use crate::model::TransferProblem;
use crate::theory::RateError;

/// The settings of a check.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trial {
    /// The seed. The same seed draws the same samples.
    pub seed: u64,
    /// Number of samples that are drawn; at least 1,000.
    pub replicates: u64,
    /// The probability that a right estimator is refuted.
    pub error_probability: f64,
}

impl Default for Trial {
    /// Seed 1, 4,000 samples, and an error probability of 1e-6. So with probability 0.999 no check of a thousand fails by chance. For
    /// fine-tuning this is asymptotic, since its means are normal only asymptotically.
    fn default() -> Self {
        Self { seed: 1, replicates: 4000, error_probability: 1e-6 }
    }
}

/// The reason why an estimator does not pass, or why it could not be tested.
#[derive(Debug, Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each message spells out its fields")]
pub enum Refuted {
    /// The mean squared error is below the least possible one.
    #[error(
        "the mean squared error lies in [{lower}, {upper}], below the segment bound {bound}: no shrinkage of weak labels towards the source gets there; see \
         whether the estimator uses more than these. {}",
        CLASS
    )]
    BelowBound { lower: f64, upper: f64, bound: f64 },
    /// The mean is not on the segment.
    #[error(
        "coordinate {coordinate} of the mean estimate lies in [{lower}, {upper}], but the nearest point of the segment between source and weak supervisor has \
         {expected}; see what the estimator shrinks towards. {}",
        CLASS
    )]
    OffSegment { coordinate: usize, lower: f64, upper: f64, expected: f64 },
    /// A mean does not keep the bound that a user states.
    #[error("the mean lies in [{lower}, {upper}], but is stated to be {stated} {bound}")]
    MeanBeyond { lower: f64, upper: f64, stated: &'static str, bound: f64 },
    /// Misalignment is above its upper bound.
    #[error(
        "misalignment lies in [{lower}, {upper}], above the Chernoff bound {bound} (Theorem 4.3); see whether the posterior weighs the batch as it should"
    )]
    AboveBound { lower: f64, upper: f64, bound: f64 },
    /// Misalignment is below its lower bound, which holds for the posterior of the source's model.
    #[error(
        "misalignment lies in [{lower}, {upper}], below its floor {floor}; see whether the posterior uses more than the batch"
    )]
    BelowFloor { lower: f64, upper: f64, floor: f64 },
    /// The bound is too small: so few replicates cannot show a violation.
    #[error(
        "the Chernoff bound is {bound}, but of {replicates} samples none that goes wrong would leave misalignment up to {resolution} possible; take a smaller \
         batch or more replicates"
    )]
    Unresolvable { bound: f64, resolution: f64, replicates: u64 },
    /// A result has the wrong shape or is not a number.
    #[error("replicate {replicate}: {problem}")]
    Unusable { replicate: u64, problem: String },
    /// The estimator returned an error.
    #[error("replicate {replicate}: {error}")]
    Failed { replicate: u64, error: Box<dyn Error + Send + Sync> },
    /// The proposition does not apply to this problem.
    #[error("{0}")]
    Inapplicable(String),
    /// The bound cannot be computed.
    #[error(transparent)]
    Rate(#[from] RateError),
}

/// The estimators that Proposition 3.2 is about.
const CLASS: &str = "Proposition 3.2 is about estimators f(Σ̂)(β̂_LS − β_P) + β_P with 0 ≤ f ≤ 1; for another one, state its own bound with check_mean";

impl Trial {
    /// Refuses trials that can decide nothing.
    pub(super) fn validate(&self) -> Result<(), Refuted> {
        if self.replicates < LEAST_REPLICATES {
            let problem = format!(
                "{} replicates are too few for an interval; ask for {LEAST_REPLICATES} or more",
                self.replicates
            );
            return Err(Refuted::Inapplicable(problem));
        }
        if !(self.error_probability > 0.0 && self.error_probability < 1.0) {
            let problem =
                format!("an error probability of {} is none; give a number between 0 and 1", self.error_probability);
            return Err(Refuted::Inapplicable(problem));
        }
        Ok(())
    }
}

/// The target concept, where the problem has one.
pub(super) fn target_of(problem: &TransferProblem) -> Result<usize, Refuted> {
    let several =
        || Refuted::Inapplicable("the target's prior is spread over several concepts; set one target".to_owned());
    problem.target_concept().ok_or_else(several)
}
