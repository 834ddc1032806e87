//! The target and the one wrong concept of a source that knows two.

use nalgebra::DVector;

use super::RateError;
use crate::model::TransferProblem;

/// What likelihood ratios depend on when there are two concepts.
pub(super) struct TwoConcepts {
    /// δ = βₖ* − βₖ.
    pub(super) delta: DVector<f64>,
    /// r = 2u − βₖ − βₖ*.
    pub(super) r: DVector<f64>,
    /// log (αₖ/αₖ*).
    pub(super) log_prior_ratio: f64,
}

impl TwoConcepts {
    /// The pair behind `what`, which can be measured as `instead` for more concepts.
    ///
    /// # Errors
    ///
    /// [`RateError`] unless the target is one concept and the source knows it and one other.
    pub(super) fn new(problem: &TransferProblem, what: &'static str, instead: &'static str) -> Result<Self, RateError> {
        let target = problem.target_concept().ok_or(RateError::SeveralTargets)?;
        let prior = problem.source_prior().probabilities();
        if prior[target] == 0.0 {
            return Err(RateError::TargetUnsupported { target });
        }
        let wrong: Vec<usize> = (0..prior.len()).filter(|&k| k != target && prior[k] > 0.0).collect();
        let &[wrong] = wrong.as_slice() else {
            return Err(RateError::NotTwoConcepts { found: wrong.len() + 1, what, instead });
        };
        let concepts = problem.concepts();
        Ok(Self {
            delta: concepts.column(target) - concepts.column(wrong),
            r: problem.weak_concepts().column(target) * 2.0 - concepts.column(wrong) - concepts.column(target),
            log_prior_ratio: (prior[wrong] / prior[target]).ln(),
        })
    }
}
